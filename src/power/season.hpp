// Which hour of a typical year does a day begin with?
#pragma once

#include <cstddef>
#include <string>

namespace gigaplan::power {

/// 0 for 1 January; a year has 8,760 h, so 29 February is 1 March, as in timeseries.csv. \param date ISO 8601, checked
[[nodiscard]] std::size_t hour_of_year(const std::string& date);

}  // namespace gigaplan::power
