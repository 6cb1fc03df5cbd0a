// Does a battery earn what it can, and keep what it gets but for its losses?
#include "power/battery.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "base/random.hpp"

using namespace gigaplan;
using power::Battery;
using power::BatteryHour;
using power::ConnectionLimits;
using power::dispatch;
using power::HourlyNeed;

namespace {

const ConnectionLimits no_limits{{}, 1e6 * unit::megawatt};

HourlyNeed need(double net_mw, double price, double feed_in = 0) {
  return {net_mw * unit::megawatt, price * unit::euro_per_megawatt_hour, feed_in * unit::euro_per_megawatt_hour};
}

double cost(const std::vector<HourlyNeed>& hours, const std::vector<double>& out_mw) {
  double eur = 0;
  for (std::size_t h = 0; h < hours.size(); ++h) {
    const double bought = hours[h].net.in(unit::megawatt)-out_mw[h];
    eur += bought * (bought > 0 ? hours[h].price : hours[h].feed_in).in(unit::euro_per_megawatt_hour);
  }
  return eur;
}

std::vector<double> megawatts(const std::vector<BatteryHour>& hours) {
  std::vector<double> all;
  for (const BatteryHour& h : hours) all.push_back(h.out.in(unit::megawatt));
  return all;
}

/// The least that any sequence of moves between twelve levels costs, by trying all of them.
double least_cost(const std::vector<HourlyNeed>& hours, int levels, double step_mwh) {
  std::vector<double> out(hours.size());
  double least = std::numeric_limits<double>::infinity();
  const std::function<void(std::size_t, int)> attempt = [&](std::size_t h, int level) {
    if (h == hours.size()) {
      least = std::min(least, cost(hours, out));
      return;
    }
    for (int to = 0; to <= levels; ++to) {
      out[h] = (level - to) * step_mwh;
      attempt(h + 1, to);
    }
  };
  attempt(0, 0);
  return least;
}

}  // namespace

TEST_CASE("a day of two prices, by hand") {
  // Half a day at 10, half at 100 EUR/MWh: 4 MWh bought cheap replace 4 dear ones.
  std::vector<HourlyNeed> day;
  for (int h = 0; h < 24; ++h) day.push_back(need(10, h < 12 ? 10 : 100));
  SUBCASE("without losses") {
    const auto out = megawatts(dispatch({1 * unit::megawatt, 4 * unit::megawatt_hour, 1}, day, no_limits));
    CHECK(cost(day, std::vector<double>(24)) - cost(day, out) == doctest::Approx(4 * 90.0));
  }
  SUBCASE("with losses: 4 MWh inside come from 4 ÷ 0.9 and give 4 × 0.9") {
    const auto out = megawatts(dispatch({1 * unit::megawatt, 4 * unit::megawatt_hour, 0.81}, day, no_limits));
    CHECK(cost(day, std::vector<double>(24)) - cost(day, out) == doctest::Approx(3.6 * 100 - 4 / 0.9 * 10));
  }
}

TEST_CASE("it rests where the difference in price does not pay for the losses") {
  std::vector<HourlyNeed> day;
  for (int h = 0; h < 24; ++h) day.push_back(need(10, h < 12 ? 85 : 100));
  for (const BatteryHour& h : dispatch({1 * unit::megawatt, 4 * unit::megawatt_hour, 0.81}, day, no_limits)) {
    CHECK(h.out.base() == 0);
    CHECK(h.stored.base() == 0);
  }
}

TEST_CASE("no sequence of moves is cheaper: all of them, on random hours") {
  RandomStream random(11, "battery");
  for (int i = 0; i < 10; ++i) {
    std::vector<HourlyNeed> hours;
    for (int h = 0; h < 5; ++h) {
      const double price = 200 * random.uniform() - 40;
      hours.push_back(need(4 * random.uniform() - 2, price, std::max(0.0, price - 20)));
    }
    const auto out = megawatts(dispatch({1 * unit::megawatt, 1 * unit::megawatt_hour, 1}, hours, no_limits));
    CHECK(cost(hours, out) == doctest::Approx(least_cost(hours, 12, 1.0 / 12)).epsilon(1e-4));
  }
}

