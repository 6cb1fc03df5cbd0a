// Is it worth the money: to the project, to its owners, to the public?
#pragma once

#include <optional>

#include "finance/evaluate.hpp"
#include "model/investment.hpp"

namespace gigaplan::finance {

struct AppraiseOptions {
  const FinancingPlan* plan = nullptr;  ///< agreed before, e.g. on other expectations; null: made to fit
  bool break_even = true;               ///< seek the break-even price, which takes most of the time
};

/// Project finance by quarter, from financial close to the horizon: statements, sources and uses, debt, indicators.
/// Pure and quick (well below a millisecond without the break-even price), so that many futures can be appraised with
/// the results of one simulation: change the scenario's figures, the simulated energy or output, and call it again.
/// With `plan` the loans, grants and repayments stay as agreed, and what then fails is in the result.
///
/// A project that cannot pay is a result, not an error: insolvent_quarter says when, and figures that do not exist are
/// none. None without a project in the finance spec. Preconditions: those of evaluate(), and what io/check_finance
/// checks.
[[nodiscard]] std::optional<InvestmentResult> appraise(const FinanceInput& input, const AppraiseOptions& options = {});

}  // namespace gigaplan::finance
