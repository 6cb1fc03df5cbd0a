// What holds it back?
#pragma once

#include "model/result.hpp"

namespace gigaplan::sim {

/// Names the largest loss between what the chips could do in all hours and the work that was kept: kernels below peak
/// rate, exposed communication (by group), pipeline bubbles, or hours without training. An accounting of simulated
/// time, not a forecast of what removing the loss would bring.
[[nodiscard]] Bottleneck find_bottleneck(const StepResult& step, const OperationResult& operation);

}  // namespace gigaplan::sim