TEST_CASE("what goes in comes out, stays in or is lost; neither power nor energy is exceeded") {
  RandomStream random(12, "battery");
  for (int i = 0; i < 20; ++i) {
    const Battery battery{(1 + 50 * random.uniform()) * unit::megawatt,
                          (1 + 300 * random.uniform()) * unit::megawatt_hour, 0.7 + 0.3 * random.uniform()};
    std::vector<HourlyNeed> hours;
    for (int h = 0; h < 24 * 9 + 7; ++h) {
      const double price = 60 + 50 * random.normal();
      hours.push_back(need(100 * random.normal(), price, std::max(0.0, price - 20)));
    }
    const auto done = dispatch(battery, hours, no_limits);
    REQUIRE(done.size() == hours.size());
    const double one_way = std::sqrt(battery.efficiency);
    Energy before;
    bool moved = false;
    for (const BatteryHour& h : done) {
      const Energy out = h.out * unit::hour;
      const Energy change = out > Energy() ? out / -one_way : -one_way * out;
      CHECK((h.stored - before).base() == doctest::Approx(change.base()).epsilon(1e-6));
      CHECK(std::abs(h.out.base()) <= battery.power.base() * (1 + 1e-9));
      CHECK(h.stored.base() >= -1e-6);
      CHECK(h.stored.base() <= battery.energy.base() * (1 + 1e-9));
      before = h.stored;
      moved = moved || h.out.base() != 0;
    }
    CHECK(moved);
  }
}

TEST_CASE("it keeps what is bought below the connection's limit, at whatever price") {
  std::vector<HourlyNeed> day;
  for (int h = 0; h < 24; ++h) day.push_back(need(h == 15 ? 12 : 9, h == 15 ? 10 : 100));
  const auto done = dispatch({4 * unit::megawatt, 4 * unit::megawatt_hour, 0.9}, day, {10 * unit::megawatt, Power()});
  CHECK((day[15].net - done[15].out).in(unit::megawatt) <= 10 + 1e-9);
  for (std::size_t h = 0; h < 24; ++h) CHECK((day[h].net - done[h].out).in(unit::megawatt) <= 10 + 1e-9);
}

TEST_CASE("it never charges above the connection's limit, however cheap the hour and dear the next") {
  // A step is 1,600 ÷ 48 ÷ √0.88 = 35.5 MW: beside 204.6 MW it is 0.1 MW too much, and would earn more than that costs.
  RandomStream random(13, "battery");
  for (const double load : {150.0, 204.6, 250.0}) {
    CAPTURE(load);
    std::vector<HourlyNeed> hours;
    for (int h = 0; h < 24 * 30; ++h) {
      const double price = 80 + 60 * random.normal();
      hours.push_back(need(load, price, std::max(0.0, price)));
    }
    const Battery battery{400 * unit::megawatt, 1600 * unit::megawatt_hour, 0.88};
    const auto done = dispatch(battery, hours, {240 * unit::megawatt, 240 * unit::megawatt});
    double charged = 0;
    for (std::size_t h = 0; h < hours.size(); ++h) {
      const double net = hours[h].net.in(unit::megawatt), out = done[h].out.in(unit::megawatt);
      CHECK(net - out <= std::max(net, 240.0));
      charged -= std::min(out, 0.0);
    }
    CHECK((charged > 0) == (load == 150));
  }
}

TEST_CASE("a store that a moment fills is filled, whatever its power") {
  std::vector<HourlyNeed> day;
  for (int h = 0; h < 24; ++h) day.push_back(need(100, h < 12 ? 10 : 100));
  const auto out = megawatts(dispatch({50 * unit::megawatt, 1e-7 * unit::megawatt_hour, 1}, day, no_limits));
  CHECK(cost(day, std::vector<double>(24)) - cost(day, out) == doctest::Approx(1e-7 * 90).epsilon(0.01));
}

TEST_CASE("no battery does nothing") {
  const std::vector<HourlyNeed> day(24, need(10, 50));
  for (const Battery battery : {Battery{}, Battery{1 * unit::megawatt, {}, 0.9}}) {
    for (const BatteryHour& h : dispatch(battery, day, no_limits)) CHECK(h.out.base() == 0);
  }
}
