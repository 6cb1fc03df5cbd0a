#include "finance/solve.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::finance {
namespace {

std::vector<Money> cash_for_debt(const Deal& deal, const std::vector<Money>& tax) {
  std::vector<Money> cash(deal.calendar().dates());
  for (int date = deal.calendar().start + 1; date <= deal.calendar().horizon; ++date) {
    const auto k = static_cast<std::size_t>(date);
    const Money earned = deal.at(date).surplus() - tax[k];
    cash[k] = earned - min(deal.at(date).put_by, max(Money(0), earned));
  }
  return cash;
}

FinancingPlan make_plan(const Deal& deal, const std::vector<Money>& tax, Money equity) {
  const Funding& funding = deal.input.finance.funding;
  const Money capex = deal.outlook.capex;
  SeniorDebt debt = size_debt(deal.programme, deal.calendar(), cash_for_debt(deal, tax),
                              {funding.eib_share * capex, funding.debt_share * capex});
  FinancingPlan plan{.eu_grant = deal.grant_scale * std::min(funding.eu_share, deal.programme.eu_grant_cap) * capex,
                     .member_state_grant = deal.grant_scale * funding.member_state_share * capex,
                     .cohesion_grant = deal.grant_scale * funding.cohesion_share * capex,
                     .quasi_equity = funding.quasi_equity_share * capex,
                     .equity = equity,
                     .loans = debt.loans,
                     .schedule = std::move(debt.schedule)};
  plan.reserve = reserve_target(plan, deal.costs, deal.programme.reserve_months, deal.calendar().start);
  return plan;
}

/// What is left for owners to pay.
Money equity_of(const FinancingPlan& plan, Money financed) {
  return max(Money(0), financed - plan.eu_grant - plan.member_state_grant - plan.cohesion_grant - plan.quasi_equity -
                           plan.loans[0] - plan.loans[1]);
}

Money farthest(const std::vector<Money>& a, const std::vector<Money>& b) {
  Money most;
  for (std::size_t k = 0; k < a.size(); ++k) {
    most = max(most, max(a[k] - b[k], b[k] - a[k]));
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
  for (int round = 0; round < most_rounds && !s.solved; ++round) {
    s.plan = kept != nullptr ? *kept : make_plan(deal, s.tax, equity);
    s.waterfall = run_waterfall(deal, s.plan, s.tax);
    std::vector<Money> tax = tax_by_date(deal, s.waterfall.profits);
    const Money paid_in = kept != nullptr ? equity : equity_of(s.plan, s.waterfall.financed);
    const Money moved = max(farthest(tax, s.tax), max(paid_in - equity, equity - paid_in));
    s.solved = moved <= tolerance * deal.outlook.capex;
    if (s.solved) {
      break;
    }
    const double step = round < patience ? 1 : 0.5;  // where it swings to and fro, half the way settles it
    equity += step * (paid_in - equity);
    for (std::size_t k = 0; k < tax.size(); ++k) {
      s.tax[k] += step * (tax[k] - s.tax[k]);
    }
  }
  return s;
}

}  // namespace gigaplan::finance
