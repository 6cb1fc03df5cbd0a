// What does an hour of grid electricity cost?
#include "power/grid.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;

TEST_CASE("a large user pays wholesale, grid and taxes, in every hour the yearly mean") {
  Electricity fi;
  fi.wholesale = 45.58 * unit::euro_per_megawatt_hour;
  fi.grid_and_tax = 12 * unit::euro_per_megawatt_hour;
  fi.carbon = 72.25 * unit::gram_per_kilowatt_hour;
  for (const std::size_t hour : {0U, 4000U, 8759U}) {
    const power::GridHour g = power::grid_hour(fi, hour);
    CHECK(g.price.in(unit::euro_per_megawatt_hour) == doctest::Approx(57.58));  // 45.58 + 12
    CHECK(g.carbon.in(unit::gram_per_kilowatt_hour) == doctest::Approx(72.25));
  }
}
