// Are drawn values spread as the sources' ranges say?
#include "futures/spread.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace gigaplan::futures;

TEST_CASE("half of the futures lie below the central value, all within the range") {
  const Spread lopsided{0, 200, 4000};
  CHECK(lopsided.at(0.5) == doctest::Approx(200));
  CHECK(lopsided.at(1e-12) == doctest::Approx(0).epsilon(0.01));
  CHECK(lopsided.at(1 - 1e-12) == doctest::Approx(4000).epsilon(0.001));
  // By hand: the density on the right falls linearly from 200 to 4,000; a half of that half lies below
  // 4000 - 3800·√(2·0.25).
  CHECK(lopsided.at(0.75) == doctest::Approx(4000 - 3800 * std::sqrt(0.5)));
  CHECK(lopsided.at(0.125) == doctest::Approx(200 * std::sqrt(0.25)));
  double before = lopsided.at(0.001);
  for (double u = 0.002; u < 1; u += 0.001) {
    CHECK(lopsided.at(u) > before);
    before = lopsided.at(u);
  }
}

TEST_CASE("a figure at the end of its range varies to one side only") {
  const Spread at_its_end{0.76, 0.76, 0.95};
  CHECK(at_its_end.at(0.1) == 0.76);
  CHECK(at_its_end.at(0.5) == doctest::Approx(0.76));
  CHECK(at_its_end.at(0.9) > 0.8);
}

TEST_CASE("a factor passes its interval in one of ten futures") {
  CHECK(factor_at(0.8, 1.5, 0.5) == doctest::Approx(1));
  CHECK(factor_at(0.8, 1.5, 0.05) == doctest::Approx(0.8));
  CHECK(factor_at(0.8, 1.5, 0.95) == doctest::Approx(1.5));
  CHECK(factor_at(1, 1, 0.3) == 1);
}
