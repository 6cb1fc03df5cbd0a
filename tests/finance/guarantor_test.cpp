// Does who pays for others get it back?
#include <doctest/doctest.h>

#include <cmath>

#include "finance/appraise.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using finance::appraise;

namespace {

/// A tenth is lent, 18,937 at 1.5 % a quarter; halls fill for a year, and owners pay bills but no interest until then.
test::Example slow_start(double covered) {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.9, .debt_share = 0.1};
  e.finance.project->market.reference_price = 1;
  e.finance.project->market.ramp_years = 1;
  e.finance.project->programme.commercial.grace_years = 1;
  e.finance.project->programme.guarantee = {.covered_share = covered, .first_loss_share = 1};
  return e;
}

constexpr double interest = 0.015 * 18'937;

}  // namespace

TEST_CASE("the guarantor stands in the lenders' place: what he pays bears interest, and is paid back before owners") {
  const InvestmentResult r = appraise(slow_start(1).input()).value();
  for (std::size_t k = 1; k <= 3; ++k) {
    CHECK(r.quarters[k].guarantee_calls.in(unit::euro) == doctest::Approx(interest));
    CHECK(r.quarters[k].unpaid);
    CHECK(r.quarters[k].in_default);
  }
  const double claim = interest * (1.015 * 1.015 + 1.015 + 1);
  CHECK(r.quarters[3].guarantor_claim.in(unit::euro) == doctest::Approx(claim));
  CHECK(r.quarters[4].guarantee_repaid.in(unit::euro) == doctest::Approx(1.015 * claim));
  CHECK(r.quarters[4].guarantor_claim == Money(0));
  CHECK(r.quarters[3].distributions == Money(0));
  CHECK(r.indicators.guarantee_cost().in(unit::euro) == doctest::Approx(3 * interest - 1.015 * claim));
  CHECK(r.indicators.public_money == r.indicators.guarantee_cost());
  CHECK(r.indicators.lost_by_creditors == Money(0));
  CHECK_FALSE(r.insolvent());  // late by less than a year
}

TEST_CASE("the public pays its shares of what running lacks, and its part of what is sold goes back, by hand") {
  test::Example e = test::project_example();
  e.finance.funding = {.eu_share = 0.5, .member_state_share = 0.5};
  ProjectSpec& p = *e.finance.project;
  p.market.reference_price = 0.5;  // 166,440 a year for costs of 220,916
  CHECK(appraise(e.input()).value().insolvent_quarter == 1);
  p.programme.operating_grants = {.eu = 0.5, .member_state = 0.5};
  p.programme.grantors_residual = 1;
  const InvestmentResult r = appraise(e.input()).value();
  const double lacking = (test::example_opex - 0.5 * test::example_hours) / 4;
  for (std::size_t k = 1; k <= 16; ++k) {
    CHECK(r.quarters[k].eu_operating_grant.in(unit::euro) == doctest::Approx(0.5 * lacking));
    CHECK(r.quarters[k].cfads.in(unit::euro) == doctest::Approx(0).scale(1));
  }
  CHECK_FALSE(r.insolvent());
  CHECK(r.indicators.operating_grants.in(unit::euro) == doctest::Approx(16 * lacking));
  CHECK(r.indicators.claw_back.in(unit::euro) == doctest::Approx(63'500));  // all of it was granted
  CHECK(r.quarters.back().distributions.in(unit::euro) == doctest::Approx(0).scale(1));
  CHECK(r.indicators.public_money.in(unit::euro) == doctest::Approx(test::example_capex + 16 * lacking - 63'500));
}

TEST_CASE("what is never paid back is the guarantor's loss, and no creditor's") {
  test::Example e = slow_start(1);
  e.finance.project->market.ramp_years = 0;
  const FinancingPlan plan = appraise(e.input()).value().plan;
  e.finance.project->market.reference_price = 0;
  e.finance.facility_life_years = 4;  // nothing to sell
  const InvestmentResult r = appraise(e.input(), {.plan = &plan}).value();
  CHECK(r.indicators.guarantee_called.in(unit::euro) == doctest::Approx(18'937).epsilon(1e-6));  // all that it covers
  CHECK(r.indicators.guarantee_recovered == Money(0));
  CHECK(r.insolvent_quarter == 1);
  Money written;
  for (const Statement& q : r.quarters) written += q.written_off;
  CHECK(written > r.indicators.lost_by_creditors + r.indicators.guarantee_called);  // the claim bore interest
}
