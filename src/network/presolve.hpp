// Which links can never bind?
#pragma once

#include <cstdint>
#include <vector>

#include "network/traffic.hpp"

namespace gigaplan::network {

/// One a link: 1 if it carries flows and may limit them.
///
/// Dropped is what the kept links imply, whichever flows are active, so the feasible rates and with them the max-min
/// rates stay the same:
/// - the first link of a route is always kept;
/// - any other link is dropped if the first links of its flows, each counted once, sum to no more than its capacity;
/// - a link within a route also if the last links of its flows do (a last link that was dropped is implied itself).
[[nodiscard]] std::vector<std::uint8_t> links_that_may_bind(const Traffic& traffic);

}  // namespace gigaplan::network
