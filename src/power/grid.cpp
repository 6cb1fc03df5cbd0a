#include "power/grid.hpp"

namespace gigaplan::power {

GridHour grid_hour(const Electricity& electricity, std::size_t /*hour_of_year*/) {
  return {electricity.wholesale + electricity.grid_and_tax, electricity.carbon};
}

}  // namespace gigaplan::power
