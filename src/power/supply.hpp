// Where does the electricity of each hour come from, and what does it cost: grid, own plants, battery?
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/quantity.hpp"
#include "model/facility.hpp"
#include "model/result.hpp"
#include "model/site.hpp"
#include "power/resource.hpp"

namespace gigaplan::power {

/// What stands between the site's busbar and the grid, and the typical year outside.
struct Supply {
  Electricity electricity;
  std::vector<ResourceHour> resource;  ///< a typical year; empty: no plants, and every hour costs the mean
  std::optional<OnSite> plants;
  Power import_limit;  ///< a battery keeps what is bought below it where it can
  Power feed_in_limit;
  std::size_t first_hour = 0;  ///< of the typical year (power/season.hpp), in which the operation starts
};

/// \param connection what the connection carries \param resource of the site's typical year, if it is known already;
/// empty: it is made, where the site knows its renewables
[[nodiscard]] Supply plan_supply(const Site& site, const Facility& facility, std::uint64_t seed, Power connection,
                                 std::vector<ResourceHour> resource = {});

/// Fills in where each hour's power comes from, its price, cost and carbon. Own plants come first, then the battery
/// (power/battery.hpp), then the grid; what is left over is stored, sold at the wholesale price where that is above 0
/// and the connection carries it, and else curtailed. Carbon: what is bought by the grid's mean, what is used of own
/// plants by their life cycles; what is sold goes with its buyer (power/origin.hpp).
/// \param timeline hours from supply.first_hour on; their `facility` is read
void supply_hours(const Supply& supply, std::vector<Hour>& timeline);

}  // namespace gigaplan::power
