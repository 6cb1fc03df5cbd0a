// Which links are busiest?
#pragma once

#include <vector>

#include "base/quantity.hpp"
#include "model/result.hpp"
#include "model/step_program.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {

/// Bytes over each real link in one step: Σ over the messages that cross it of the part that does × share × the wire
/// bytes that the sender's stage begins on the flow's group. One value a link, in bytes.
[[nodiscard]] std::vector<Bytes> link_bytes(const Traffic& traffic, const StepProgram& program);

/// For each kind of link that carries anything, its most utilised real link, the most utilised kind first. `links` says
/// how many links of the kind are as loaded as that one (to a part in 1e9). `step_time` > 0.
[[nodiscard]] std::vector<LinkLoad> link_loads(const Traffic& traffic, const StepProgram& program, Time step_time);

}  // namespace gigaplan::network
