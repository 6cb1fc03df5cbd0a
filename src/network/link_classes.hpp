// Which links are alike, and which of them are full?
#pragma once

#include <cstddef>
#include <vector>

#include "base/quantity.hpp"
#include "model/network_result.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {

/// Links that carry anything in a step, in `most` classes at most (one for each kind of link always), the fullest
/// first. A kind, which has a direction, is one class. As long as there is room, the class whose fullest link is
/// furthest above its mean falls in two where its loads are furthest apart; loads within a hundredth of the kind's
/// fullest are alike. `traffic` of one job over `topology`; `step_time` > 0.
[[nodiscard]] std::vector<LinkClass> link_classes(const Traffic& traffic, const StepProgram& program,
                                                  const Topology& topology, Time step_time, std::size_t most = 10);

}  // namespace gigaplan::network
