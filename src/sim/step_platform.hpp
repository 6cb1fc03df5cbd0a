// On what does the folded step run? A SimGrid platform with a host for each cell of ranks and a route for each cell of
// flows.
#pragma once

#include <vector>

#include <simgrid/s4u.hpp>

#include "network/fold.hpp"

namespace gigaplan::sim {

class StepRecorder;  // sim/step_recorder.hpp

/// The two ends whose route a flow cell uses. Hosts of routes are addresses only: nothing computes on them.
struct Wire {
  simgrid::s4u::Host* from = nullptr;
  simgrid::s4u::Host* to = nullptr;
};

struct StepPlatform {
  std::vector<simgrid::s4u::Host*> chips;  ///< one a rank cell; speed 1: a computation of x "flops" takes x seconds
  std::vector<Wire> wires;                 ///< one a flow cell
  std::vector<simgrid::s4u::Link*> links;  ///< one a link cell
  std::vector<double> lone_rate;  ///< one a flow cell: byte/s of a collective's flow on whose links there is never
                                  ///< anything else; 0 for all others, pipelines (whose messages may meet) among them
  StepRecorder* recorder = nullptr;  ///< told what happens on the wires, if there is one
};

/// Builds the platform in the running Engine. Link capacities are divided as the fold says; latencies are not here but
/// with the flows, since SimGrid would weigh max-min shares by them.
/// \throws std::logic_error if a flow cell crosses no link at all
[[nodiscard]] StepPlatform build_step_platform(const network::Fold& fold);

}  // namespace gigaplan::sim
