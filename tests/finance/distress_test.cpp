// What happens to a project that cannot pay?
#include <doctest/doctest.h>

#include <cmath>

#include "finance/appraise.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using finance::appraise;

namespace {

/// Agreed on at 6 euros an hour, then let for `price`.
InvestmentResult disappointed(test::Example e, double price) {
  const FinancingPlan plan = appraise(e.input()).value().plan;
  e.finance.project->market.reference_price = price;
  return appraise(e.input(), {.plan = &plan}).value();
}

test::Example indebted() {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.2, .debt_share = 0.8};
  return e;
}

Money total(const InvestmentResult& r, Money Statement::*flow) {
  Money all;
  for (const Statement& quarter : r.quarters) all += quarter.*flow;
  return all;
}

}  // namespace

TEST_CASE("a project without revenue is data: no return, no debt, insolvent from the first quarter on") {
  test::Example e = indebted();
  e.finance.project->market.reference_price = 0;
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(r.insolvent_quarter == 1);
  CHECK(r.plan.loans[1] == Money(0));
  CHECK_FALSE(r.indicators.minimum_dscr.has_value());
  CHECK(r.indicators.project_irr == -1.0);  // what the sale brings in the end is less than what it costs to get there
  CHECK_FALSE(r.indicators.break_even_price.has_value());
  CHECK(r.indicators.lost_by_creditors > Money(0));  // bills that nobody paid
  CHECK(r.indicators.equity_irr == -1.0);
}

TEST_CASE("loans that were agreed fall into arrears, bear interest there, and are lost in the end") {
  const InvestmentResult r = disappointed(indebted(), 0.67);  // earns 223,030 a year, costs 220,916
  CHECK(r.insolvent_quarter == 1);
  CHECK(r.quarters[4].arrears() > Money(0));
  CHECK(r.quarters[5].interest_expense > r.quarters[1].interest_expense);
  CHECK(r.quarters[4].locked_up);
  CHECK(r.quarters[4].in_default);
  CHECK(total(r, &Statement::distributions) == Money(0));
  // Lenders: what they lent and what it bears is what they got and what they lost.
  Money got;
  for (const Statement& q : r.quarters) got += q.interest() + q.repaid();
  CHECK((r.quarters[0].drawn() + total(r, &Statement::interest_expense)).in(unit::euro) ==
        doctest::Approx((got + r.indicators.lost_by_creditors).in(unit::euro)));
}

