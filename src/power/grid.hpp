// What does a kilowatt-hour from the grid cost in this hour, and how much carbon comes with it?
#pragma once

#include "base/quantity.hpp"
#include "model/site.hpp"

namespace gigaplan::power {

struct GridHour {
  MoneyPerEnergy price;    ///< all a large user pays: wholesale, grid and taxes
  MoneyPerEnergy feed_in;  ///< what is paid for power sold: wholesale; below 0 nobody sells
  MassPerEnergy carbon;    ///< life cycle, location-based
  bool operator==(const GridHour&) const = default;
};

/// \param price_shape of the hour (power/resource.hpp); 0: the yearly mean. Carbon is the yearly mean in every hour:
/// what the catalogue knows of a grid's carbon has no hours.
[[nodiscard]] GridHour grid_hour(const Electricity& electricity, double price_shape);

}  // namespace gigaplan::power
