// What is a stream of payments worth, what does it return, and when is it back?
#pragma once

#include <optional>
#include <vector>

#include "base/quantity.hpp"

namespace gigaplan::finance {

/// Value at date 0 of payments at dates 0, 1, 2, ... a quarter apart: the sum of flow[k]·(1 + rate)^(-k/4).
/// \param rate a year, > -1
[[nodiscard]] Money net_present_value(const std::vector<Money>& flows, double rate);

/// Yearly rate at which the net present value is 0; the one nearest to 0 where there are several. -1 where the
/// flows are worth less than nothing at every rate between -99 % and 1,000 % a year: all that was paid is lost, or
/// more. None where nothing is paid, or they are worth something at every such rate.
[[nodiscard]] std::optional<double> internal_rate_of_return(const std::vector<Money>& flows);

/// Years from date 0 until the sum of the flows is 0 or more and stays so, within a quarter in proportion. None: never,
/// or nothing was ever paid.
[[nodiscard]] std::optional<double> payback_years(const std::vector<Money>& flows);

/// (1 + nominal) ÷ (1 + inflation) - 1
[[nodiscard]] double real_rate(double nominal, double inflation);
/// (1 + real)·(1 + inflation) - 1
[[nodiscard]] double nominal_rate(double real, double inflation);

}  // namespace gigaplan::finance
