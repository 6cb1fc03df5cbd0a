#include "power/season.hpp"

#include <array>

namespace gigaplan::power {

std::size_t hour_of_year(const std::string& date) {
  constexpr std::array<std::size_t, 12> days_before = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
  const std::size_t month = std::stoul(date.substr(5, 2)), day = std::stoul(date.substr(8, 2));
  return 24 * (days_before.at(month - 1) + day - 1);  // 29 February: 59 days, as 1 March
}

}  // namespace gigaplan::power
