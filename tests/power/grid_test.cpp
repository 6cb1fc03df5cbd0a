// What does an hour of grid electricity cost?
#include "power/grid.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;

namespace {

Electricity finland() {
  Electricity fi;
  fi.wholesale = 45.58 * unit::euro_per_megawatt_hour;
  fi.deviation = 30 * unit::euro_per_megawatt_hour;
  fi.grid_and_tax = 12 * unit::euro_per_megawatt_hour;
  fi.carbon = 72.25 * unit::gram_per_kilowatt_hour;
  return fi;
}

}  // namespace

TEST_CASE("a large user pays wholesale, grid and taxes, and sells at wholesale") {
  const power::GridHour mean = power::grid_hour(finland(), 0);
  CHECK(mean.price.in(unit::euro_per_megawatt_hour) == doctest::Approx(57.58));  // 45.58 + 12
  CHECK(mean.feed_in.in(unit::euro_per_megawatt_hour) == doctest::Approx(45.58));
  CHECK(mean.carbon.in(unit::gram_per_kilowatt_hour) == doctest::Approx(72.25));
}

TEST_CASE("an hour's price lies off the mean by its shape times the deviation; below zero nobody sells") {
  const power::GridHour dear = power::grid_hour(finland(), 1.5), cheap = power::grid_hour(finland(), -2);
  CHECK(dear.price.in(unit::euro_per_megawatt_hour) == doctest::Approx(102.58));  // 45.58 + 45 + 12
  CHECK(cheap.price.in(unit::euro_per_megawatt_hour) == doctest::Approx(-2.42));  // 45.58 - 60 + 12
  CHECK(cheap.feed_in.base() == 0);
  CHECK(cheap.carbon == dear.carbon);
}
