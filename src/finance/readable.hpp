// How is a number written so that a person can check the sum?
#pragma once

#include <string>

#include "base/quantity.hpp"

namespace gigaplan::finance {

/// "101,376": whole numbers with thousands separators (rounded).
[[nodiscard]] std::string grouped(double value);
/// "35,000 EUR"; cents below 100 EUR.
[[nodiscard]] std::string readable(Money money);
/// "166.70 MW"
[[nodiscard]] std::string readable(Power power);
/// "9,100,000 EUR/MW"
[[nodiscard]] std::string readable_per_megawatt(MoneyPerPower price);
/// "8.5 %"
[[nodiscard]] std::string percent(double share);

}  // namespace gigaplan::finance
