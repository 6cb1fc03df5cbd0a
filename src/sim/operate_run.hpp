// What happens inside the child: the actors of an operation.
#pragma once

#include <vector>

#include "sim/operate.hpp"

namespace gigaplan::sim {

/// What the child measured.
struct OperationTrace {
  HoursByState hours;
  std::vector<std::uint64_t> interruptions;  ///< by cause
  double down_node_hours = 0;                ///< nodes in repair
  std::vector<Hour> timeline;
};

/// Starts this process's Engine and simulates. Call it in a child (see run_in_child).
[[nodiscard]] OperationTrace run_operation(const Scenario& scenario, const OperationPlan& plan,
                                           const std::function<void(double)>& progress);

}  // namespace gigaplan::sim
