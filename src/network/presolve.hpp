// Which links can never bind?
#pragma once

#include <cstdint>
#include <vector>

#include "network/traffic.hpp"

namespace gigaplan::network {

/// One a link: 1 if it carries messages and may limit them.
///
/// Dropped is what the kept links imply, whichever flows are active, so the feasible rates and with them the max-min
/// rates stay the same:
/// - the first link of a message is always kept;
/// - any other link is dropped if the first links of its messages, each counted once and times the largest part of a
///   message of its that crosses this one, sum to no more than its capacity;
/// - a link within a route also if the last links of its messages do (a last link that was dropped is implied itself).
/// First and last links are crossed whole.
[[nodiscard]] std::vector<std::uint8_t> links_that_may_bind(const Traffic& traffic);

}  // namespace gigaplan::network
