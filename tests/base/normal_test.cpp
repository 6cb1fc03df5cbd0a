// Is the normal distribution the one in the tables?
#include "base/normal.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <utility>

using namespace gigaplan;

TEST_CASE("the normal distribution and its inverse") {
  CHECK(normal_share(0) == 0.5);
  CHECK(normal_share(1.6448536269514722) == doctest::Approx(0.95).epsilon(1e-12));
  for (const double u : {1e-9, 0.01, 0.3, 0.5, 0.77, 0.999})
    CHECK(normal_share(normal_quantile(u)) == doctest::Approx(u));
}

TEST_CASE("the largest of many is where Harter's tables have it") {
  CHECK(expected_largest(1) == 0);
  // Harter 1961, Biometrika 48, table 1: expected largest normal order statistics.
  for (const auto& [count, expected] : {std::pair{8L, 1.4236}, {100L, 2.5076}, {1000L, 3.2414}})
    CHECK(expected_largest(count) == doctest::Approx(expected).epsilon(0.02));
}
