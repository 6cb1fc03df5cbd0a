#include "finance/debt_service.hpp"

namespace gigaplan::finance {

ServiceDue service_due(const std::array<LoanCost, senior_count>& costs,
                       const std::array<LoanState, senior_count>& loans) {
  ServiceDue due;
  for (std::size_t i = 0; i < senior_count; ++i) {
    const LoanCost& cost = costs.at(i);
    const LoanState& loan = loans.at(i);
    ServiceDue::Part& part = due.loans.at(i);
    part.interest = cost.interest * loan.balance;
    part.guarantor = cost.guarantee_fee * loan.balance;
    part.fees = part.guarantor + (loan.available ? cost.commitment * loan.undrawn : Money(0));
    part.principal = max(Money(0), loan.balance - loan.scheduled_after);
    due.current += part.interest + part.fees;
    due.principal += part.principal;
    // Where cash is short the plan lets a loan grow; its interest is due all the same, and the cover has to show it.
    due.planned +=
        part.interest + part.fees + min(part.principal, max(Money(0), loan.scheduled_before - loan.scheduled_after));
  }
  return due;
}

void test_covenants(const Programme& programme, Money agreed, int grace_ends, const std::vector<Statement>& past,
                    Statement& quarter) {
  constexpr std::size_t window = 4;
  constexpr double rounding = 1e-9;  // a cover that is just the threshold holds
  if (quarter.period <= grace_ends) {
    return;
  }
  // A last rest that early repayment left does not matter, nor does what was drawn of a loan that hardly was.
  constexpr double matters = 1e-3;
  quarter.tested = quarter.dscr().has_value() && quarter.debt_service >= matters * agreed;
  if (!quarter.tested) {
    return;  // nothing is owed any more: whatever cash is, no covenant asks
  }
  Money cash = quarter.cfads, service = quarter.debt_service;
  for (std::size_t n = 1; n < window && n <= past.size(); ++n) {
    if (const Statement& earlier = past[past.size() - n]; earlier.tested) {
      cash += earlier.cfads;
      service += earlier.debt_service;
    }
  }
  quarter.locked_up = cash < (1 - rounding) * programme.lockup_dscr * service;
  quarter.in_default = cash < (1 - rounding) * programme.default_dscr * service;
}

CovenantResult covenants_of(const std::vector<Statement>& quarters) {
  CovenantResult result;
  for (const Statement& quarter : quarters) {
    result.tested += quarter.tested ? 1 : 0;
    result.locked_up += quarter.locked_up ? 1 : 0;
    result.in_default += quarter.in_default ? 1 : 0;
    if (quarter.tested && !result.first_tested) result.first_tested = quarter.period;
    if (quarter.in_default && !result.first_default) result.first_default = quarter.period;
    result.unpaid += quarter.unpaid ? 1 : 0;
    if (quarter.unpaid && !result.first_unpaid) result.first_unpaid = quarter.period;
  }
  return result;
}

std::optional<int> insolvent_since(const std::vector<Statement>& quarters, bool creditors_lose) {
  constexpr int a_year = 4;
  std::optional<int> since, last;
  for (const Statement& quarter : quarters) {
    if (!quarter.unpaid) {
      since.reset();
      continue;
    }
    if (!since) since = last = quarter.period;
    if (quarter.period - *since + 1 >= a_year) return since;
  }
  if (!creditors_lose) return std::nullopt;
  return last ? last : quarters.back().period;
}

}  // namespace gigaplan::finance
