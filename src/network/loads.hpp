// Which links are busiest?
#pragma once

#include <array>
#include <vector>

#include "base/quantity.hpp"
#include "model/result.hpp"
#include "model/step_program.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {

/// What a rank of each stage begins in a step, by group.
using WireBytes = std::array<Bytes, group_count>;
[[nodiscard]] std::vector<WireBytes> wire_bytes_by_stage(const StepProgram& program);

/// Calls `action(link, group, stage, bytes)` for each message of a step and each link that it crosses; `stage` sends
/// it.
template <class Action>
void for_each_load(const Traffic& traffic, const StepProgram& program, Action action) {
  const std::vector<WireBytes> wire = wire_bytes_by_stage(program);
  for (std::size_t f = 0; f < traffic.flows.size(); ++f) {
    const Traffic::Flow& flow = traffic.flows[f];
    const Traffic::FlowClass& kind = traffic.classes[flow.flow_class];
    // All members of a group are of one stage.
    const std::uint32_t rank = flow.instance == Traffic::none ? flow.source : traffic.members_of(flow.instance).front();
    const std::uint32_t stage = traffic.rank_stage[rank];
    const Bytes sent = wire[stage][static_cast<std::size_t>(kind.group)] * kind.share;
    for (const Hop& hop : traffic.hops_of(f))
      action(hop.link, kind.group, stage, sent * (static_cast<double>(hop.weight) / traffic.whole));
  }
}

/// Bytes over each real link in one step: Σ over the messages that cross it of the part that does × share × the wire
/// bytes that the sender's stage begins on the flow's group. One value a link, in bytes.
[[nodiscard]] std::vector<Bytes> link_bytes(const Traffic& traffic, const StepProgram& program);

/// For each kind of link that carries anything, its most utilised real link, the most utilised kind first. `links` says
/// how many links of the kind are as loaded as that one (to a part in 1e9). `step_time` > 0.
[[nodiscard]] std::vector<LinkLoad> link_loads(const Traffic& traffic, const StepProgram& program, Time step_time);

}  // namespace gigaplan::network
