// What does a person read of a comparison?
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "futures/outputs.hpp"

namespace gigaplan::cli {

/// Ranking with intervals and probabilities, what makes the difference, what moves the best one most, break-even
/// points, and what is not in the intervals.
[[nodiscard]] std::string summarise_comparison(const std::vector<futures::Subject>& subjects,
                                               const futures::Comparison& comparison, const futures::Asked& asked,
                                               const Style& style);

}  // namespace gigaplan::cli
