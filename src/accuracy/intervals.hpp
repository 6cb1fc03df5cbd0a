// Which interval would have been stated for a step, had its series never been measured?
#pragma once

#include <cstddef>
#include <vector>

#include "accuracy/evaluate.hpp"
#include "confidence/residuals.hpp"

namespace gigaplan::accuracy {

/// Gives each step whose layout is stated its 90 % interval, where residuals of other series tell one.
void state_intervals(Evaluation& evaluation, const std::vector<confidence::Residual>& residuals);

/// How many steps the stated intervals hold.
struct StepCoverage {
  std::size_t rows = 0, inside = 0;
};

/// Of test rows, which the catalogue's parameters have not seen.
[[nodiscard]] StepCoverage step_coverage(const Evaluation& evaluation);

}  // namespace gigaplan::accuracy
