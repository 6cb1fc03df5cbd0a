#include "report/periods.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

/// Hours that draw 1, 2, 3 ... MW.
std::vector<Hour> rising(std::size_t hours) {
  std::vector<Hour> timeline(hours);
  for (std::size_t i = 0; i < hours; ++i) {
    timeline[i].facility = static_cast<double>(i + 1) * unit::megawatt;
  }
  return timeline;
}

double megawatts(const Hour& hour) {
  return hour.facility.in(unit::megawatt);
}

}  // namespace

TEST_CASE("days and months of years without 29 February") {
  const auto days = days_of("2028-02-28", 50);  // 2028 would be a leap year
  REQUIRE(days.size() == 3);
  CHECK(days[0] == Period{"2028-02-28", 0, 24});
  CHECK(days[1] == Period{"2028-03-01", 24, 48});
  CHECK(days[2] == Period{"2028-03-02", 48, 50});
  CHECK(days_of("2028-02-29", 1)[0].name == "2028-03-01");

  const auto months = months_of("2028-01-01", 5 * 8760);
  REQUIRE(months.size() == 60);
  CHECK(months[0] == Period{"2028-01", 0, 31 * 24});
  CHECK(months[1] == Period{"2028-02", 31 * 24, 59 * 24});
  CHECK(months.back() == Period{"2032-12", 5 * 8760 - 31 * 24, 5 * 8760});
  CHECK(days_of("2028-01-01", 0).empty());
}

TEST_CASE("mean, least and most of a period") {
  const auto timeline = rising(48);
  const Period second{"", 24, 48};  // 25 ... 48
  CHECK(mean_of(timeline, second, megawatts) == doctest::Approx(36.5));
  CHECK(least_of(timeline, second, megawatts) == doctest::Approx(25));
  CHECK(most_of(timeline, second, megawatts) == doctest::Approx(48));
}

TEST_CASE("the week of the peak has seven days, if there are as many") {
  auto timeline = rising(30 * 24);
  CHECK(week_of_the_peak(timeline, days_of("2028-01-01", timeline.size())) ==
        Period{"2028-01-24 to 2028-01-30", 23 * 24, 30 * 24});  // at the end
  timeline[10 * 24].facility = 1000 * unit::megawatt;           // 11 January
  CHECK(week_of_the_peak(timeline, days_of("2028-01-01", timeline.size())) ==
        Period{"2028-01-08 to 2028-01-14", 7 * 24, 14 * 24});
  CHECK(week_of_the_peak(rising(30), days_of("2028-01-01", 30)).end == 30);
  CHECK(week_of_the_peak({}, {}) == Period{});
}
