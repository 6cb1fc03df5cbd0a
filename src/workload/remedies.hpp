// What would make a job fit into memory?
#pragma once

#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// A change to the plan that makes the job fit, and what it then needs on the fullest chip.
struct Remedy {
  std::string change;  ///< e.g. "recompute full"
  Bytes needed;
  long chips = 0;  ///< that the changed plan uses
};

/// Every single change that makes the job fit into `memory`, smallest intervention first; pairs of changes if no single
/// one does; empty if no pair helps. Each is tried, none is guessed. Changes that break another rule of the plan, or
/// need more than `chips`, are left out.
[[nodiscard]] std::vector<Remedy> memory_remedies(const TrainingJob& job, Bytes memory, long chips);

}  // namespace gigaplan::workload
