// Is what many futures say together told right?
#include "futures/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "base/random.hpp"

using namespace gigaplan;
using namespace gigaplan::futures;

TEST_CASE("quantiles lie between neighbours") {
  CHECK(quantile({1, 2, 3, 4, 5}, 0.5) == 3);
  CHECK(quantile({1, 2, 3, 4, 5}, 0.05) == doctest::Approx(1.2));
  CHECK(quantile({4}, 0.95) == 4);
}

TEST_CASE("what a future does not have does not count") {
  const auto summary = summarise({3, std::nullopt, 1, 2});
  REQUIRE(summary.has_value());
  CHECK(summary->count == 3);
  CHECK(summary->mean == 2);
  CHECK(summary->median == 2);
  CHECK_FALSE(summarise({std::nullopt}).has_value());
  CHECK_FALSE(summarise({}).has_value());
}

TEST_CASE("ranks, by hand") {
  // Futures: a wins, both tie, b wins, one is missing.
  const std::vector<std::vector<std::optional<double>>> values = {{3, 2, 1, 5}, {1, 2, 5, std::nullopt}};
  const auto highest = rank(values, false);
  CHECK(highest[0].best == doctest::Approx(0.5));
  CHECK(highest[1].best == doctest::Approx(0.5));
  CHECK(highest[0].mean_rank == doctest::Approx(1.5));
  CHECK(highest[0].regret == doctest::Approx((0 + 0 + 4) / 3.0));
  CHECK(highest[1].regret == doctest::Approx((2 + 0 + 0) / 3.0));
  const auto lowest = rank({{1, 1}, {2, 3}, {2, 0}}, true);
  CHECK(lowest[0].best == 0.5);
  CHECK(lowest[1].best == 0);
  CHECK(lowest[2].best == 0.5);
  CHECK(lowest[1].mean_rank == doctest::Approx((2.5 + 3) / 2));
  CHECK(rank({{std::nullopt}, {1}}, false)[1].best == 0);
}

TEST_CASE("less is better of costs, more of what they buy") {
  for (const char* less : {"/finance/eur_per_chip_hour", "/energy/co2_t_per_year", "/finance/capex_eur", "/energy/pue",
                           "/investment/indicators/project_payback_years", "/step/time_s"})
    CHECK(lower_is_better(less));
  for (const char* more : {"/finance/tokens_per_eur", "/investment/indicators/project_npv_eur", "/operation/goodput",
                           "/investment/indicators/avoided_co2_t", "/investment/indicators/private_eur_per_public_eur"})
    CHECK_FALSE(lower_is_better(more));
}

TEST_CASE("Sobol indices of the Ishigami function") {
  // f = sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, x in (-π, π): first order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
  // (Ishigami & Homma 1990; Saltelli et al. 2008, Global Sensitivity Analysis, section 4).
  constexpr std::size_t n = 20000;
  const auto f = [](const std::array<double, 3>& x) {
    return std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
  };
  RandomStream random(1, "ishigami");
  std::vector<std::array<double, 3>> a(n), b(n);
  for (auto* sample : {&a, &b})
    for (auto& x : *sample)
      for (double& value : x) value = M_PI * (2 * random.uniform() - 1);
  const auto values = [&](const auto& sample) {
    std::vector<double> all;
    for (const auto& x : sample) all.push_back(f(x));
    return all;
  };
  const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
  for (std::size_t i = 0; i < 3; ++i) {
    auto mixed = a;
    for (std::size_t k = 0; k < n; ++k) mixed[k][i] = b[k][i];
    const auto indices = sobol(values(a), values(b), values(mixed));
    REQUIRE(indices.has_value());
    CHECK(indices->first == doctest::Approx(first[i]).epsilon(0.03).scale(1));
    CHECK(indices->total == doctest::Approx(total[i]).epsilon(0.03).scale(1));
  }
  CHECK_FALSE(sobol({1, 1}, {1, 1}, {1, 1}).has_value());
}
