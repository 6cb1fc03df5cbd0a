// What is the weather of a typical year at this site, hour by hour?
#pragma once

#include <cstdint>
#include <vector>

#include "base/quantity.hpp"
#include "model/site.hpp"

namespace gigaplan::power {

/// Means over one hour, degrees Celsius; wet_bulb ≤ dry_bulb.
struct WeatherHour {
  Temperature dry_bulb, wet_bulb;
  bool operator==(const WeatherHour&) const = default;
};

inline constexpr std::size_t hours_a_year = 8760;

/// 8,760 hours from 1 January, 00:00 (local solar time), made from a site's statistics: a seasonal and a diurnal cycle
/// and first-order autoregressive weather on top, then bent so that the made year reproduces the yearly mean, the June
/// to August mean and the temperature exceeded in 35 hours (0.4 %), for dry and wet bulb alike. The same climate and
/// seed give the same year; two climates with one seed share their luck (a warm week is warm in both).
///
/// A climate whose wet-bulb statistics are not below the dry-bulb ones cannot exist; where the made wet bulb would
/// exceed the dry bulb it is cut to it, and the wet statistics then give way.
/// Precondition: all members of `climate` finite, hot_percentile > summer_mean, wet_bulb_hot > wet_bulb_summer.
[[nodiscard]] std::vector<WeatherHour> typical_year(const Climate& climate, std::uint64_t seed);

}  // namespace gigaplan::power
