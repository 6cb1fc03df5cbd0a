#include "finance/debt.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::finance {
namespace {

constexpr double quarters_a_year = 4;

/// No lender pays for lending: a guarantee takes off no more than the margin, and all of it together stays above
/// nothing.
LoanCost cost_of(const LoanTerms& terms, const Programme& programme, bool commercial) {
  const double reduction = commercial && programme.guarantee ? programme.guarantee->margin_reduction : 0;
  const double rate = terms.base_rate + terms.margin - std::min(reduction, std::max(0.0, terms.margin));
  LoanCost cost{.interest = std::max(0.0, rate) / quarters_a_year,
                .commitment = terms.commitment_fee / quarters_a_year,
                .upfront = terms.upfront_fee};
  if (programme.guarantee) {
    cost.guarantee_fee = programme.guarantee->covered_share * programme.guarantee->fee / quarters_a_year;
  }
  return cost;
}

}  // namespace

std::array<LoanCost, senior_count> loan_costs(const Programme& programme) {
  return {cost_of(programme.eib, programme, false), cost_of(programme.commercial, programme, true)};
}

Repayment repayment_of(const LoanTerms& terms, const Calendar& calendar) {
  return {.from = std::max(calendar.start + quarters(terms.grace_years), calendar.built),
          .to = std::min(calendar.start + quarters(terms.tenor_years), calendar.horizon)};
}

Money capacity(const std::vector<Money>& service, Repayment repayment, double rate) {
  Money value;
  for (int t = repayment.to; t > repayment.from; --t) {
    value = (value + service[static_cast<std::size_t>(t)]) / (1 + rate);
  }
  return value;
}

std::vector<double> sculpted(const std::vector<Money>& service, Repayment repayment, double rate) {
  const Money whole = capacity(service, repayment, rate);
  if (!(whole > Money(0))) {
    return {};
  }
  // Backwards, as capacity() adds up: what is left is the value of what is still to come.
  std::vector<double> balances(service.size(), 0.0);
  Money value;
  for (int t = repayment.to; t > repayment.from; --t) {
    balances[static_cast<std::size_t>(t)] = value / whole;
    value = (value + service[static_cast<std::size_t>(t)]) / (1 + rate);
  }
  std::fill_n(balances.begin(), repayment.from + 1, 1.0);
  return balances;
}

double level_payment(double rate, int periods) {
  return rate == 0 ? 1.0 / periods : rate / -std::expm1(-periods * std::log1p(rate));
}

SeniorDebt size_debt(const Programme& programme, const Calendar& calendar, const std::vector<Money>& cash,
                     const std::array<Money, senior_count>& wanted) {
  std::vector<Money> service(cash.size());
  std::ranges::transform(cash, service.begin(), [&](Money c) { return max(c, Money(0)) / programme.target_dscr; });
  const auto costs = loan_costs(programme);
  const std::array terms = {&programme.eib, &programme.commercial};
  SeniorDebt debt;
  double used = 0;  // of the service, if both get what they want
  for (std::size_t i = 0; i < senior_count; ++i) {
    const Repayment repayment = repayment_of(*terms.at(i), calendar);
    const Money carried = capacity(service, repayment, costs.at(i).running());
    if (wanted.at(i) > Money(0) && carried > Money(0)) {
      debt.loans.at(i) = wanted.at(i);
      debt.schedule.at(i) = sculpted(service, repayment, costs.at(i).running());
      used += wanted.at(i) / carried;
    }
  }
  for (Money& loan : debt.loans) {
    loan = loan / std::max(1.0, used);
  }
  return debt;
}

double planned_balance(const FinancingPlan& plan, std::size_t loan, int date) {
  const auto& schedule = plan.schedule.at(loan);
  const auto index = static_cast<std::size_t>(date);
  return index < schedule.size() ? schedule[index] : 0;
}

Money planned_service(const FinancingPlan& plan, const std::array<LoanCost, senior_count>& costs, int date,
                      const std::array<double, senior_count>& kept) {
  Money service;
  for (std::size_t i = 0; i < senior_count; ++i) {
    const double before = planned_balance(plan, i, date - 1), after = planned_balance(plan, i, date);
    service += kept.at(i) * plan.loans.at(i) * (before * costs.at(i).running() + before - after);
  }
  return service;
}

Money reserve_target(const FinancingPlan& plan, const std::array<LoanCost, senior_count>& costs, double months,
                     int date, const std::array<double, senior_count>& kept) {
  constexpr double months_a_quarter = 3;
  Money target;
  double left = months / months_a_quarter;
  for (int t = date + 1; left > 0; ++t, --left) {
    target += std::min(1.0, left) * planned_service(plan, costs, t, kept);
  }
  return target;
}

}  // namespace gigaplan::finance
