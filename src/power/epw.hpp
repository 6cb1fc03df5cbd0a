// What does an EnergyPlus weather file say?
#pragma once

#include <istream>
#include <vector>

#include "base/quantity.hpp"
#include "power/weather.hpp"

namespace gigaplan::power {

/// Wet-bulb temperature at sea-level pressure from dry bulb and relative humidity (0..1), degrees Celsius; Stull 2011,
/// doi:10.1175/JAMC-D-11-0143.1, eq. 1: within -1 ... +0.65 K for 5-99 % and -20 ... 50 °C. Never above the dry bulb.
[[nodiscard]] Temperature wet_bulb(Temperature dry_bulb, double relative_humidity);

/// Dry and wet bulb of each hour of an EPW file (EnergyPlus Auxiliary Programs, "EPW CSV format": 8 header lines, then
/// dry bulb in column 7 and relative humidity in column 9). A missing value (99.9 °C, 999 %) repeats the hour before.
/// \throws std::runtime_error, with the line number, if it is not an EPW file of whole days
[[nodiscard]] std::vector<WeatherHour> read_epw(std::istream& file);

}  // namespace gigaplan::power
