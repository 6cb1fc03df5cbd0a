// Are later euros discounted as the textbook does?
#include "finance/discount.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace gigaplan::finance;

TEST_CASE("at rate zero a year is a year") {
  CHECK(discount_factor(0, 7) == 1);
  CHECK(annuity_factor(0, 10) == doctest::Approx(10));
  CHECK(annuity_factor(0, 2.5) == doctest::Approx(2.5));
}

TEST_CASE("whole years agree with the annuity's closed form, moved to mid-year") {
  // Short, Packey & Holt 1995: uniform present value (1 - (1+r)^-n)/r at year ends; half a year earlier: · (1+r)^0.5.
  for (const double rate : {0.01, 0.035, 0.08, 0.15}) {
    for (const int years : {1, 5, 14, 30}) {
      const double closed = (1 - std::pow(1 + rate, -years)) / rate * std::sqrt(1 + rate);
      CHECK(annuity_factor(rate, years) == doctest::Approx(closed).epsilon(1e-12));
    }
  }
}

TEST_CASE("the last year is cut at the horizon and paid in the middle of what is left") {
  // 2.5 years at 10 %: middles at 0.5, 1.5 and 2.25
  const double expected = std::pow(1.1, -0.5) + std::pow(1.1, -1.5) + 0.5 * std::pow(1.1, -2.25);
  CHECK(annuity_factor(0.1, 2.5) == doctest::Approx(expected).epsilon(1e-14));
}

TEST_CASE("things are bought anew until the horizon, and what is left of the last comes back") {
  // Life 5, horizon 12: bought at 0, 5, 10; of the last 15 - 12 = 3 of 5 years are left.
  const Replacement r = replace_until(0.1, 5, 12);
  CHECK(r.purchases == doctest::Approx(1 + std::pow(1.1, -5) + std::pow(1.1, -10)).epsilon(1e-14));
  CHECK(r.residual == doctest::Approx(0.6 * std::pow(1.1, -12)).epsilon(1e-14));
}

TEST_CASE("a life that ends with the horizon is neither renewed nor worth anything") {
  CHECK(replace_until(0.07, 5, 5) == Replacement{1, 0});
  const Replacement three = replace_until(0, 5, 15);
  CHECK(three.purchases == doctest::Approx(3));
  CHECK(three.residual == doctest::Approx(0));
  // 49 times 1/49 is a little less than 1 in binary: still 49 purchases.
  CHECK(replace_until(0, 1.0 / 49, 1).purchases == doctest::Approx(49));
}

TEST_CASE("a life beyond the horizon leaves its share") {
  const Replacement r = replace_until(0, 20, 5);
  CHECK(r.purchases == 1);
  CHECK(r.residual == doctest::Approx(0.75));
}

TEST_CASE("at rate zero what is consumed is the horizon's share of the life, however often it is renewed") {
  for (const double life : {2.0, 3.0, 4.5, 7.0, 40.0}) {
    const Replacement r = replace_until(0, life, 14);
    CHECK(r.purchases - r.residual == doctest::Approx(14 / life));
  }
}
