// Which interval would have been stated for a step, had its series never been measured?
#pragma once

#include <vector>

#include "accuracy/evaluate.hpp"
#include "confidence/residuals.hpp"

namespace gigaplan::accuracy {

/// Gives each step whose layout is stated its 90 % interval, where residuals of other series tell one.
void state_intervals(Evaluation& evaluation, const std::vector<confidence::Residual>& residuals);

/// How many steps the stated intervals hold: of test rows, which the catalogue's parameters have not seen.
[[nodiscard]] Coverage step_coverage(const Evaluation& evaluation);

}  // namespace gigaplan::accuracy
