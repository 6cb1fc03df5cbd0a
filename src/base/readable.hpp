// How does a person read a number? The same way in the terminal and on a page.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/quantity.hpp"

namespace gigaplan {

/// "1.23 billion", "45.6 million", "7,890", "12.3", "0.0456": three significant figures, words from a million on.
[[nodiscard]] std::string words(double value);
/// Three significant figures with thousands separators: "101,000", "12.3", "0.00456".
[[nodiscard]] std::string figures(double value);
/// As short as it can be, of so many significant digits at most, with thousands separators: "5", "2.5", "18,741.7".
[[nodiscard]] std::string plain(double value, int digits = 6);
/// With so many decimals and thousands separators: "1,234.5"; never "-0.0".
[[nodiscard]] std::string fixed(double value, int decimals);
/// All digits of a whole number with thousands separators.
[[nodiscard]] std::string whole(double value);
/// "1 worker", "8 workers".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view thing);
/// "€6.90 billion", "-€310 million", "€1,234".
[[nodiscard]] std::string euros(Money money);
/// "12.3 ms", "1.23 s", "4.5 min".
[[nodiscard]] std::string duration(Time time);

}  // namespace gigaplan
