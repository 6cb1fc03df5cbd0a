// Is every watt accounted for, and does a site never gain from heat or load?
#include "power/facility.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

#include "base/random.hpp"
#include "power/plants.hpp"

using namespace gigaplan;
using namespace gigaplan::power;

namespace {

struct Case {
  Facility facility;
  Node node;
  Plant plant;
};

Case random_case(RandomStream& random) {
  const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
  CoolingPlant p;
  p.supply = Temperature(between(7, 45));
  p.loop_rise = Temperature(between(4, 15));
  p.approach = Temperature(between(2, 12));
  p.fan_share = between(0, 0.08);
  p.pump_share = between(0, 0.04);
  p.air_handler_share = between(0, 0.1);
  p.chiller_carnot_share = between(0.3, 0.6);
  p.chiller_lift_min = Temperature(between(8, 25));
  p.water = random.uniform() < 0.3 ? 1.8 * unit::litre_per_kilowatt_hour : VolumePerEnergy(0);
  Case c;
  c.facility = test::facility(test::ups_chain(between(1, 2)), p, between(0, 0.02));
  c.facility.auxiliary_it_share = between(0, 0.1);
  c.node = test::node(random.uniform(), 50);
  c.plant = size_plant(c.facility, c.node, 150 * unit::megawatt);
  return c;
}

WeatherHour air(double celsius) {
  return {Temperature(celsius), Temperature(celsius - 3)};
}

}  // namespace

TEST_CASE("all that is drawn is IT or a loss, and all of it leaves as heat") {
  RandomStream random(1, "facility test");
  for (int trial = 0; trial < 500; ++trial) {
    const Case c = random_case(random);
    const Power it = c.plant.peak_it * random.uniform();
    const FacilityDraw d = facility_draw(c.plant, it, air(-20 + 65 * random.uniform()));
    const Power parts = d.it + d.power_chain + d.fans + d.pumps + d.chillers + d.air_handlers + d.house;
    CHECK(d.total().base() == doctest::Approx(parts.base()));
    // Through the coolers: everything electrical but the fans outdoors and the house.
    CHECK((d.heat_rejected + d.fans + d.house).base() == doctest::Approx(d.total().base()).epsilon(1e-12));
    for (const Power part : {d.power_chain, d.fans, d.pumps, d.chillers, d.air_handlers, d.house}) {
      CHECK(part >= Power(0));
    }
  }
}

TEST_CASE("hotter air never makes a site cheaper") {
  RandomStream random(2, "facility test");
  for (int trial = 0; trial < 300; ++trial) {
    const Case c = random_case(random);
    const Power it = c.plant.peak_it * random.uniform();
    Power before;
    for (double celsius = -25; celsius < 50; celsius += 0.5) {
      const Power now = facility_draw(c.plant, it, air(celsius)).total();
      CAPTURE(celsius);
      CHECK(now >= before);
      before = now;
    }
  }
}

TEST_CASE("more IT never takes less, and always at least what the IT adds") {
  RandomStream random(3, "facility test");
  for (int trial = 0; trial < 300; ++trial) {
    const Case c = random_case(random);
    const WeatherHour weather = air(-20 + 65 * random.uniform());
    const Power step = c.plant.peak_it * 0.02;
    Power before = facility_draw(c.plant, Power(0), weather).total();
    for (int i = 1; i <= 50; ++i) {
      const Power now = facility_draw(c.plant, i * step, weather).total();
      CAPTURE(i);
      CHECK((now - before).base() >= step.base() * (1 - 1e-9));
      before = now;
    }
  }
}

TEST_CASE("warmer supply never costs more") {
  for (double celsius = -10; celsius < 45; celsius += 1) {
    Power before(1e300);
    for (double supply = 10; supply <= 45; supply += 5) {
      CoolingPlant p = test::warm_water();
      p.supply = Temperature(supply);
      const Plant plant =
          size_plant(test::facility(test::ups_chain(1.2), p, 0.01), test::node(0.85, 50), 100 * unit::megawatt);
      const Power now = facility_draw(plant, 90 * unit::megawatt, air(celsius)).total();
      CHECK(now <= before);
      before = now;
    }
  }
}

TEST_CASE("storage and management are cooled by air beside liquid-cooled nodes") {
  Facility f = test::facility({}, test::warm_water(), 0);
  f.auxiliary_it_share = 0.25;
  const Plant plant = size_plant(f, test::node(1, 50), 100 * unit::megawatt);
  // 100 MW are 80 of nodes and 20 of the rest: air handlers take 5 % of 20.
  const FacilityDraw d = facility_draw(plant, 100 * unit::megawatt, air(0));
  CHECK(d.air_handlers.in(unit::megawatt) == doctest::Approx(1));
}

TEST_CASE("an idle site still lights its halls and warms its transformers") {
  const Plant plant = size_plant(test::facility(test::ups_chain(1), test::warm_water(), 0.01), test::node(0.85, 50),
                                 100 * unit::megawatt);
  const FacilityDraw d = facility_draw(plant, Power(0), air(10));
  CHECK(d.house.in(unit::megawatt) == doctest::Approx(1));
  CHECK(d.power_chain.in(unit::megawatt) > 0.3 + 1.35);  // 0.3 % and 1.35 % of a little more than 100 MW
  CHECK(d.power_chain.in(unit::megawatt) < 1.1 * (0.3 + 1.35));
}
