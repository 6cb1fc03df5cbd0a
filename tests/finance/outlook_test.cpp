// Are things bought, worn out and sold when they should be, by hand?
#include "finance/outlook.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "finance/operation_outlook.hpp"
#include "finance/project_example.hpp"

using namespace gigaplan;
using namespace gigaplan::finance;

TEST_CASE("the S-curve runs from 0 to 1, evenly at steepness 0, half way at half time") {
  CHECK(s_curve(0, 6) == doctest::Approx(0).scale(1));
  CHECK(s_curve(1, 6) == doctest::Approx(1));
  CHECK(s_curve(0.5, 6) == doctest::Approx(0.5));
  CHECK(s_curve(0.3, 0) == 0.3);
  CHECK(s_curve(0.3, 1e-9) == doctest::Approx(0.3));
  // (L(0.25) - L(0)) / (L(1) - L(0)), L(x) = 1/(1 + e^(-6(x - 0.5))): (0.182426 - 0.047426) / 0.905148
  CHECK(s_curve(0.25, 6) == doctest::Approx(0.149146).epsilon(1e-5));
}

TEST_CASE("straight-line depreciation, by hand") {
  // Bought at date 2, five quarters: a fifth at dates 3 to 7.
  CHECK(worn(5, 2, 2) == 0);
  CHECK(worn(5, 2, 3) == doctest::Approx(0.2));
  CHECK(worn(5, 2, 7) == doctest::Approx(0.2));
  CHECK(worn(5, 2, 8) == 0);
  CHECK(worn(2.5, 0, 3) == doctest::Approx(0.2));  // the half quarter that is left
  CHECK(worn(0, 0, 1) == 0);                       // land
}

