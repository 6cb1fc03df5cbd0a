#include "power/epw.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gigaplan::power {
namespace {

constexpr int header_lines = 8;
constexpr int dry_bulb_column = 6, humidity_column = 8;  // from 0
constexpr double missing_dry_bulb = 99.9, missing_humidity = 999;

double field(std::string_view line, int column, int line_number) {
  for (int skip = 0; skip < column; ++skip) {
    const auto comma = line.find(',');
    if (comma == std::string_view::npos) {
      throw std::runtime_error(fmt::format("line {}: expected at least {} columns", line_number, column + 1));
    }
    line.remove_prefix(comma + 1);
  }
  line = line.substr(0, line.find(','));
  while (line.starts_with(' ')) {
    line.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) {
    throw std::runtime_error(fmt::format("line {}, column {}: \"{}\" is not a number", line_number, column + 1, line));
  }
  return value;
}

}  // namespace

Temperature wet_bulb(Temperature dry_bulb, double relative_humidity) {
  const double t = dry_bulb.in(unit::celsius);
  const double rh = std::clamp(100 * relative_humidity, 5.0, 99.0);
  const double wet = t * std::atan(0.151977 * std::sqrt(rh + 8.313659)) + std::atan(t + rh) - std::atan(rh - 1.676331) +
                     0.00391838 * std::pow(rh, 1.5) * std::atan(0.023101 * rh) - 4.686035;
  return Temperature(std::min(wet, t));
}

std::vector<WeatherHour> read_epw(std::istream& file) {
  std::vector<WeatherHour> hours;
  std::string line;
  double dry_bulb = missing_dry_bulb;
  double humidity = missing_humidity;
  for (int number = 1; std::getline(file, line); ++number) {
    if (number == 1 && !line.starts_with("LOCATION")) {
      throw std::runtime_error("line 1: an EPW file starts with LOCATION");
    }
    if (number <= header_lines || line.find_first_not_of(" \r") == std::string::npos) {
      continue;
    }
    const double t = field(line, dry_bulb_column, number);
    const double rh = field(line, humidity_column, number);
    dry_bulb = t < missing_dry_bulb ? t : dry_bulb;
    humidity = rh < missing_humidity ? rh : humidity;
    if (dry_bulb >= missing_dry_bulb || humidity >= missing_humidity) {
      throw std::runtime_error(fmt::format("line {}: the first hour has no temperature or no humidity", number));
    }
    hours.push_back({Temperature(dry_bulb), wet_bulb(Temperature(dry_bulb), humidity / 100)});
  }
  if (hours.empty() || hours.size() % 24 != 0) {
    throw std::runtime_error(fmt::format("{} hours of data: not whole days", hours.size()));
  }
  return hours;
}

}  // namespace gigaplan::power
