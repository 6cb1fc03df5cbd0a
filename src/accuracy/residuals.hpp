// How far were steps from their predictions, had the parameters not seen them? A row a step, for prediction intervals.
#pragma once

#include <string>

#include "accuracy/evaluate.hpp"

namespace gigaplan::accuracy {

/// gigaplan-residuals/1: ln(published ÷ predicted), to 4 decimals, of each step that was predicted without its series,
/// without its stack and without its architecture; docs/accuracy-howto.md has the keys. Sorted by id, one line a row:
/// the same evaluation gives the same bytes.
[[nodiscard]] std::string residuals_json(const Evaluation& evaluation);

}  // namespace gigaplan::accuracy
