// Do values, returns and paybacks come out as worked out by hand?
#include "finance/rate_of_return.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace gigaplan;
using namespace gigaplan::finance;

namespace {

std::vector<Money> euros(const std::vector<double>& amounts) {
  std::vector<Money> flows;
  for (const double amount : amounts) flows.emplace_back(amount);
  return flows;
}

/// Yearly amounts, each at the end of its year, as quarters.
std::vector<Money> yearly(const std::vector<double>& amounts) {
  std::vector<Money> flows(4 * (amounts.size() - 1) + 1);
  for (std::size_t y = 0; y < amounts.size(); ++y) flows[4 * y] = Money(amounts[y]);
  return flows;
}

}  // namespace

TEST_CASE("net present value, by hand") {
  // 1,000 paid, 500 a year for three years at 10 %: -1,000 + 500/1.1 + 500/1.21 + 500/1.331 = 243.425995
  CHECK(net_present_value(yearly({-1000, 500, 500, 500}), 0.1).in(unit::euro) ==
        doctest::Approx(243.4259955).epsilon(1e-9));
  // A quarter is a fourth of a year: 100 after one quarter at 21.550625 % (1.05 a quarter) are 95.238095 today.
  CHECK(net_present_value(euros({0, 100}), 0.21550625).in(unit::euro) == doctest::Approx(95.2380952).epsilon(1e-9));
  CHECK(net_present_value(euros({-3, 1, 1}), 0).in(unit::euro) == doctest::Approx(-1));
}

TEST_CASE("internal rate of return, by hand") {
  // A loan of 1,000 repaid by two payments of 576.190476 costs 10 %: 576.190476 (1/1.1 + 1/1.21) = 1,000.
  CHECK(internal_rate_of_return(yearly({-1000, 576.190476190, 576.190476190})).value() ==
        doctest::Approx(0.1).epsilon(1e-8));
  CHECK(internal_rate_of_return(yearly({-100, 0, 121})).value() == doctest::Approx(0.1).epsilon(1e-8));
  CHECK(internal_rate_of_return(yearly({-100, 50})).value() == doctest::Approx(-0.5).epsilon(1e-8));
  CHECK(internal_rate_of_return(yearly({-100, 100})).value() == doctest::Approx(0).epsilon(1e-8));
  CHECK(internal_rate_of_return(yearly({100, -110})).value() == doctest::Approx(0.1).epsilon(1e-8));  // a borrower's
}

TEST_CASE("who pays and gets nothing back loses all of it: -100 %, not nothing") {
  CHECK(internal_rate_of_return(euros({-1, -2})) == -1.0);
  CHECK(internal_rate_of_return(euros({0, -2, 0})) == -1.0);
  CHECK(internal_rate_of_return(yearly({-100, 300, -300})) == -1.0);  // two signs, no root: a loss at every rate
  CHECK(real_rate(-1, 0.02) == -1.0);
  // 2 of 100 after a year: just above it.
  CHECK(internal_rate_of_return(yearly({-100, 2})).value() == doctest::Approx(-0.98));
}

TEST_CASE("no rate where there is none") {
  CHECK_FALSE(internal_rate_of_return({}).has_value());
  CHECK_FALSE(internal_rate_of_return(euros({1, 2})).has_value());
  CHECK_FALSE(internal_rate_of_return(euros({0, 0})).has_value());
  CHECK_FALSE(internal_rate_of_return(yearly({100, -300, 300})).has_value());  // two signs, no root: always a gain
}

TEST_CASE("of two rates the one nearest to zero") {
  // -100 + 230/x - 132/x² is 0 at x = 1.1 and x = 1.2.
  CHECK(internal_rate_of_return(yearly({-100, 230, -132})).value() == doctest::Approx(0.1).epsilon(1e-7));
}

TEST_CASE("payback, by hand") {
  // 100 out, 40 a quarter: after two quarters 20 are missing, half of the third's 40.
  CHECK(payback_years(euros({-100, 40, 40, 40})).value() == doctest::Approx(2.5 / 4));
  CHECK(payback_years(euros({-100, 50, 50})).value() == doctest::Approx(0.5));
  CHECK_FALSE(payback_years(euros({-100, 40})).has_value());
  CHECK_FALSE(payback_years(euros({100, 40})).has_value());
  CHECK(payback_years(euros({-100, 120, -60, 80})).value() == doctest::Approx((3 - 0.5) / 4));  // it was lost again
}

TEST_CASE("real and nominal rates, by hand") {
  CHECK(nominal_rate(0.05, 0.02) == doctest::Approx(0.071));
  CHECK(real_rate(0.071, 0.02) == doctest::Approx(0.05));
}
