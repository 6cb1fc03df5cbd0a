#include "finance/senior_loans.hpp"

#include <algorithm>

namespace gigaplan::finance {

int SeniorLoans::grace_ends() const {
  int first = deal_.calendar().horizon;
  bool lent = false;
  for (std::size_t i = 0; i < senior_count; ++i) {
    if (plan_.loans.at(i) > Money(0)) {
      first = std::min(first, deal_.repayments.at(i).from);
      lent = true;
    }
  }
  return lent ? first : deal_.calendar().start;
}

Money SeniorLoans::scheduled(std::size_t loan, int date) const {
  return accelerated_ ? Money(0) : kept_.at(loan) * planned_balance(plan_, loan, date) * drawn_.at(loan);
}

Money SeniorLoans::costs_of_money(int date, Statement& quarter) const {
  Money sum;
  for (std::size_t i = 0; i < senior_count; ++i) {
    const LoanCost& cost = deal_.costs.at(i);
    const Money guarantor = cost.guarantee_fee * balance_.at(i);
    quarter.guarantor_fees += guarantor;
    sum += cost.interest * balance_.at(i) + guarantor;
    sum += date == 0 ? cost.upfront * plan_.loans.at(i) : cost.commitment * undrawn(i);
  }
  return sum;
}

void SeniorLoans::draw(std::size_t loan, Money amount, Statement& quarter) {
  quarter.loans.at(loan).drawn += amount;
  drawn_.at(loan) += amount;
  balance_.at(loan) += amount;
}

ServiceDue SeniorLoans::due(int date) const {
  std::array<LoanState, senior_count> states;
  for (std::size_t i = 0; i < senior_count; ++i) {
    states.at(i) = {.balance = balance_.at(i),
                    .undrawn = undrawn(i),
                    .scheduled_before = accelerated_ ? balance_.at(i) : scheduled(i, date - 1),
                    .scheduled_after = scheduled(i, date),
                    .available = date <= deal_.calendar().built};
  }
  return service_due(deal_.costs, states);
}

Money SeniorLoans::draw_for_interest(const ServiceDue& due, Money cash, int date, Statement& quarter) {
  if (deal_.programme.grace_interest != GraceInterest::drawn) {
    return Money(0);
  }
  Money waiting, pressing;  // due from loans that are not repaid yet, and from those that are
  for (std::size_t i = 0; i < senior_count; ++i) {
    const ServiceDue::Part& part = due.loans.at(i);
    const bool waits = date <= deal_.repayments.at(i).from;
    (waits ? waiting : pressing) += part.interest + part.fees + (waits ? Money(0) : part.principal);
  }
  const Money missing = max(Money(0), waiting - max(Money(0), cash - pressing));
  Money all;
  for (std::size_t i = 0; i < senior_count && missing > Money(0); ++i) {
    if (date > deal_.repayments.at(i).from) {
      continue;
    }
    const Money wanted = missing * ((due.loans.at(i).interest + due.loans.at(i).fees) / waiting);
    const Money taken = min(wanted, undrawn(i));
    wanted_.at(i) += wanted;
    draw(i, taken, quarter);
    quarter.loans.at(i).for_interest = taken;
    all += taken;
  }
  return all;
}

void SeniorLoans::pay(const ServiceDue& due, Money paid, Statement& quarter) {
  const double of_current = due.current > Money(0) ? min(paid, due.current) / due.current : 0;
  const double of_principal = due.principal > Money(0) ? max(Money(0), paid - due.current) / due.principal : 0;
  for (std::size_t i = 0; i < senior_count; ++i) {
    const ServiceDue::Part& part = due.loans.at(i);
    LoanFlow& flow = quarter.loans.at(i);
    flow.interest = of_current * part.interest;
    flow.fees = of_current * part.fees;
    flow.repaid = of_principal * part.principal;
    quarter.guarantor_fees += of_current * part.guarantor;
    balance_.at(i) += (1 - of_current) * (part.interest + part.fees) - flow.repaid;
  }
}

Money SeniorLoans::repay(double part, Statement& quarter) {
  Money all;
  for (std::size_t i = 0; i < senior_count; ++i) {
    const Money paid = part * balance_.at(i);
    quarter.loans.at(i).repaid += paid;
    balance_.at(i) -= paid;
    all += paid;
  }
  return all;
}

Money SeniorLoans::prepay(Money cash, int date, Statement& quarter) {
  if (!(owed() > Money(0)) || !(cash > Money(0))) {
    return Money(0);
  }
  const std::array<Money, senior_count> before = balance_;
  const Money paid = repay(min(cash, owed()) / owed(), quarter);
  for (std::size_t i = 0; i < senior_count; ++i) {
    // Where cash is short the plan lets a loan grow: it can be below its schedule without early repayment.
    if (const Money rest = min(before.at(i), scheduled(i, date)); balance_.at(i) < rest) {
      kept_.at(i) *= balance_.at(i) / rest;
    }
  }
  return min(paid, cash);
}

Money SeniorLoans::reserve_target(int date) const {
  return accelerated_ || date >= deal_.calendar().horizon
             ? Money(0)
             : finance::reserve_target(plan_, deal_.costs, deal_.programme.reserve_months, date, kept_);
}

Money SeniorLoans::settle(Money cash, Statement& quarter) {
  return owed() > Money(0) ? repay(min(owed(), cash) / owed(), quarter) : Money(0);
}

Money SeniorLoans::write_off() {
  const Money lost = owed();
  balance_ = {};
  return lost;
}

void SeniorLoans::close(int date, Statement& quarter) const {
  for (std::size_t i = 0; i < senior_count; ++i) {
    quarter.loans.at(i).balance = balance_.at(i);
    quarter.loans.at(i).scheduled = date < deal_.calendar().horizon ? scheduled(i, date) : Money(0);
  }
}

}  // namespace gigaplan::finance
