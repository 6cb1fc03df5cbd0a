#include "base/readable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace gigaplan {
namespace {

std::string group_thousands(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

/// Decimals that leave three significant figures.
int decimals(double value) {
  if (value == 0 || !std::isfinite(value)) {
    return 0;
  }
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9)), 0, 12);
}

}  // namespace

std::string figures(double value) {
  value += 0.0;                   // -0 becomes 0
  if (std::abs(value) >= 1000) {  // round to three figures, keep the zeros
    const double scale = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
    value = std::round(value / scale) * scale;
  }
  return group_thousands(fmt::format("{:.{}f}", value, decimals(value)));
}

std::string whole(double value) {
  return group_thousands(fmt::format("{:.0f}", value));
}

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", whole(static_cast<double>(count)), thing, count == 1 ? "" : "s");
}

std::string fixed(double value, int decimals) {
  const auto text = group_thousands(fmt::format("{:.{}f}", value, decimals));
  const bool nothing = text.find_first_not_of("-0.") == std::string::npos;
  return nothing && text.starts_with('-') ? text.substr(1) : text;
}

std::string plain(double value, int digits) {
  const auto text = fmt::format("{:.{}g}", value + 0.0, digits);
  if (text.find('e') == std::string::npos) {
    return std::isfinite(value) ? group_thousands(text) : text;
  }
  return std::abs(value) >= 1 && std::abs(value) < 1e15 ? whole(std::strtod(text.c_str(), nullptr)) : text;
}

std::string words(double value) {
  struct Scale {
    double size;
    std::string_view word;
  };
  constexpr std::array<Scale, 5> scales = {
      {{1e18, "quintillion"}, {1e15, "quadrillion"}, {1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}}};
  for (const auto& [size, word] : scales) {
    if (std::abs(value) >= size * 0.9995) {
      return fmt::format("{} {}", figures(value / size), word);
    }
  }
  return figures(value);
}

std::string euros(Money money) {
  const double eur = money.in(unit::euro);
  return (eur < 0 ? "-€" : "€") + words(std::abs(eur));
}

std::string duration(Time time) {
  const double s = time.base();
  if (s < 1e-3) {
    return fmt::format("{} µs", figures(s * 1e6));
  }
  if (s < 1) {
    return fmt::format("{} ms", figures(s * 1e3));
  }
  if (s < 120) {
    return fmt::format("{} s", figures(s));
  }
  return s < 7200 ? fmt::format("{} min", figures(s / 60)) : fmt::format("{} h", figures(s / 3600));
}

}  // namespace gigaplan
