// Who pays before repayment begins, and what do lenders do when cash does not cover their service, by hand?
#include <doctest/doctest.h>

#include <cmath>

#include "finance/appraise.hpp"
#include "finance/debt_service.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using finance::appraise;

namespace {

/// A year's grace in which halls fill: a fifth of 83,220 a quarter, two, three, four; opex 55,228.93.
test::Example with_grace() {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.9, .debt_share = 0.1};
  e.finance.project->market.reference_price = 1;
  e.finance.project->market.ramp_years = 1;
  e.finance.project->programme.commercial.grace_years = 1;
  e.finance.project->programme.grace_interest = GraceInterest::drawn;
  return e;
}

/// Agreed on at 6 euros an hour, four fifths lent, then let for `price`.
InvestmentResult disappointed(OnDefault on_default, double price, double threshold) {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.2, .debt_share = 0.8};
  Programme& p = e.finance.project->programme;
  p.lockup_dscr = p.default_dscr = threshold;
  p.on_default = on_default;
  p.guarantee = {.covered_share = 0.5, .first_loss_share = 0.2};
  const FinancingPlan plan = appraise(e.input()).value().plan;
  e.finance.project->market.reference_price = price;
  return appraise(e.input(), {.plan = &plan}).value();
}

}  // namespace

TEST_CASE("interest of the grace that cash does not pay is drawn on the loan, beyond its share of the capex") {
  const InvestmentResult r = appraise(with_grace().input()).value();
  REQUIRE(r.solved);
  // The first three quarters earn less than they cost; the fourth has 66,576 - 55,228.93 = 11,347 for 297 of interest.
  const double loan = 0.1 * test::example_capex, later = loan * std::pow(1.015, 3);
  CHECK(r.quarters[0].loans[1].drawn.in(unit::euro) == doctest::Approx(loan).epsilon(1e-9));
  CHECK(r.quarters[1].loans[1].for_interest.in(unit::euro) == doctest::Approx(0.015 * loan).epsilon(1e-9));
  CHECK(r.quarters[1].loans[1].interest.in(unit::euro) == doctest::Approx(0.015 * loan).epsilon(1e-9));
  CHECK(r.quarters[4].loans[1].for_interest == Money(0));
  CHECK(r.quarters[4].loans[1].balance.in(unit::euro) == doctest::Approx(later).epsilon(1e-9));
  CHECK(r.plan.loans[1].in(unit::euro) == doctest::Approx(later).epsilon(1e-9));
  CHECK(r.indicators.guarantee_called == Money(0));
  CHECK(r.quarters[12].loans[1].balance.in(unit::euro) == doctest::Approx(0).scale(1));
}

TEST_CASE("nobody behind lenders is paid, and nothing is tested, before the first repayment") {
  test::Example e = with_grace();
  e.finance.project->market.reference_price = 3;  // 249,660 a quarter when filled: it earns from the second quarter on
  const InvestmentResult r = appraise(e.input()).value();
  for (std::size_t k = 1; k <= 4; ++k) {
    CHECK(r.quarters[k].distributions == Money(0));
    CHECK_FALSE(r.quarters[k].tested);
  }
  CHECK(r.quarters[4].cash > Money(0));
  CHECK(r.quarters[5].tested);
  CHECK(r.quarters[5].distributions > Money(0));
  CHECK(r.covenants == CovenantResult{.tested = 8, .first_tested = 5});
}

