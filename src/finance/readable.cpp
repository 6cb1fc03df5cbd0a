#include "finance/readable.hpp"

#include <fmt/format.h>

#include <cmath>

namespace gigaplan::finance {

std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", std::abs(value));
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), 1, ',');
  }
  return value <= -0.5 ? fmt::format("-{}", digits) : digits;
}

std::string readable(Money money) {
  const double euros = money.in(unit::euro);
  const bool cents = std::abs(euros) < 100 && euros != std::round(euros);
  return (cents ? fmt::format("{:.2f}", euros) : grouped(euros)) + " EUR";
}

std::string readable(Power power) {
  return fmt::format("{:.2f} MW", power.in(unit::megawatt));
}

std::string readable_per_megawatt(MoneyPerPower price) {
  return grouped(price.in(unit::euro_per_megawatt)) + " EUR/MW";
}

std::string percent(double share) {
  return fmt::format("{:.4g} %", 100 * share);
}

}  // namespace gigaplan::finance
