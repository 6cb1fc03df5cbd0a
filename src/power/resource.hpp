// How much sun and wind is there in each hour of a typical year, and what does that make of the price?
#pragma once

#include <cstdint>
#include <vector>

#include "model/site.hpp"

namespace gigaplan::power {

struct ResourceHour {
  double solar = 0, wind = 0;  ///< output ÷ rating, 0..1
  double price_shape = 0;      ///< (day-ahead price - its yearly mean) ÷ standard deviation
  bool operator==(const ResourceHour&) const = default;
};

/// 8,760 hours from 1 January, 00:00 (local solar time), made from a site's statistics: their means are the site's
/// capacity factors, exactly; the shape comes from the sun's path, from first-order autoregressive clouds and wind, and
/// from constants that resource.cpp names. The same site and seed give the same year, and two sites with one seed share
/// their luck. Sun, wind and the temperatures of typical_year() do not know of each other.
///
/// The price is low where sun and wind are plenty, high where demand is (two peaks a day, less at weekends), and has
/// a slow part of its own (fuel, outages). Its shape has mean 0 and standard deviation 1.
/// Precondition: capacity factors up to 0.4 (sun) and 0.5 (wind), latitude 30 ... 72. A higher one than turbines can
/// have in any wind becomes the highest that they can.
[[nodiscard]] std::vector<ResourceHour> typical_resource(const Renewables& renewables, std::uint64_t seed);

}  // namespace gigaplan::power
