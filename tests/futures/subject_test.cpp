// Is a future of a kept scenario what a whole run of it would be?
#include "futures/subject.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "example.hpp"

using namespace gigaplan;
using namespace gigaplan::futures;
using gigaplan::test::question;
using gigaplan::test::subject;
using gigaplan::test::whole;

namespace {

void check_close(const Values& a, const Values& b, double relative) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO(question().figures[i].pointer, ": ", a[i].value_or(NAN), " and ", b[i].value_or(NAN));
    REQUIRE(a[i].has_value() == b[i].has_value());
    if (a[i]) CHECK(std::abs(*a[i] / *b[i] - 1) <= relative);
  }
}

}  // namespace

TEST_CASE("prices and money change at once, as in a whole run") {
  const auto fi = subject("fi");
  check_close(fi.values({}), fi.central(), 1e-12);
  for (const auto& change : std::vector<std::vector<Setting>>{
           {{"/site/electricity/wholesale_eur_per_mwh", "80"}},
           {{"/site/electricity/carbon_g_per_kwh", "10"}},
           {{"/cluster/node/chip/price_eur", "50000"}},
           {{"/cluster/fabric/switch/price_eur", "90000"}, {"/finance/costs/storage_share", "0.05"}},
           {{"/site/build_cost_eur_per_mw", "5e6"}}}) {
    INFO(change.front().pointer);
    check_close(fi.values({change, 1, false}), whole("fi", change), 1e-9);
  }
}

TEST_CASE("what the operation depends on is simulated in short, and comes within a percent of the whole") {
  const auto fi = subject("fi");
  for (const auto& change : std::vector<std::vector<Setting>>{{{"/operation/reliability/restart_min", "15"}},
                                                              {{"/facility/cooling/supply_temperature_c", "30"}},
                                                              {{"/cluster/node/chip/idle_w", "200"}},
                                                              {{"/operation/planned_downtime_share", "0.05"}}}) {
    INFO(change.front().pointer);
    const auto found = fi.values({change, 1, false}), expected = whole("fi", change);
    check_close(found, expected, 0.01);
    CHECK(found != fi.central());
  }
}

TEST_CASE("what changes the step is simulated as a whole") {
  const auto fi = subject("fi");
  const std::vector<Setting> change = {{"/training/stack/kernel_time", "1.3"}};
  check_close(fi.values({change, 1, false}), whole("fi", change), 1e-12);
  CHECK(*fi.values({change, 1, false})[1] < *fi.central()[1]);
}

TEST_CASE("a slower step trains as many tokens less") {
  const auto fi = subject("fi");
  const auto slow = fi.values({{}, 1.25});
  CHECK(*slow[1] == doctest::Approx(*fi.central()[1] / 1.25).epsilon(0.01));
}

TEST_CASE("a change that no scenario can be made of says why") {
  const auto fi = subject("fi");
  CHECK_THROWS_AS((void)fi.values({{{"/site/electricity/wholesale_eur_per_mwh", "-1e9"}}}), Impossible);
}

TEST_CASE("the future in the middle of all is the scenario as it stands") {
  const auto fi = subject("fi");
  const auto middle = fi.at(std::vector<double>(fi.dimensions(), 0.5));
  for (std::size_t i = 0; i < middle.settings.size(); ++i) {
    INFO(middle.settings[i].pointer);
    CHECK(std::stod(middle.settings[i].value) == doctest::Approx(fi.spread(i).central));
  }
  check_close(fi.values(middle), fi.central(), 1e-9);
}
