// What is due to lenders in a quarter, and what may owners have?
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "finance/debt.hpp"

namespace gigaplan::finance {

/// One loan at the beginning of a quarter.
struct LoanState {
  Money balance, undrawn;
  Money scheduled_before, scheduled_after;  ///< balances of the plan
  bool available = false;                   ///< what is not drawn yet can still be
};

struct ServiceDue {
  struct Part {
    Money interest, fees, guarantor, principal;  ///< guarantor: part of the fees
  };
  std::array<Part, senior_count> loans;
  Money current, principal, planned;  ///< interest and fees; repayment with arrears; both without arrears
};

/// Interest and fees on the balance, and what of it is above the schedule.
[[nodiscard]] ServiceDue service_due(const std::array<LoanCost, senior_count>& costs,
                                     const std::array<LoanState, senior_count>& loans);

/// Sets tested, locked_up and in_default of `quarter`: cash flow ÷ debt service of it and of up to three quarters
/// before it, against the programme's thresholds. Nothing is tested until repayment begins, nor where debt service is
/// less than a thousandth of the loans. \param agreed the loans of the plan, drawn or not \param grace_ends the last
/// date before anything is repaid
void test_covenants(const Programme& programme, Money agreed, int grace_ends, const std::vector<Statement>& past,
                    Statement& quarter);

/// How often covenants were tested and broken.
[[nodiscard]] CovenantResult covenants_of(const std::vector<Statement>& quarters);

/// The first of four quarters in a row in which something due was not paid or, where creditors lose, the first of the
/// last such quarters; else none.
[[nodiscard]] std::optional<int> insolvent_since(const std::vector<Statement>& quarters, bool creditors_lose);

}  // namespace gigaplan::finance
