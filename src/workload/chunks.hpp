// What does each model chunk of a stage cost, in either direction?
#pragma once

#include <vector>

#include "model/node.hpp"
#include "model/training.hpp"
#include "workload/communication.hpp"
#include "workload/memory.hpp"

namespace gigaplan::workload {

/// What one micro-batch costs a chunk in one direction.
struct PassCost {
  Time compute;
  PassTraffic traffic;
  Time launched;  ///< by the host, beside kernels and collectives: a pass takes no less
};

/// A model chunk of a stage.
struct Chunk {
  PassCost forward, backward;
  RankParameters parameters;
  int buckets = 1;  ///< pieces in which parameters arrive and gradients leave
};

/// The chunks of every stage: [stage][chunk]. Layers of a kind cost the same wherever they are, so each kind is worked
/// out once. Precondition: check_plan found no error.
[[nodiscard]] std::vector<std::vector<Chunk>> model_chunks(const TrainingJob& job, const Node& node);

}  // namespace gigaplan::workload
