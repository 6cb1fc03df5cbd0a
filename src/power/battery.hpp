// When does a battery charge, and when does it give back?
#pragma once

#include <optional>
#include <vector>

#include "base/quantity.hpp"

namespace gigaplan::power {

struct Battery {
  Power power;            ///< in and out, AC
  Energy energy;          ///< inside; up to 100 hours of power
  double efficiency = 1;  ///< of a round trip; half of the loss (its square root) on the way in, half on the way out
};

/// An hour as a battery sees it.
struct HourlyNeed {
  Power net;                      ///< load less own plants; negative: surplus
  MoneyPerEnergy price, feed_in;  ///< what a kWh costs, and what one brings
};

struct BatteryHour {
  Power out;      ///< AC; negative: into it
  Energy stored;  ///< inside, at the end of the hour
};

struct ConnectionLimits {
  std::optional<Power> import;  ///< what is missing above it a charged battery gives; it never charges above it
  Power feed_in;                ///< sold at most; surplus above it is lost
};

/// The cheapest use of the battery, each day decided with that day and the next one known: day-ahead prices are, and
/// weather forecasts of two days nearly so. Dynamic programming over the energy inside, in steps of a twelfth of an
/// hour's power (so up to a twelfth of the power can lie idle; above eight hours of storage up to a sixth). Starts
/// empty. The battery does not age by use. \param hours whole hours in order \return one for each
[[nodiscard]] std::vector<BatteryHour> dispatch(const Battery& battery, const std::vector<HourlyNeed>& hours,
                                                const ConnectionLimits& limits);

}  // namespace gigaplan::power
