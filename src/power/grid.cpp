#include "power/grid.hpp"

namespace gigaplan::power {

GridHour grid_hour(const Electricity& electricity, double price_shape) {
  const MoneyPerEnergy wholesale = electricity.wholesale + price_shape * electricity.deviation;
  return {wholesale + electricity.grid_and_tax, max(wholesale, MoneyPerEnergy()), electricity.carbon};
}

}  // namespace gigaplan::power
