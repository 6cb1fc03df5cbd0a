// What does a person read of a comparison?
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"
#include "futures/outputs.hpp"

namespace gigaplan::cli {

/// The last words of a figure's pointer, with spaces: "/finance/tokens_per_public_eur" is "tokens per public eur".
[[nodiscard]] std::string figure_name(const std::string& pointer);

/// Ranking with intervals and probabilities, what makes the difference, what moves the best one most, break-even
/// points, and what is not in the intervals.
[[nodiscard]] std::string summarise_comparison(const std::vector<futures::Subject>& subjects,
                                               const futures::Comparison& comparison, const futures::Asked& asked,
                                               const Style& style);

}  // namespace gigaplan::cli
