// Does what comes in go out: grid, sun, wind, battery, use, sale?
#include "power/supply.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "base/random.hpp"
#include "power/energy.hpp"

using namespace gigaplan;
using power::plan_supply;
using power::ResourceHour;
using power::Supply;
using power::supply_hours;

namespace {

Electricity electricity() {
  return {.wholesale = 60 * unit::euro_per_megawatt_hour,
          .deviation = 40 * unit::euro_per_megawatt_hour,
          .grid_and_tax = 20 * unit::euro_per_megawatt_hour,
          .carbon = 300 * unit::gram_per_kilowatt_hour};
}

OnSite plants(double solar_mw, double wind_mw, double battery_mw, double battery_mwh) {
  OnSite site;
  site.solar = solar_mw * unit::megawatt;
  site.wind = wind_mw * unit::megawatt;
  site.battery = battery_mw * unit::megawatt;
  site.stored = battery_mwh * unit::megawatt_hour;
  site.technology.solar.carbon = 45 * unit::gram_per_kilowatt_hour;
  site.technology.wind.carbon = 11 * unit::gram_per_kilowatt_hour;
  site.technology.battery.round_trip_efficiency = 0.88;
  return site;
}

std::vector<Hour> load(double mw, std::size_t hours) {
  Hour hour;
  hour.facility = mw * unit::megawatt;
  return std::vector<Hour>(hours, hour);
}

double mw(Power power) {
  return power.in(unit::megawatt);
}

}  // namespace

TEST_CASE("without plants all comes from the grid, at its price") {
  auto timeline = load(100, 2);
  supply_hours({electricity(), {{0, 0, 0}, {0, 0, 1}}, {}, {}, {}}, timeline);
  CHECK(mw(timeline[0].grid) == 100);
  CHECK(timeline[0].cost.in(unit::euro) == doctest::Approx(100 * 80.0));   // 60 + 20
  CHECK(timeline[1].cost.in(unit::euro) == doctest::Approx(100 * 120.0));  // 60 + 40 + 20
  CHECK(timeline[1].co2.in(unit::tonne) == doctest::Approx(30));           // 100 MWh × 300 g/kWh
}

TEST_CASE("surplus is sold as far as the connection carries it, and curtailed beyond; all by hand") {
  auto timeline = load(100, 3);
  // Half the sun of 400 MW is 200 MW; the grid takes 60 of the 100 that are left. In the third hour power is worth
  // less than nothing.
  const Supply supply{
      electricity(), {{0, 0.25, 0}, {0.5, 0, 0}, {0.5, 0, -2}}, plants(400, 200, 0, 0), {}, 60 * unit::megawatt};
  supply_hours(supply, timeline);
  CHECK(mw(timeline[0].grid) == doctest::Approx(50));  // 100 - 200/4
  CHECK(timeline[0].cost.in(unit::euro) == doctest::Approx(50 * 80.0));
  CHECK(timeline[0].co2.in(unit::tonne) == doctest::Approx(50 * 0.300 + 50 * 0.011));
  CHECK(mw(timeline[1].grid) == doctest::Approx(-60));
  CHECK(mw(timeline[1].curtailed) == doctest::Approx(40));
  CHECK(mw(timeline[1].own) == doctest::Approx(100));
  CHECK(timeline[1].cost.in(unit::euro) == doctest::Approx(-60 * 60.0));
  CHECK(timeline[1].co2.in(unit::tonne) == doctest::Approx(100 * 0.045));  // what is sold goes with its buyer
  CHECK(mw(timeline[2].grid) == 0);
  CHECK(mw(timeline[2].curtailed) == doctest::Approx(100));
  CHECK(timeline[2].cost.base() == 0);
}

