// Does the page show power, PUE and outside air by the month, the day and the hour?
#include <doctest/doctest.h>

#include <string>
#include <variant>

#include "report/sections.hpp"

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

/// January and February. Only the last day of January is hot, and draws most.
OperationResult two_months() {
  OperationResult operation;
  for (std::size_t h = 0; h < 59UL * 24; ++h) {
    Hour hour;
    const bool hot = h / 24 == 30;
    hour.it = 100 * unit::megawatt;
    hour.cooling = (hot ? 50 : 20) * unit::megawatt;
    hour.facility = hour.it + hour.cooling;
    hour.dry_bulb = Temperature(hot ? 40.0 : 9.0);
    hour.wet_bulb = Temperature(hot ? 20.0 : 7.0);
    operation.timeline.push_back(hour);
  }
  return operation;
}

const Lines& lines_of(const Section& section, const std::string& id) {
  for (const auto& block : section.blocks) {
    const auto* chart = std::get_if<Chart>(&block);
    if (chart && chart->id == id) return std::get<Lines>(chart->picture);
  }
  FAIL("no chart " << id);
  throw std::logic_error(id);
}

}  // namespace

TEST_CASE("PUE and outside air by month, by day, and by the hour in the week of the highest draw; by hand") {
  Scenario scenario;
  scenario.operation.start = "2028-01-01";
  EnergyResult energy;
  energy.facility = 1 * unit::megawatt_hour;
  const Section section = energy_section(scenario, two_months(), energy);

  const auto& months = lines_of(section, "monthly-pue");
  REQUIRE(months.categories.size() == 2);
  CHECK(months.series[0].values[0] == doctest::Approx((30 * 1.2 + 1.5) / 31));
  CHECK(months.series[0].values[1] == doctest::Approx(1.2));
  const auto& days = lines_of(section, "daily-pue");
  REQUIRE(days.categories.size() == 59);
  CHECK(days.series[0].values[30] == doctest::Approx(1.5));

  const auto& air = lines_of(section, "monthly-temperature");
  CHECK(air.series[0].values[0] == doctest::Approx((30 * 9.0 + 40) / 31));
  REQUIRE(air.band.has_value());
  CHECK(air.band->first.values == std::vector<double>{9, 9});
  CHECK(air.band->second.values == std::vector<double>{40, 9});
  CHECK(lines_of(section, "daily-temperature").series[0].values[30] == doctest::Approx(40));

  for (const char* id : {"peak-week", "peak-week-pue", "peak-week-temperature"})
    CHECK(lines_of(section, id).categories.size() == 7UL * 24);
  const std::size_t noon = 3 * 24 + 12;  // three days before the hot one
  CHECK(lines_of(section, "peak-week").categories[noon] == "2028-01-31 12:00");
  CHECK(lines_of(section, "peak-week").series[0].values[noon] == doctest::Approx(150));
  CHECK(lines_of(section, "peak-week-pue").series[0].values[noon] == doctest::Approx(1.5));
  CHECK(lines_of(section, "peak-week-temperature").series[0].values[noon] == doctest::Approx(40));
  CHECK(lines_of(section, "peak-week-temperature").series[1].values[noon] == doctest::Approx(20));
}