TEST_CASE("a loan that is all cash flow carries is covered as asked for, and no covenant breaks: grace and ramp too") {
  test::Example e = with_grace();
  e.finance.funding = {.debt_share = 1};
  e.finance.project->programme.draw_order = {"debt", "equity"};
  e.finance.project->programme.reserve_months = 6;
  const InvestmentResult drawn = appraise(e.input()).value();
  CHECK(drawn.indicators.minimum_dscr.value() == doctest::Approx(1.5).epsilon(1e-9));
  CHECK(drawn.covenants.locked_up == 0);
  CHECK_FALSE(drawn.insolvent());
  // Service of 83,220 - 55,228.93 a quarter at 1.5, eight quarters at 1.5 %: with the interest that was drawn.
  const double carried = (83'220 - test::example_opex / 4) / 1.5 * (1 - std::pow(1.015, -8)) / 0.015;
  CHECK(drawn.plan.loans[1].in(unit::euro) == doctest::Approx(carried).epsilon(1e-9));
  CHECK(drawn.quarters[0].loans[1].drawn.in(unit::euro) == doctest::Approx(carried / std::pow(1.015, 3)).epsilon(1e-9));
  e.finance.project->programme.grace_interest = GraceInterest::paid;
  e.finance.project->programme.reserve_months = 0;
  const InvestmentResult late = appraise(e.input()).value();  // else nobody pays it, until the halls are filled
  CHECK(late.covenants.first_unpaid == 1);
  CHECK(late.covenants.unpaid == 3);
  CHECK(late.quarters[3].in_default);
  CHECK_FALSE(late.insolvent());
}

TEST_CASE("a loan that was agreed and hardly drawn has no debt service to cover, however bad the cash flow") {
  const auto tested = [](double debt_service) {
    Statement quarter{.period = 5};
    quarter.cfads = Money(-5e4);
    quarter.debt_service = Money(debt_service);
    finance::test_covenants(test::project_example().finance.project->programme, Money(1e6), 4, {}, quarter);
    return quarter;
  };
  CHECK_FALSE(tested(999).tested);
  CHECK_FALSE(tested(999).in_default);
  CHECK(tested(1000).tested);
  CHECK(tested(1000).in_default);
}

TEST_CASE("in default all cash repays the loans early, and what is then due is less in proportion") {
  // 0.95 EUR: 316,236 - 220,915.70 a year, 23,830.08 a quarter. The loan of 151,496 is 12 payments of 13,889.06: 1.716.
  const InvestmentResult r = disappointed(OnDefault::sweep, 0.95, 1.8);
  const double loan = 0.8 * test::example_capex, cash = (test::example_hours * 0.95 - test::example_opex) / 4;
  const double payment = loan * 0.015 / (1 - std::pow(1.015, -12));
  CHECK(r.quarters[1].in_default);
  CHECK(r.quarters[1].loans[1].repaid.in(unit::euro) == doctest::Approx(cash - 0.015 * loan).epsilon(1e-9));
  const double planned = loan * 1.015 - payment, left = loan * 1.015 - cash;
  CHECK(r.quarters[1].loans[1].balance.in(unit::euro) == doctest::Approx(left).epsilon(1e-9));
  CHECK(r.quarters[2].debt_service.in(unit::euro) == doctest::Approx(payment * left / planned).epsilon(1e-9));
  // 2 · 23,830.08 over 13,889.06 + 12,902.02 is 1.779, still below 1.8; the third quarter's service, less again, cures
  // it.
  CHECK(r.quarters[2].in_default);
  CHECK_FALSE(r.quarters[3].in_default);
  CHECK(r.covenants.in_default == 2);
  CHECK(r.covenants.first_default == 1);
  CHECK(r.quarters[3].distributions > Money(0));
  CHECK_FALSE(r.insolvent());
  CHECK(disappointed(OnDefault::wait, 0.95, 1.8).covenants.in_default > 2);
}

TEST_CASE("accelerated, all of the loan is due: the guarantor pays his part of what is missing") {
  const InvestmentResult r = disappointed(OnDefault::accelerate, 0.95, 1.8);
  const double loan = 0.8 * test::example_capex, cash = (test::example_hours * 0.95 - test::example_opex) / 4;
  const double payment = loan * 0.015 / (1 - std::pow(1.015, -12));
  const double planned = loan * 1.015 - payment, kept = cash - payment;
  CHECK(r.quarters[2].debt_service.in(unit::euro) == doctest::Approx(planned * 1.015).epsilon(1e-9));
  // Missing: 139,879 and a quarter's interest less two quarters' cash; half of it is more than the cover of a fifth.
  REQUIRE(0.5 * (planned * 1.015 - kept - cash) > 0.2 * loan);
  CHECK(r.indicators.guarantee_called.in(unit::euro) == doctest::Approx(0.2 * loan).epsilon(1e-9));
  CHECK(r.insolvent_quarter == 2);
  CHECK(r.quarters[4].in_default);  // only the last euro ends it
  CHECK(r.quarters.back().loans[1].balance == Money(0));
  CHECK(r.indicators.lost_by_creditors == Money(0));  // six quarters' cash pay the rest
}
