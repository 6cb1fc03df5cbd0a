#include "finance/solve.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::finance {
namespace {

std::vector<Money> cash_for_debt(const Deal& deal, const DatedTax& tax) {
  std::vector<Money> cash(deal.calendar().dates());
  for (int date = deal.calendar().start + 1; date <= deal.calendar().horizon; ++date) {
    const auto k = static_cast<std::size_t>(date);
    const Money earned = deal.at(date).surplus() + deal.at(date).operating_grants() - tax.running[k];
    cash[k] = earned - min(deal.at(date).put_by, max(Money(0), earned));
  }
  return cash;
}

using ByLoan = std::array<Money, senior_count>;

/// \param interest what loans lend for interest and fees before repayment begins, on top of what building needs
FinancingPlan make_plan(const Deal& deal, const DatedTax& tax, Money equity, const ByLoan& interest) {
  const Funding& funding = deal.input.finance.funding;
  const Money capex = deal.outlook.capex;
  const GrantsPass& pass = deal.grants_pass;
  const double eib_share = std::min(funding.eib_share, deal.programme.eib_cap);
  SeniorDebt debt = size_debt(deal.programme, deal.calendar(), cash_for_debt(deal, tax),
                              {eib_share > 0 ? eib_share * capex + interest[0] : Money(0),
                               funding.debt_share > 0 ? funding.debt_share * capex + interest[1] : Money(0)});
  FinancingPlan plan{.eu_grant = pass.eu * std::min(funding.eu_share, deal.programme.eu_grant_cap) * capex,
                     .member_state_grant = pass.member_state * funding.member_state_share * capex,
                     .cohesion_grant = pass.cohesion * funding.cohesion_share * capex,
                     .quasi_equity = funding.quasi_equity_share * capex,
                     .equity = equity,
                     .loans = debt.loans,
                     .for_interest = {min(interest[0], debt.loans[0]), min(interest[1], debt.loans[1])},
                     .schedule = std::move(debt.schedule)};
  plan.reserve = reserve_target(plan, deal.costs, deal.programme.reserve_months, deal.calendar().start);
  return plan;
}

/// What is left for owners to pay.
Money equity_of(const FinancingPlan& plan, Money financed) {
  return max(Money(0), financed - plan.eu_grant - plan.member_state_grant - plan.cohesion_grant - plan.quasi_equity -
                           plan.loans[0] - plan.loans[1] + plan.for_interest[0] + plan.for_interest[1]);
}

Money apart(Money a, Money b) {
  return max(a - b, b - a);
}

Money farthest(const DatedTax& a, const DatedTax& b) {
  Money most = apart(a.on_sale, b.on_sale);
  for (std::size_t k = 0; k < a.running.size(); ++k) {
    most = max(most, apart(a.running[k], b.running[k]));
  }
  return most;
}

}  // namespace

Solution solve(const Deal& deal, const FinancingPlan* kept, const Solution* near) {
  constexpr int most_rounds = 400, patience = 40;
  constexpr double tolerance = 1e-13;
  Solution s;
  s.tax = near != nullptr ? near->tax : deal.unlevered_tax;
  Money equity = near != nullptr ? near->plan.equity : deal.input.finance.funding.equity_share * deal.outlook.capex;
  ByLoan interest = near != nullptr ? near->waterfall.for_interest : ByLoan{};
  for (int round = 0; round < most_rounds && !s.solved; ++round) {
    s.plan = kept != nullptr ? *kept : make_plan(deal, s.tax, equity, interest);
    s.waterfall = run_waterfall(deal, s.plan, s.tax);
    const DatedTax tax = tax_by_date(deal, s.waterfall.profits);
    const Money paid_in = kept != nullptr ? equity : equity_of(s.plan, s.waterfall.financed);
    const ByLoan wanted = kept != nullptr ? interest : s.waterfall.for_interest;
    Money moved = max(farthest(tax, s.tax), apart(paid_in, equity));
    moved = max(moved, max(apart(wanted[0], interest[0]), apart(wanted[1], interest[1])));
    s.solved = moved <= tolerance * deal.outlook.capex;
    if (s.solved) {
      break;
    }
    const double step = round < patience ? 1 : 0.5;  // where it swings to and fro, half the way settles it
    equity += step * (paid_in - equity);
    for (std::size_t i = 0; i < senior_count; ++i) {
      interest.at(i) += step * (wanted.at(i) - interest.at(i));
    }
    for (std::size_t k = 0; k < tax.running.size(); ++k) {
      s.tax.running[k] += step * (tax.running[k] - s.tax.running[k]);
    }
    s.tax.on_sale += step * (tax.on_sale - s.tax.on_sale);
  }
  return s;
}

}  // namespace gigaplan::finance
