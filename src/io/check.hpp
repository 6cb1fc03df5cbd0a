// Does the whole scenario make sense, beyond each value for itself?
#pragma once

#include "base/issue.hpp"
#include "model/scenario.hpp"

namespace gigaplan::io {

/// Every finding that takes more than one value to see; pointers into the scenario. Calls check_plan (workload) and
/// check_fabric (network). Precondition: each value is in its own range.
[[nodiscard]] Issues check_scenario(const Scenario& scenario);

}  // namespace gigaplan::io
