// Are quantiles and means those of a calculation by hand?
#include "accuracy/statistics.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace gigaplan::accuracy;

TEST_CASE("quantiles lie between ranks, in whatever order the values come") {
  const std::vector<double> five = {50, 10, 40, 20, 30};  // ranks 0..4: share 0.9 is rank 3.6, 0.6 of 40 to 50
  CHECK(quantile(five, 0.9) == doctest::Approx(46));
  CHECK(quantile(five, 0.5) == 30);
  CHECK(quantile(five, 0) == 10);
  CHECK(quantile(five, 1) == 50);
  CHECK(quantile({1, 2, 3, 4}, 0.5) == 2.5);  // rank 1.5
  CHECK(quantile({7}, 0.9) == 7);
  CHECK_THROWS_AS((void)quantile({}, 0.5), std::invalid_argument);
}

TEST_CASE("errors are summed up by size, and by sign as bias") {
  const ErrorSummary s = summarise({0.1, -0.2, 0.3, -0.4});
  CHECK(s.count == 4);
  CHECK(s.mean == doctest::Approx(0.25));    // (0.1 + 0.2 + 0.3 + 0.4) / 4
  CHECK(s.bias == doctest::Approx(-0.05));   // (0.1 - 0.2 + 0.3 - 0.4) / 4
  CHECK(s.median == doctest::Approx(0.25));  // between 0.2 and 0.3
  CHECK(s.p90 == doctest::Approx(0.37));     // rank 2.7: 0.3 + 0.7 x 0.1
  CHECK(s.worst == doctest::Approx(0.4));
}

TEST_CASE("of nothing, everything is zero") {
  CHECK(summarise({}) == ErrorSummary{});
  CHECK(summarise({}).count == 0);
}
