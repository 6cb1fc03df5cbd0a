// Who of those behind lenders is paid first, and what does a missed public quota cost, by hand?
#include <doctest/doctest.h>

#include <cmath>

#include "finance/appraise.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using finance::appraise;

namespace {

const TrancheResult& named(const InvestmentResult& r, const std::string& id) {
  for (const TrancheResult& tranche : r.tranches) {
    if (tranche.id == id) return tranche;
  }
  FAIL("no tranche " << id);
  return r.tranches.front();
}

}  // namespace

TEST_CASE("without tranches there is one of each kind, with what all of it pays and gets") {
  test::Example e = test::project_example();
  e.finance.funding = {.equity_share = 0.5, .quasi_equity_share = 0.5};
  e.finance.project->market.reference_price = 1;
  const InvestmentResult r = appraise(e.input()).value();
  REQUIRE(r.tranches.size() == 2);
  CHECK(r.tranches[0].quasi);
  CHECK(named(r, "quasi_equity").received.in(unit::euro) > 0.5 * test::example_capex * 1.02);
  CHECK(named(r, "quasi_equity").irr.value() == doctest::Approx(std::pow(1.02, 4) - 1).epsilon(1e-6));
  CHECK(named(r, "equity").irr.value() == doctest::Approx(r.indicators.equity_irr.value()).epsilon(1e-9));
}

TEST_CASE("quasi-equity in tranches: the first rank is paid before the second, a bullet at the end") {
  test::Example e = test::project_example();
  e.finance.funding = {.quasi_equity_share = 1};
  e.finance.project->market.reference_price = 1;  // 332,880 - 220,915.70 a year: 27,991.08 a quarter
  e.finance.project->programme.quasi_equity_tranches = {
      {.id = "junior", .name = "Junior", .share = 0.5, .rate = 0.12, .rank = 2},
      {.id = "senior", .name = "Senior", .share = 0.3, .rate = 0.04},
      {.id = "patient", .name = "Patient", .share = 0.2, .rate = 0.08, .repayment = QuasiEquityRepayment::bullet}};
  const InvestmentResult r = appraise(e.input()).value();
  const double cash = (test::example_hours - test::example_opex) / 4;
  // Senior: 56,811 at 1 % a quarter takes all cash for two quarters, and a rest of 1,544 in the third.
  const double rest = 0.3 * test::example_capex * std::pow(1.01, 3) - cash * (1.01 * 1.01 + 1.01);
  REQUIRE(rest > 0);
  REQUIRE(rest < cash);
  CHECK(r.quarters[3].quasi_equity_repaid.in(unit::euro) == doctest::Approx(cash).epsilon(1e-9));
  CHECK(named(r, "senior").received.in(unit::euro) == doctest::Approx(2 * cash + rest).epsilon(1e-9));
  CHECK(named(r, "senior").irr.value() == doctest::Approx(std::pow(1.01, 4) - 1).epsilon(1e-6));
  CHECK(named(r, "junior").irr.value() == doctest::Approx(std::pow(1.03, 4) - 1).epsilon(1e-6));
  CHECK(named(r, "patient").received.in(unit::euro) ==
        doctest::Approx(0.2 * test::example_capex * std::pow(1.02, 16)).epsilon(1e-9));
}

TEST_CASE("equity in tranches: one part after the other pays in, a preferred one has its return first") {
  test::Example e = test::project_example();
  e.finance.project->construction.years = 1;
  e.finance.project->market.reference_price = 1;
  e.finance.project->programme.equity_tranches = {{.id = "sponsors", .name = "Sponsors", .share = 0.4},
                                                  {.id = "fund", .name = "Fund", .share = 0.6, .rate = 0.08}};
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(named(r, "sponsors").paid_in.in(unit::euro) == doctest::Approx(0.4 * test::example_capex).epsilon(1e-9));
  CHECK(named(r, "fund").paid_in.in(unit::euro) == doctest::Approx(0.6 * test::example_capex).epsilon(1e-9));
  CHECK(named(r, "fund").irr.value() == doctest::Approx(std::pow(1.02, 4) - 1).epsilon(1e-6));  // its return, no more
  CHECK(named(r, "sponsors").irr.value() > named(r, "fund").irr.value());
  Money all;
  for (const Statement& q : r.quarters) all += q.distributions;
  CHECK((named(r, "sponsors").received + named(r, "fund").received).in(unit::euro) ==
        doctest::Approx(all.in(unit::euro)).epsilon(1e-12));
}

