// Do the hours of an operation add up to its year?
#include "power/energy.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace gigaplan;
using power::summarise_energy;

namespace {

Hour hour(double it_mw, double overhead_mw, double eur_per_mwh) {
  Hour h;
  h.it = it_mw * unit::megawatt;
  h.power_chain = 0.25 * overhead_mw * unit::megawatt;
  h.cooling = 0.5 * overhead_mw * unit::megawatt;
  h.house = 0.25 * overhead_mw * unit::megawatt;
  h.facility = h.it + h.power_chain + h.cooling + h.house;
  h.grid = h.facility;
  h.price = eur_per_mwh * unit::euro_per_megawatt_hour;
  h.cost = h.grid * unit::hour * h.price;
  h.co2 = 0.1 * unit::tonne;
  h.water = 2 * unit::cubic_metre;
  return h;
}

}  // namespace

TEST_CASE("two hours, by hand") {
  // 100 + 10 MW at 50 EUR/MWh, then 200 + 40 MW at 100: 350 MWh, 300 of them IT; 110·50 + 240·100 = 29,500 EUR.
  // Two hours are 2/8760 of a year.
  const EnergyResult e = summarise_energy({hour(100, 10, 50), hour(200, 40, 100)}, 2.0 / 8760, {});
  const double a_year = 8760.0 / 2;
  CHECK(e.it.in(unit::megawatt_hour) == doctest::Approx(300 * a_year));
  CHECK(e.facility.in(unit::megawatt_hour) == doctest::Approx(350 * a_year));
  CHECK(e.cost.in(unit::euro) == doctest::Approx(29500 * a_year));
  CHECK(e.co2.in(unit::tonne) == doctest::Approx(0.2 * a_year));
  CHECK(e.water.in(unit::cubic_metre) == doctest::Approx(4 * a_year));
  CHECK(e.pue == doctest::Approx(350.0 / 300));
  CHECK(e.peak_facility.in(unit::megawatt) == doctest::Approx(240));
  CHECK((e.it + e.power_chain + e.cooling + e.house).base() == doctest::Approx(e.facility.base()));
}

TEST_CASE("what is bought and what is sold are told apart, hour by hour") {
  Hour night = hour(100, 10, 50), noon = hour(100, 10, 20);
  noon.solar = 150 * unit::megawatt;
  noon.curtailed = 15 * unit::megawatt;
  noon.grid = -20 * unit::megawatt;  // 150 = 110 + 15 + 20 and 5 into the battery
  noon.battery = -5 * unit::megawatt;
  night.battery = 4 * unit::megawatt;
  noon.own = 110 * unit::megawatt;
  night.own = 3 * unit::megawatt;
  night.grid = 106 * unit::megawatt;
  const EnergyResult e = summarise_energy({night, noon}, 2.0 / 8760, 108 * unit::megawatt);
  const double a_year = 8760.0 / 2;
  CHECK(e.imported.in(unit::megawatt_hour) == doctest::Approx(106 * a_year));
  CHECK(e.exported.in(unit::megawatt_hour) == doctest::Approx(20 * a_year));
  CHECK(e.battery_loss.in(unit::megawatt_hour) == doctest::Approx(1 * a_year));
  CHECK(e.own.in(unit::megawatt_hour) == doctest::Approx(113 * a_year));
  CHECK((e.imported + e.solar + e.wind).base() ==
        doctest::Approx((e.facility + e.exported + e.curtailed + e.battery_loss).base()));
  CHECK(e.peak_facility.in(unit::megawatt) == doctest::Approx(110));
  CHECK(e.peak_import.in(unit::megawatt) == doctest::Approx(106));
  CHECK_FALSE(e.over_grid_limit);  // the draw is above 108 MW, what the grid gives is not
}

TEST_CASE("ten equal years give the year of one, to the last digits") {
  std::vector<Hour> one(8760, hour(166.7, 17.3, 57.58)), ten(87600, hour(166.7, 17.3, 57.58));
  const EnergyResult a = summarise_energy(one, 1, {}), b = summarise_energy(ten, 10, {});
  CHECK(b.facility.base() == doctest::Approx(a.facility.base()).epsilon(1e-15));
  CHECK(b.cost.base() == doctest::Approx(a.cost.base()).epsilon(1e-15));
  // 166.7 MW all year: 1,460,292 MWh
  CHECK(a.it.in(unit::megawatt_hour) == doctest::Approx(166.7 * 8760).epsilon(1e-14));
}

TEST_CASE("the connection is exceeded by more than its limit, not by its limit") {
  const std::vector<Hour> timeline = {hour(100, 10, 50)};
  const Power peak = timeline[0].facility;
  CHECK_FALSE(summarise_energy(timeline, 1, peak).over_grid_limit);
  CHECK(summarise_energy(timeline, 1, peak * 0.999).over_grid_limit);
  CHECK_FALSE(summarise_energy(timeline, 1, {}).over_grid_limit);
}

TEST_CASE("an operation of no time has no mean, one without IT no PUE") {
  CHECK_THROWS_AS((void)summarise_energy({}, 0, {}), std::invalid_argument);
  CHECK_THROWS_AS((void)summarise_energy({}, -1, {}), std::invalid_argument);
  CHECK(summarise_energy({hour(0, 4, 50)}, 1, {}).pue == 0);
}
