// What does a kilowatt-hour from the grid cost in this hour, and how much carbon comes with it?
#pragma once

#include <cstddef>

#include "base/quantity.hpp"
#include "model/site.hpp"

namespace gigaplan::power {

struct GridHour {
  MoneyPerEnergy price;  ///< all a large user pays: wholesale, grid and taxes
  MassPerEnergy carbon;  ///< life cycle, location-based
  bool operator==(const GridHour&) const = default;
};

/// The site's yearly means, the same in every hour (0..8759): what the catalogue knows about a site's grid is a mean.
/// For a load as flat as training the yearly cost is right; what storage or shifting could earn needs an hourly shape.
[[nodiscard]] GridHour grid_hour(const Electricity& electricity, std::size_t hour_of_year);

}  // namespace gigaplan::power