TEST_CASE("the reserve account pays first, then the guarantor up to its cover") {
  test::Example e = indebted();
  const InvestmentResult bare = disappointed(e, 0.7);
  e.finance.project->programme.reserve_months = 6;
  const InvestmentResult reserved = disappointed(e, 0.7);
  CHECK(reserved.insolvent_quarter.value() > bare.insolvent_quarter.value());
  e.finance.project->programme.guarantee = {.covered_share = 1, .first_loss_share = 0.1};
  const InvestmentResult guaranteed = disappointed(e, 0.7);
  CHECK(guaranteed.insolvent_quarter == reserved.insolvent_quarter);  // who pays instead does not make it solvent
  CHECK(guaranteed.indicators.guarantee_called.in(unit::euro) == doctest::Approx(0.1 * 0.8 * 189'370).epsilon(1e-6));
  CHECK(guaranteed.indicators.public_money == guaranteed.indicators.guarantee_cost());
  CHECK(guaranteed.indicators.lost_by_creditors < bare.indicators.lost_by_creditors);
}

TEST_CASE("half a guarantee pays half of what is missing") {
  test::Example e = indebted();
  e.finance.project->programme.guarantee = {.covered_share = 0.5, .first_loss_share = 1};
  const InvestmentResult r = disappointed(e, 0.7);
  const Statement& q = r.quarters[1];
  const Money missing = q.debt_service - q.cfads;
  CHECK(q.guarantee_calls.in(unit::euro) == doctest::Approx((0.5 * missing).in(unit::euro)));
}

TEST_CASE("below the lock-up cover owners wait, and get it later") {
  test::Example e = indebted();
  e.finance.project->programme.lockup_dscr = 1.5;
  e.finance.project->programme.default_dscr = 1;
  const InvestmentResult r = disappointed(e, 0.95);  // 316,236 - 220,916 = 95,320 a year against some 55,000
  const InvestmentResult open = disappointed(indebted(), 0.95);
  CHECK(total(open, &Statement::distributions).in(unit::euro) ==
        doctest::Approx(total(r, &Statement::distributions).in(unit::euro)));
}

TEST_CASE("quasi-equity is paid after senior debt, before owners, or in one sum at the end") {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.5, .quasi_equity_share = 0.5};
  const InvestmentResult swept = appraise(e.input()).value();
  // A quarter's surplus of 444,091 pays 94,685 and a quarter's 2 % at once.
  CHECK(swept.quarters[1].quasi_equity_repaid.in(unit::euro) == doctest::Approx(94'685 * 1.02));
  e.finance.project->programme.quasi_equity.repayment = QuasiEquityRepayment::bullet;
  const InvestmentResult bullet = appraise(e.input()).value();
  CHECK(bullet.quarters[1].quasi_equity_repaid == Money(0));
  CHECK(bullet.quarters[16].quasi_equity_repaid.in(unit::euro) == doctest::Approx(94'685 * std::pow(1.02, 16)));
}

TEST_CASE("owners pay for renewals what was not put by") {
  test::Example e = test::project_example();
  e.finance.it_life_years = 2;
  e.finance.project->market.reference_price = 0.7;  // 3,025 a quarter where 7,796 should be put by
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(r.quarters[8].renewals.in(unit::euro) == doctest::Approx(62'370));
  CHECK(r.quarters[8].equity_paid_in.in(unit::euro) ==
        doctest::Approx(62'370 - 8 * (40 * 0.95 * 8760 * 0.7 - 220'915.7) / 4).epsilon(1e-6));
}

TEST_CASE("owners pay for the start while halls fill, not later") {
  test::Example e = test::project_example();
  e.finance.project->market.ramp_years = 1;
  e.finance.project->market.reference_price = 1;  // filled 83,220 a quarter against 55,229; a fifth of it at first
  const InvestmentResult r = appraise(e.input()).value();
  CHECK_FALSE(r.insolvent());
  CHECK(r.quarters[1].equity_paid_in.in(unit::euro) == doctest::Approx(220'915.7 / 4 - 83'220 / 5.0));
  CHECK(r.quarters[2].equity_paid_in.in(unit::euro) == doctest::Approx(220'915.7 / 4 - 83'220 * 2 / 5.0));
  CHECK(r.quarters[4].equity_paid_in == Money(0));
  e.finance.project->market.ramp_years = 0;
  e.finance.project->market.reference_price = 0.6;
  CHECK(appraise(e.input()).value().insolvent_quarter == 1);
}

TEST_CASE("cash that is left of grants pays losses, and is not handed out while there are any") {
  test::Example e = test::project_example();
  e.finance.funding = {.eu_share = 1};
  e.finance.project->construction.years = 1;
  e.finance.project->programme.milestones = {{.at_progress = 0, .share = 0.2}, {.at_progress = 1, .share = 0.8}};
  e.finance.project->market.reference_price = 0.6;  // 199,728 a year for costs of 220,916
  const InvestmentResult r = appraise(e.input()).value();
  REQUIRE(r.quarters[4].cash > Money(50'000));  // owners paid for bills before the grants came
  for (std::size_t k = 5; k < 20; ++k) CHECK(r.quarters[k].distributions == Money(0));
  CHECK(r.quarters[5].cash.in(unit::euro) ==
        doctest::Approx((r.quarters[4].cash.in(unit::euro)) + (40 * 0.95 * 8760 * 0.6 - 220'915.7) / 4));
}
