// Is an EnergyPlus file read as its format says, and does our climate describe it?
#include "power/epw.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "power/sites.hpp"

using namespace gigaplan;

namespace {

std::string epw(const std::string& dry_bulb, const std::string& humidity, int hours = 24) {
  std::string text = "LOCATION,SOMEWHERE\n2\n3\n4\n5\n6\n7\nDATA PERIODS\n";
  for (int h = 0; h < hours; ++h) {
    text += "1990,1,1," + std::to_string(h + 1) + ",60,C9," + dry_bulb + ",-4.0," + humidity + ",100400,0\n";
  }
  return text;
}

}  // namespace

TEST_CASE("the wet bulb follows Stull's worked example") {
  // Stull 2011, section 2: at 20 °C and 50 % the formula gives 13.7 °C.
  CHECK(power::wet_bulb(Temperature(20), 0.5).base() == doctest::Approx(13.7).epsilon(0.002));
  CHECK(power::wet_bulb(Temperature(5), 1.0) <= Temperature(5));
}

TEST_CASE("dry bulb and humidity are taken from columns 7 and 9") {
  std::istringstream file(epw("20", "50"));
  const auto hours = power::read_epw(file);
  REQUIRE(hours.size() == 24);
  CHECK(hours[0].dry_bulb == Temperature(20));
  CHECK(hours[0].wet_bulb.base() == doctest::Approx(13.7).epsilon(0.002));
}

TEST_CASE("a missing value repeats the hour before, a file that starts with one is refused") {
  std::string text = epw("20", "50");
  const auto at = text.rfind(",20,");
  std::istringstream gap(text.substr(0, at) + ",99.9," + text.substr(at + 4));
  CHECK(power::read_epw(gap).back().dry_bulb == Temperature(20));
  std::istringstream empty_start(epw("99.9", "50"));
  CHECK_THROWS_WITH_AS(power::read_epw(empty_start), doctest::Contains("line 9"), std::runtime_error);
}

TEST_CASE("what is not an EPW file is refused with the line that says so") {
  std::istringstream other("year,month\n1990,1\n");
  CHECK_THROWS_WITH_AS(power::read_epw(other), doctest::Contains("line 1"), std::runtime_error);
  std::istringstream words(epw("warm", "50"));
  CHECK_THROWS_WITH_AS(power::read_epw(words), doctest::Contains("\"warm\" is not a number"), std::runtime_error);
  std::istringstream part(epw("20", "50", 23));
  CHECK_THROWS_AS(power::read_epw(part), std::runtime_error);
  std::istringstream short_line("LOCATION\n2\n3\n4\n5\n6\n7\n8\n1990,1,1\n");
  CHECK_THROWS_WITH_AS(power::read_epw(short_line), doctest::Contains("line 9"), std::runtime_error);
}

TEST_CASE("real weather files have the statistics and hour counts that the sites carry") {
  // Skipped where nobody has put the files beside the repository.
  int read = 0;
  for (const auto& site : test::measured_climates) {
    std::ifstream file(std::string(GIGAPLAN_SOURCE_DIR) + "/../shared/data/weather/" + site.epw);
    if (site.epw.empty() || !file) {
      continue;
    }
    CAPTURE(site.place);
    ++read;
    const auto year = power::read_epw(file);
    REQUIRE(year.size() == 8760);
    double mean = 0, wet_mean = 0, wet_below_18 = 0, dry_below_18 = 0;
    for (const auto& h : year) {
      mean += h.dry_bulb.base() / 8760;
      wet_mean += h.wet_bulb.base() / 8760;
      wet_below_18 += h.wet_bulb <= Temperature(18) ? 1 : 0;
      dry_below_18 += h.dry_bulb <= Temperature(18) ? 1 : 0;
    }
    CHECK(std::abs(mean - site.mean) <= 0.051);  // the statistics are rounded to 0.1 K
    CHECK(std::abs(wet_mean - site.wet_mean) <= 0.06);
    CHECK(dry_below_18 == site.dry_below_18);
    CHECK(std::abs(wet_below_18 - site.wet_below_18) <= 5);
  }
  MESSAGE("real weather files compared: " << read);
}

TEST_CASE("a made year sorts like the real one: duration curves differ by less than 2.5 kelvins where it is warm") {
  for (const auto& site : test::measured_climates) {
    std::ifstream file(std::string(GIGAPLAN_SOURCE_DIR) + "/../shared/data/weather/" + site.epw);
    if (site.epw.empty() || !file) {
      continue;
    }
    CAPTURE(site.place);
    auto real = power::read_epw(file), made = power::typical_year(test::climate(site), 1);
    const auto by_dry_bulb = [](const auto& a, const auto& b) { return a.dry_bulb > b.dry_bulb; };
    std::ranges::sort(real, by_dry_bulb);
    std::ranges::sort(made, by_dry_bulb);
    double squares = 0;
    for (std::size_t h = 35; h < 4380; ++h) {  // the warmer half, without the 35 hottest hours
      const double difference = (made[h].dry_bulb - real[h].dry_bulb).base();
      CHECK(std::abs(difference) < 2.5);
      squares += difference * difference;
    }
    CHECK(std::sqrt(squares / 4345) < 1.5);
  }
}