TEST_CASE("plants on the site are bought anew after lives of their own, and written off over them") {
  test::Example e = test::example_with_plants();
  e.finance.project = test::project_example().finance.project;
  const Outlook with = look_ahead(e.input());
  e.facility.on_site.reset();
  const Outlook without = look_ahead(e.input());
  CHECK((with.capex - without.capex).in(unit::euro) == doctest::Approx(39'000));
  double renewal = 0;
  for (std::size_t date = 0; date < with.dates.size(); ++date) {
    const double more = (with.dates[date].renewal - without.dates[date].renewal).in(unit::euro);
    CHECK((more == 0 || date == 8));  // after two of four years
    renewal += more;
  }
  CHECK(renewal == doctest::Approx(3'000));
  CHECK((with.resale - without.resale).in(unit::euro) == doctest::Approx(12'000 * 0.9 + 14'000 * 0.8));
  CHECK(with.assets.size() == without.assets.size() + 5);
}

TEST_CASE("two halls, a deposit and even spending, by hand") {
  test::Example e = test::project_example();
  Construction& c = e.finance.project->construction;
  c = {.years = 1, .halls = 2, .hall_interval_years = 0.5, .it_deposit_share = 0.25, .it_lead_years = 0.5};
  c.design_share = 0.1;
  c.land_m2_per_mw = 1000;
  c.land_eur_per_m2 = 20;
  const Outlook o = look_ahead(e.input());
  CHECK(o.calendar.start == 4);
  CHECK(o.calendar.built == 6);
  CHECK(o.calendar.horizon == 20);
  // Facility with design 1.1 · 127,000 = 139,700, half a hall: 69,850 over 4 quarters, 17,462.50 each; IT 62,370: a
  // hall 31,185, a quarter of it half a year before. Land 0.1 MW · 1,000 · 20 = 2,000 at close.
  const double brick = 17'462.5, deposit = 7'796.25, rest = 23'388.75;
  const double expected[] = {2'000, brick, brick + deposit, 2 * brick, 2 * brick + deposit + rest, brick, brick + rest};
  for (std::size_t k = 0; k < 7; ++k) {
    CHECK(o.dates[k].capex.in(unit::euro) == doctest::Approx(expected[k]));
  }
  CHECK(o.capex.in(unit::euro) == doctest::Approx(2'000 + 139'700 + 62'370));
  CHECK(o.dates[4].open == 0);
  CHECK(o.dates[5].open == 0.5);
  CHECK(o.dates[6].open == 0.5);
  CHECK(o.dates[7].open == 1);
  // At the horizon the first hall's IT is worn out, the second has half a year of four left; facilities 4 and 4.5 of 8
  // years; land at its price.
  const double left = 31'185 * 0.125 + 69'850 * (0.5 + 4.5 / 8) + 2'000;
  CHECK(o.resale.in(unit::euro) == doctest::Approx(left));
}

TEST_CASE("halls wait for the grid, and are built the later, by hand") {
  test::Example e = test::project_example();
  e.site.grid_wait_years = 3;
  e.operation_start = 2028.0;
  e.finance.costs.price_year = 2025;
  ProjectSpec& p = *e.finance.project;
  p.inflation = 0.02;
  p.construction = {.years = 1, .grid_applied_years = 0.5, .halls = 2, .hall_interval_years = 0.5};
  p.construction.it_deposit_share = 0.25;
  p.construction.it_lead_years = 0.5;
  p.construction.land_m2_per_mw = 1000;
  p.construction.land_eur_per_m2 = 20;
  const Outlook o = look_ahead(e.input());
  // Power 3 years after it was asked for, 2.5 after close: a year and a half later than built. The horizon moves along.
  CHECK(o.calendar.building == 4);
  CHECK(o.calendar.waiting == 6);
  CHECK(o.calendar.start == 10);
  CHECK(o.calendar.built == 12);
  CHECK(o.calendar.horizon == 26);
  // Close is a year before 2028, whatever the wait: 1.5 years after mid-2025. The first hall, 63,500, is built evenly
  // in the year before it opens, quarters 7 to 10; land, 2,000, is paid at close.
  const auto level = [](double date) { return std::pow(1.02, 1.5 + date / 4); };
  CHECK(o.dates[0].capex.in(unit::euro) == doctest::Approx(2'000 * level(0)));
  for (std::size_t k = 1; k <= 6; ++k) CHECK(o.dates[k].capex == Money(0));
  CHECK(o.dates[7].capex.in(unit::euro) == doctest::Approx(63'500 / 4.0 * level(7)));
  CHECK(o.dates[8].capex.in(unit::euro) == doctest::Approx((63'500 / 4.0 + 0.25 * 31'185) * level(8)));
  CHECK(o.dates[10].open == 0);
  CHECK(o.dates[11].open == 0.5);
  CHECK(o.dates[11].index == doctest::Approx(level(11)));

  p.construction.grid_applied_years = 2;  // power a year after close: as soon as it is built
  CHECK(look_ahead(e.input()).calendar.waiting == 0);
  p.construction.grid_applied_years = 5;  // and before
  CHECK(look_ahead(e.input()).calendar.start == 4);
  p.construction.grid_applied_years = 0;
  p.construction.grid_connection = GridConnection::secured;
  CHECK(look_ahead(e.input()).calendar.start == 4);
}

TEST_CASE("IT is bought anew, and money put by for it evenly") {
  test::Example e = test::project_example();
  e.finance.it_life_years = 2;
  const Outlook o = look_ahead(e.input());
  CHECK(o.dates[8].renewal.in(unit::euro) == doctest::Approx(62'370));
  Money saved;
  for (const Prospect& p : o.dates) saved += p.put_by;
  CHECK(saved.in(unit::euro) == doctest::Approx(62'370));
  CHECK(o.dates[8].put_by.in(unit::euro) == doctest::Approx(62'370.0 / 8));
  CHECK(o.dates[9].put_by == Money(0));
}

TEST_CASE("prices move from the price year on") {
  test::Example e = test::project_example();
  e.finance.costs.price_year = 2025;
  e.operation_start = 2028.5;
  ProjectSpec& p = *e.finance.project;
  p.inflation = 0.02;
  p.market.price_change = -0.1;
  const Outlook o = look_ahead(e.input());
  CHECK(o.dates[0].index == doctest::Approx(std::pow(1.02, 3)));
  // 40 chips at 95 %, a quarter of a year at 6 EUR, three and a quarter years after mid-2025
  CHECK(o.dates[1].compute.in(unit::euro) == doctest::Approx(40 * 0.95 * 2190 * 6 * std::pow(1.02 * 0.9, 3.25)));
  CHECK(o.dates[1].energy.in(unit::euro) == doctest::Approx(12'500 * std::pow(1.02, 3.25)));
}

TEST_CASE("tenants, ramp, heat and grid services, by hand") {
  test::Example e = test::project_example();
  Market& m = e.finance.project->market;
  m.price_exponent = 0.5;
  m.reference_rate = 250 * unit::teraflop_per_second;  // the chip has four times that: twice the price
  m.ramp_years = 0.75;
  m.tenants = {{.id = "a", .name = "A", .share = 0.6, .price = 1, .occupancy = 0.5},
               {.id = "b", .name = "B", .share = 0.2, .price = 0, .occupancy = 1, .sme = true}};
  m.heat = {.share = 0.4, .price = 10 * unit::euro_per_megawatt_hour};
  m.grid_services = {.flexible_share = 0.5, .price = 20'000 * unit::euro_per_megawatt};
  const Outlook o = look_ahead(e.input());
  CHECK(chip_hour_price(m, e.cluster.node.chip) == doctest::Approx(12));
  const double hours = 40 * 0.95 * 2190;
  CHECK(o.dates[1].compute.in(unit::euro) ==
        doctest::Approx(hours * 0.3 * 12 / 4));  // first of four quarters of the ramp
  CHECK(o.dates[4].compute.in(unit::euro) == doctest::Approx(hours * 0.3 * 12));
  CHECK(o.dates[9].compute.in(unit::euro) == doctest::Approx(hours * 0.3 * 12));
  CHECK(o.dates[9].sold_chip_hours == doctest::Approx(hours * 0.5));
  CHECK(o.dates[9].sme_chip_hours == doctest::Approx(hours * 0.2));
  CHECK(o.dates[9].heat.in(unit::euro) == doctest::Approx(500 / 4.0 * 0.4 * 10));
  CHECK(o.dates[9].grid_services.in(unit::euro) == doctest::Approx(500 / 8760.0 * 0.5 * 20'000 / 4));
}

TEST_CASE("what would outlive the horizon is leased: its price less the present value of what is left, by hand") {
  test::Example e = test::project_example();
  e.finance.it_life_years = 3;
  const double rate = e.finance.discount_rate, price = 62'370;
  const Outlook o = look_ahead(e.input());
  CHECK(o.dates[12].renewal.in(unit::euro) == doctest::Approx(price - 2 * price / 3 / (1 + rate)));
  CHECK(o.resale.in(unit::euro) == doctest::Approx(63'500));  // of the facility alone
  // A life that ends just before the horizon costs hardly more than one that ends with it.
  e.finance.it_life_years = 3.99;
  const Outlook nearly = look_ahead(e.input());
  CHECK(nearly.dates[15].renewal.in(unit::euro) < 0.1 * price);
}