TEST_CASE("every hour balances, and so does the year") {
  RandomStream random(3, "supply");
  Site site;
  site.electricity = electricity();
  for (int i = 0; i < 6; ++i) {
    site.renewables =
        Renewables{40 + 20 * random.uniform(), 0.05 + 0.15 * random.uniform(), 0.2 + 0.2 * random.uniform()};
    Facility facility;
    facility.on_site =
        plants(500 * random.uniform(), 500 * random.uniform(), 80 * random.uniform(), 300 * random.uniform());
    if (i % 2 == 0) facility.on_site->feed_in = 50 * unit::megawatt;
    auto timeline = load(150, 8760);
    supply_hours(plan_supply(site, facility, 1, 200 * unit::megawatt), timeline);
    double least = 1e9, most = 0;
    for (const Hour& h : timeline) {
      CHECK((h.grid + h.solar + h.wind + h.battery).base() == doctest::Approx((h.facility + h.curtailed).base()));
      CHECK(h.curtailed.base() >= 0);
      CHECK(h.co2.base() >= 0);
      CHECK(h.own.base() >= 0);
      CHECK(h.own <= min(h.facility, h.solar + h.wind + max(h.battery, Power())) * (1 + 1e-12));
      least = std::min(least, mw(h.grid));
      most = std::max(most, mw(h.grid));
    }
    CHECK(least >= (i % 2 == 0 ? -50 : -200) - 1e-9);
    CHECK(most <= 200 + 1e-9);  // of a load of 150, without a limit in the scenario
    const EnergyResult e = power::summarise_energy(timeline, 1, {});
    CHECK((e.imported + e.solar + e.wind).base() ==
          doctest::Approx((e.facility + e.exported + e.curtailed + e.battery_loss).base()).epsilon(1e-12));
    CHECK(e.battery_loss.base() > 0);
    CHECK(e.own <= e.solar + e.wind);
    CHECK(e.solar.in(unit::megawatt_hour) ==
          doctest::Approx(site.renewables->solar_capacity_factor * 8760 * mw(facility.on_site->solar)).epsilon(1e-4));
  }
}

TEST_CASE(
    "a battery alone that sells what it bought makes no power the site's own, and leaves its carbon to the buyer") {
  Site site;
  site.electricity = electricity();
  site.electricity.deviation = 100 * unit::euro_per_megawatt_hour;
  site.electricity.grid_and_tax = {};
  site.renewables = Renewables{50, 0.12, 0.28};
  Facility facility;
  facility.on_site = plants(0, 0, 100, 200);
  auto timeline = load(20, 8760);
  supply_hours(plan_supply(site, facility, 1, 200 * unit::megawatt), timeline);
  const EnergyResult e = power::summarise_energy(timeline, 1, {});
  REQUIRE(e.exported.in(unit::megawatt_hour) > 1000);
  CHECK(e.own.base() == 0);
  const double bought = e.imported.in(unit::megawatt_hour)*0.3;  // t
  const double resold = e.exported.in(unit::megawatt_hour)*0.3;
  CHECK(e.co2.in(unit::tonne) < bought - resold);  // the buyer's share of the losses too
  CHECK(e.co2.in(unit::tonne) >= 20 * 8760 * 0.3);
}

TEST_CASE("an operation that starts in July begins with July") {
  Site site;
  site.electricity = electricity();
  site.renewables = Renewables{50, 0.12, 0.28};
  Facility facility;
  facility.on_site = plants(100, 100, 0, 0);
  Supply supply = plan_supply(site, facility, 1, 200 * unit::megawatt);
  auto january = load(150, 8760), july = january;
  supply_hours(supply, january);
  supply.first_hour = 181UL * 24;
  supply_hours(supply, july);
  CHECK(std::equal(july.begin(), july.end() - 181L * 24, january.begin() + 181L * 24));
  CHECK(std::equal(january.begin(), january.begin() + 181L * 24, july.end() - 181L * 24));
}

TEST_CASE("a battery makes the year cheaper, never dearer") {
  Site site;
  site.electricity = electricity();
  site.renewables = Renewables{50, 0.12, 0.28};
  const auto cost = [&](double battery_mw, double battery_mwh) {
    Facility facility;
    facility.on_site = plants(300, 0, battery_mw, battery_mwh);
    auto timeline = load(150, 8760);
    supply_hours(plan_supply(site, facility, 1, 200 * unit::megawatt), timeline);
    return power::summarise_energy(timeline, 1, {}).cost.in(unit::euro);
  };
  const double none = cost(0, 0), small = cost(50, 100), large = cost(50, 200);
  CHECK(small < none);
  CHECK(large < small);
}

TEST_CASE("a site without renewables has one price and one hour like the other") {
  Site site;
  site.electricity = electricity();
  const Supply supply = plan_supply(site, {}, 1, 200 * unit::megawatt);
  CHECK(supply.resource.empty());
  auto timeline = load(10, 3);
  supply_hours(supply, timeline);
  CHECK(timeline[0] == timeline[2]);
}
