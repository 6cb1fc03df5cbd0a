// Whose power does a site use, and whose carbon is it?
#include "power/origin.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/random.hpp"

using namespace gigaplan;
using power::Origin;

namespace {

constexpr double grid_carbon = 300, own_carbon = 20;  // kg/MWh

/// Powers in MW, a battery of round trip 0.81: 0.9 of what goes in is inside, 0.9 of that comes out.
Hour hour(Origin& origin, double load, double own, double battery, double& stored_mwh) {
  stored_mwh -= battery > 0 ? battery / 0.9 : 0.9 * battery;
  Hour h;
  h.facility = load * unit::megawatt;
  h.wind = own * unit::megawatt;
  h.battery = battery * unit::megawatt;
  h.stored = stored_mwh * unit::megawatt_hour;
  h.grid = (load - own - battery) * unit::megawatt;  // all surplus is sold
  origin.fill_in(h, grid_carbon * unit::gram_per_kilowatt_hour, own_carbon * unit::gram_per_kilowatt_hour);
  return h;
}

double own(const Hour& h) {
  return h.own.in(unit::megawatt);
}

double carbon(const Hour& h) {
  return h.co2.in(unit::kilogram);
}

}  // namespace

TEST_CASE("own power waits in the battery until the evening, by hand") {
  Origin origin;
  double stored = 0;
  const Hour noon = hour(origin, 50, 150, -100, stored);
  CHECK(own(noon) == doctest::Approx(50));
  CHECK(carbon(noon) == doctest::Approx(50 * 20));
  const Hour evening = hour(origin, 100, 0, 40.5, stored);  // 45 of 90 inside
  CHECK(own(evening) == doctest::Approx(40.5));
  CHECK(carbon(evening) == doctest::Approx(59.5 * 300 + 50 * 20));  // half of the 100 that went in, with its losses
}

TEST_CASE("bought power that the battery sells is no use of own power, and its carbon goes with its buyer") {
  Origin origin;
  double stored = 0;
  const Hour night = hour(origin, 10, 0, -100, stored);
  CHECK(own(night) == 0);
  CHECK(carbon(night) == doctest::Approx(10 * 300));
  const Hour evening = hour(origin, 10, 0, 81, stored);  // 10 are used, 71 sold
  CHECK(own(evening) == 0);
  CHECK(carbon(evening) == doctest::Approx(10 / 81.0 * 100 * 300));
}

TEST_CASE("mixed in the battery, mixed out of it") {
  Origin origin;
  double stored = 0;
  hour(origin, 0, 30, -100, stored);                      // 30 own, 70 bought
  const Hour evening = hour(origin, 100, 0, 81, stored);  // all of it
  CHECK(own(evening) == doctest::Approx(81 * 0.3));
  CHECK(carbon(evening) == doctest::Approx(30 * 20 + 70 * 300 + 19 * 300));
  CHECK(own(hour(origin, 100, 40, 0, stored)) == doctest::Approx(40));
}

TEST_CASE("no hour uses more own power than it draws, and no carbon is made or lost while nothing is sold") {
  RandomStream random(5, "origin");
  for (int i = 0; i < 20; ++i) {
    Origin origin;
    double stored = 0, brought = 0, answered = 0, used = 0, given = 0;
    for (int h = 0; h < 500; ++h) {
      const double load = 50 + 100 * random.uniform(), plants = 1.2 * load * random.uniform();
      double battery = 60 * random.uniform() - 30;
      battery = std::min({battery, 0.9 * stored, std::max(load - plants, 0.0)});  // it never sells
      if (battery <= 0) battery = std::min(battery, -std::max(plants - load, 0.0));
      const Hour row = hour(origin, load, plants, battery, stored);
      CHECK(own(row) >= 0);
      CHECK(own(row) <= load * (1 + 1e-12));
      brought += row.grid.in(unit::megawatt)*grid_carbon + plants * own_carbon;
      answered += carbon(row);
      used += own(row);
      given += plants;
    }
    const Hour last = hour(origin, 1e6, 0, 0.9 * stored, stored);  // empties it
    brought += last.grid.in(unit::megawatt)*grid_carbon;
    answered += carbon(last);
    used += own(last);
    CHECK(answered == doctest::Approx(brought).epsilon(1e-9));
    CHECK(used < given);  // the battery's losses are between them
    CHECK(used > 0.81 * given);
  }
}
