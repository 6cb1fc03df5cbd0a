// Does each part of capex and opex cost what it does by hand, and do another plant and another country change it?
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "finance/appraise.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using finance::appraise;
using finance::evaluate;

namespace {

template <class Lines>
double line(const Lines& lines, const std::string& name) {
  for (const auto& one : lines) {
    if (one.name == name) return one.amount.in(unit::euro);
  }
  FAIL("no line " << name);
  return 0;
}

constexpr auto euro_per_kilowatt = 1000.0 * unit::euro_per_megawatt;

/// Of the site's 1,000 EUR/kW usual plant takes 400 and 150.
test::Example told_apart() {
  test::Example e = test::example();
  e.finance.costs.power_chain = 400 * euro_per_kilowatt;
  e.finance.costs.cooling = 150 * euro_per_kilowatt;
  return e;
}

}  // namespace

TEST_CASE("building, power chain and cooling, by hand: usual plant costs what the site says in all") {
  test::Example e = told_apart();
  const FinanceResult usual = evaluate(e.input());
  CHECK(line(usual.capex, "building") == doctest::Approx(45'000));     // 100 kW · (1,000 - 400 - 150)
  CHECK(line(usual.capex, "power chain") == doctest::Approx(40'000));  // 100 kW · 400
  CHECK(line(usual.capex, "cooling") == doctest::Approx(15'000));
  CHECK(line(usual.capex, "premium for AI halls") == doctest::Approx(10'000));
  CHECK(usual.capex_total.in(unit::euro) == doctest::Approx(189'370));  // as where they are not told apart

  // The same plant with a price: 1.25 times what is needed at 320 is 400 for each kW of IT.
  e.facility.power_chain.oversizing = 1.25;
  e.facility.power_chain.price = 320 * euro_per_kilowatt;
  e.facility.cooling.price = 150 * euro_per_kilowatt;
  CHECK(evaluate(e.input()).capex_total.in(unit::euro) == doctest::Approx(189'370));

  e.site.build_cost = 500 * euro_per_kilowatt;  // less than the plant
  CHECK(line(evaluate(e.input()).capex, "building") == 0);
  CHECK(line(evaluate(e.input()).capex, "cooling") == doctest::Approx(15'000));
}

TEST_CASE("another power chain or cooling changes its own line and what is a share of it") {
  test::Example e = told_apart();
  e.facility.power_chain.oversizing = 2;
  e.facility.power_chain.price = 320 * euro_per_kilowatt;
  e.facility.cooling.price = 100 * euro_per_kilowatt;
  const FinanceResult r = evaluate(e.input());
  CHECK(line(r.capex, "building") == doctest::Approx(45'000));
  CHECK(line(r.capex, "power chain") == doctest::Approx(64'000));  // 100 kW · 2 · 320
  CHECK(line(r.capex, "cooling") == doctest::Approx(10'000));
  // 24,000 more for the one, 5,000 less for the other, and a tenth of it for contingency
  CHECK(r.capex_total.in(unit::euro) == doctest::Approx(189'370 + 19'000 * 1.1));
}

TEST_CASE("shifts, spares and lines to the outside, by hand") {
  test::Example e = test::example();
  CostBook& costs = e.finance.costs;
  costs.staff_posts = 2;
  costs.spare_part_share = 0.5;
  costs.wan_gbit_s_per_mw = 40;
  costs.wan_eur_per_gbit_s_month = 60;
  const FinanceResult r = evaluate(e.input());
  // Two posts for 8,760 h a year beside 20/MW · 0.1 MW · 1,600 h, at 40 EUR/h · 1.25
  CHECK(line(r.opex, "staff") == doctest::Approx((2 * 8'760 + 2 * 1'600) * 50));
  CHECK(line(r.opex, "spares") == doctest::Approx(0.5 * (3 * 1'000 + 2 * 500)));  // 3 repairs of chips, 2 of nodes
  CHECK(line(r.opex, "WAN") == doctest::Approx(4 * 60 * 12));                     // 0.1 MW · 40 Gbit/s
  CHECK(r.opex_per_year.in(unit::euro) == doctest::Approx(220'915.7 + 2 * 8'760 * 50 + 2'000 + 2'880));
}

TEST_CASE("property tax and water are the country's, and the cost book's where nobody says") {
  test::Example e = test::example();
  e.finance.costs.property_tax_share = 0.004;
  FinanceResult r = evaluate(e.input());
  CHECK(line(r.opex, "property tax") == doctest::Approx(508));  // of the facility's 127,000
  CHECK(line(r.opex, "water") == doctest::Approx(300));         // 100 m³ · 3
  e.site.property_tax = 0.01;
  e.site.water = 5 * unit::euro_per_cubic_metre;
  r = evaluate(e.input());
  CHECK(line(r.opex, "property tax") == doctest::Approx(1'270));
  CHECK(line(r.opex, "water") == doctest::Approx(500));
  CHECK(line(r.opex, "insurance") == doctest::Approx(1'893.7));
}

TEST_CASE("land and design have lines of their own in what a project pays, by hand") {
  test::Example e = told_apart();
  e.finance.project = test::project_example().finance.project;
  e.finance.funding = {.equity_share = 1};
  e.finance.it_life_years = 4;
  e.finance.project->construction = {
      .design_share = 0.1, .land_m2_per_mw = 1000, .land_eur_per_m2 = 20, .it_price_change = 0};
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(line(r.capex, "land") == doctest::Approx(2'000));                 // 0.1 MW · 1,000 · 20
  CHECK(line(r.capex, "design and permits") == doctest::Approx(12'700));  // a tenth of the facility
  CHECK(line(r.capex, "chips") == doctest::Approx(44'000));
  CHECK(line(r.capex, "power chain") == doctest::Approx(40'000));
  CHECK(line(r.uses, "capex") == doctest::Approx(189'370 + 2'000 + 12'700));
  CHECK(line(r.opex, "energy") == doctest::Approx(4 * 50'000));  // four years, no inflation
  CHECK(line(r.opex, "staff") == doctest::Approx(4 * 160'000));
}

TEST_CASE("a part moves in price as what it is bought with") {
  test::Example e = test::example_with_plants();
  e.finance.project = test::project_example().finance.project;
  Construction& c = e.finance.project->construction;
  c = {.years = 1, .design_share = 0.1};
  c.it_price_change = -0.2;
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(line(r.capex, "chips") == doctest::Approx(44'000 * 0.8));  // paid a year after close
  c.it_price_change.reset();                                       // then what machines let for says what they cost
  e.finance.project->market.price_change = -0.1;
  CHECK(line(appraise(e.input()).value().capex, "chips") == doctest::Approx(44'000 * 0.9));
  CHECK(line(r.capex, "grid connection") == doctest::Approx(6'000));
  CHECK(line(r.capex, "solar plant") == doctest::Approx(12'000));
  CHECK(line(r.capex, "design and permits") == doctest::Approx(0.1 * (127'000 + 39'000)));
}

TEST_CASE("what waiting for the grid costs in time is told") {
  test::Example e = test::project_example();
  e.finance.project->construction.years = 1.5;
  e.site.grid_wait_years = 4;
  const InvestmentResult r = appraise(e.input()).value();
  CHECK(r.opening_years == 4);
  CHECK(r.grid_delay_years == 2.5);
  CHECK(r.quarters.back().years == 8);  // four years of operation as without the wait
}