TEST_CASE("a public quota that is missed by a quarter costs a quarter of what it may") {
  test::Example e = test::project_example();
  e.finance.funding = {.eu_share = 0.2, .equity_share = 0.8};
  ProjectSpec& p = *e.finance.project;
  p.market.tenants = {{.id = "a", .name = "A", .share = 0.7, .price = 1},
                      {.id = "b", .name = "B", .share = 0.2, .price = 0.5, .sme = true},
                      {.id = "c", .name = "C", .share = 0.1, .price = 0, .public_quota = true}};
  p.programme.public_quota = {.share = 0.4, .claw_back = 0.5};
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(r.indicators.public_use_share.value() == doctest::Approx(0.3));
  CHECK(r.misses_quota());
  CHECK(r.indicators.quota_claw_back.in(unit::euro) == doctest::Approx(0.5 * 0.25 * 0.2 * test::example_capex));
  CHECK(r.indicators.claw_back == r.indicators.quota_claw_back);
  p.programme.public_quota->share = 0.3;
  const InvestmentResult kept = appraise(e.input()).value();
  CHECK_FALSE(kept.misses_quota());
  CHECK(kept.indicators.claw_back.in(unit::euro) == doctest::Approx(0).scale(1));
  e.finance.funding = {.equity_share = 1};
  CHECK_FALSE(appraise(e.input()).value().indicators.public_quota_share.has_value());  // no grants, nothing asked for
}

TEST_CASE(
    "sold is what the operation delivers: not in maintenance, and as little of its interruptions as tenants see") {
  test::Example e = test::project_example();  // two years: 17,520 hours
  e.operation.hours = {.training = 12'264, .lost_work = 876, .restart = 1'752, .waiting = 876, .maintenance = 1'752};
  const auto sold = [&](double share) {
    e.finance.project->market.interruption_share = share;
    return appraise(e.input()).value().indicators.utilisation.value();
  };
  CHECK(sold(0) == doctest::Approx(0.9));  // a tenth is maintenance
  CHECK(sold(1) == doctest::Approx(0.7));  // a fifth more is lost, restarting or waiting
  CHECK(sold(0.1) == doctest::Approx(0.9 - 0.02));
  CHECK(appraise(e.input()).value().quarters[1].compute.in(unit::euro) ==
        doctest::Approx(0.88 * test::example_hours / 4 * 6).epsilon(1e-9));
}

TEST_CASE("real and nominal say the same thing in two units") {
  test::Example e = test::project_example();
  e.finance.costs.price_year = 2025;
  e.operation_start = 2028.5;  // built at once: at close prices stand at 1.02 to the power of 3
  e.finance.discount_rate = 0.05;
  e.finance.project->inflation = 0.02;
  e.finance.project->market.reference_price = 1;
  const Indicators i = appraise(e.input()).value().indicators;
  const double level = std::pow(1.02, 3);
  CHECK(i.project_npv.in(unit::euro) == doctest::Approx(level * i.project_npv_real.in(unit::euro)));
  CHECK(i.lifetime_cost_nominal.in(unit::euro) == doctest::Approx(level * i.lifetime_cost.in(unit::euro)));
  CHECK(i.break_even_price_nominal.value() == doctest::Approx(level * i.break_even_price.value()));
  // The nominal price that stays for all years is worth the real one that rises with inflation.
  double nominal = 0, real = 0;
  for (int k = 1; k <= 16; ++k) {
    nominal += i.nominal_eur_per_chip_hour.value() * std::pow(1.05 * 1.02, -k / 4.0);
    real += level * i.eur_per_chip_hour.value() * std::pow(1.05, -k / 4.0);
  }
  CHECK(nominal == doctest::Approx(real).epsilon(1e-9));
  CHECK(i.mean_price_real.value() == doctest::Approx(1));
  CHECK(i.mean_price.value() > level);
  CHECK(1 + i.public_irr_real.value_or(0) == doctest::Approx((1 + i.public_irr.value_or(0.02)) / 1.02));
}
