// Which loans, equity and taxes agree with each other?
#pragma once

#include <vector>

#include "finance/waterfall.hpp"

namespace gigaplan::finance {

struct Solution {
  FinancingPlan plan;
  DatedTax tax;
  Waterfall waterfall;
  bool solved = false;  ///< to 1e-13 of the capex
};

/// Tax depends on interest, interest on loans, loans on the cash flow after tax, and equity on what interest and fees
/// until operation cost: all are worked out again until nothing moves.
/// \param kept a plan that was agreed before; then only taxes are sought. May be null
/// \param near a solution of a similar deal, to begin with. May be null
[[nodiscard]] Solution solve(const Deal& deal, const FinancingPlan* kept = nullptr, const Solution* near = nullptr);

}  // namespace gigaplan::finance
