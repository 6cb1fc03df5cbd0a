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
    due.planned += part.interest + part.fees + min(part.principal, loan.scheduled_before - loan.scheduled_after);
  }
  return due;
}

void test_covenants(const Programme& programme, int start, const std::vector<Statement>& past, Statement& quarter) {
  constexpr std::size_t window = 4;
  Money cash = quarter.cfads, service = quarter.debt_service;
  for (std::size_t n = 1; n < window && n <= past.size() && past[past.size() - n].period > start; ++n) {
    cash += past[past.size() - n].cfads;
    service += past[past.size() - n].debt_service;
  }
  quarter.locked_up = cash < programme.lockup_dscr * service;
  quarter.in_default = cash < programme.default_dscr * service;
}

}  // namespace gigaplan::finance
