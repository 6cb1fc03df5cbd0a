// Can this job run on these chips, and if not, what would help?
#pragma once

#include "base/issue.hpp"
#include "model/node.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// Every finding about the plan at once; pointers are relative to the scenario root ("/training/plan/tensor").
/// Precondition: the reader's own range checks (counts are not negative). Memory is checked only if the rest is sound.
/// \param chips installed in the cluster; the plan may use fewer, and a plan that leaves more than 1 % idle is a
/// warning
[[nodiscard]] Issues check_plan(const TrainingJob& job, const Node& node, long chips);

}  // namespace gigaplan::workload
