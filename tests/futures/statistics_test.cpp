// Is what many futures say together told right?
#include "futures/statistics.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <initializer_list>

#include "base/random.hpp"

using namespace gigaplan;
using namespace gigaplan::futures;

TEST_CASE("figures that differ by the rounding of a search are the same, and share a first place") {
  CHECK(same(0.0697, 0.0697 * (1 + 1e-12)));
  CHECK(same(0, 0));
  CHECK_FALSE(same(1, 1.000001));
  CHECK_FALSE(same(0, 1e-12));
  const auto ranks = rank({{{0.0697}}, {{0.0697 * (1 + 1e-12)}}, {{0.05}}}, false);
  CHECK(ranks[0].best == doctest::Approx(0.5));
  CHECK(ranks[1].best == doctest::Approx(0.5));
  CHECK(ranks[1].mean_rank == doctest::Approx(1.5));
  CHECK(ranks[2].mean_rank == doctest::Approx(3));
}

TEST_CASE("quantiles lie between neighbours, the k-th of n standing for k / (n + 1)") {
  CHECK(quantile({1, 2, 3, 4, 5}, 0.5) == 3);
  CHECK(quantile({1, 2, 3, 4, 5}, 1.0 / 6) == doctest::Approx(1));
  CHECK(quantile({1, 2, 3, 4, 5}, 0.25) == doctest::Approx(1.5));  // place 0.25 · 6 = 1.5
  CHECK(quantile({1, 2, 3, 4, 5}, 0.05) == 1);                     // beyond the outermost
  CHECK(quantile({4}, 0.95) == 4);
}

TEST_CASE("quantiles of few futures are right in the mean") {
  // 5 % of a uniform distribution is 0.05; from 39 futures the mean of many estimates has to be that: place
  // 0.05 · 40 = 2, and the second of 39 has the expectation 2 / 40.
  RandomStream random(3, "quantiles");
  double mean = 0;
  constexpr int times = 4000;
  for (int t = 0; t < times; ++t) {
    std::vector<double> sorted;
    for (int k = 0; k < 39; ++k) sorted.push_back(random.uniform());
    std::ranges::sort(sorted);
    mean += quantile(sorted, 0.05) / times;
  }
  CHECK(std::abs(mean - 0.05) < 0.0022);  // 4 × sqrt(0.05 · 0.95 / 41 / 4000)
}

TEST_CASE("how sure an estimate is") {
  // Wilson by hand, p = 0.54, n = 200, z = 1.6449: z²/n = 0.013528; middle (0.54 + 0.006764) / 1.013528 = 0.53947;
  // reach sqrt(0.013528 · 0.2484 + 0.013528² / 4) / 1.013528 = 0.05758.
  const auto share = share_interval(0.54, 200);
  CHECK(share.low == doctest::Approx(0.4819).epsilon(0.001));
  CHECK(share.high == doctest::Approx(0.5970).epsilon(0.001));
  CHECK(share_interval(1, 10).high == 1);
  CHECK(share_interval(1, 10).low == doctest::Approx(10 / (10 + 1.6449 * 1.6449)).epsilon(0.001));
  // Median of 1 ... 10: P(B(10, ½) < 2) = 11 / 1024 = 1.1 %, < 3: 56 / 1024 = 5.5 %; so from the 2nd to the 9th.
  std::vector<std::optional<double>> ten;
  for (int i = 1; i <= 10; ++i) ten.emplace_back(i);
  const auto summary = summarise(ten);
  CHECK(summary->median_90 == Interval{2, 9});
  CHECK(summary->mean_error == doctest::Approx(std::sqrt(55.0 / 6 / 10)));  // variance 82.5 / 9
  CHECK(summarise({5})->median_90 == Interval{5, 5});
  CHECK(summarise({5})->mean_error == 0);
  // Regrets 0, 0, 4: mean 4/3, standard error sqrt((16 - 16/3) / 2 / 3) = 4/3; below 0 there is none.
  const auto ranks = rank({{3, 2, 1}, {1, 2, 5}}, false);
  CHECK(ranks[0].regret_90.low == 0);
  CHECK(ranks[0].regret_90.high == doctest::Approx(4 / 3.0 * (1 + 1.6449)).epsilon(0.001));
  CHECK(ranks[0].best_90 == share_interval(0.5, 3));
}

TEST_CASE("nine of ten intervals of a share and of a median hold the truth, or more") {
  RandomStream random(5, "coverage");
  int shares = 0, medians = 0;
  constexpr int times = 1000, n = 60;
  for (int t = 0; t < times; ++t) {
    std::vector<std::optional<double>> values;
    int below = 0;
    for (int k = 0; k < n; ++k) {
      values.emplace_back(random.uniform());
      below += *values.back() < 0.3 ? 1 : 0;
    }
    const auto share = share_interval(static_cast<double>(below) / n, n);
    const auto median = summarise(values)->median_90;
    shares += share.low <= 0.3 && 0.3 <= share.high ? 1 : 0;
    medians += median.low <= 0.5 && 0.5 <= median.high ? 1 : 0;
  }
  CHECK(shares >= 870);  // 900 ± 3 × sqrt(1000 · 0.9 · 0.1) = 28
  CHECK(medians >= 870);
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
  CHECK(highest[0].counted == 3);
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

namespace {

using Point = std::array<double, 3>;
using Function = std::function<double(const Point&)>;

std::vector<std::optional<double>> values_of(const Function& f, const std::vector<Point>& sample) {
  std::vector<std::optional<double>> all;
  for (const auto& x : sample) all.emplace_back(f(x));
  return all;
}

/// Of each of three figures, uniform in (-π, π).
std::array<Sobol, 3> indices(const Function& f, std::size_t n, std::uint64_t seed) {
  RandomStream random(seed, "points");
  std::vector<Point> a(n), b(n);
  for (auto* sample : {&a, &b})
    for (auto& x : *sample)
      for (double& value : x) value = M_PI * (2 * random.uniform() - 1);
  std::array<Sobol, 3> all;
  for (std::size_t i = 0; i < 3; ++i) {
    auto mixed = a;
    for (std::size_t k = 0; k < n; ++k) mixed[k][i] = b[k][i];
    const auto found = sobol(values_of(f, a), values_of(f, b), values_of(f, mixed));
    REQUIRE(found.has_value());
    all.at(i) = *found;
  }
  return all;
}

bool holds(const Interval& interval, double value) {
  return interval.low <= value && value <= interval.high;
}

}  // namespace

TEST_CASE("Sobol indices of the Ishigami function") {
  // f = sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1, x in (-π, π): first order 0.3139, 0.4424, 0; total 0.5576, 0.4424, 0.2437
  // (Ishigami & Homma 1990; Saltelli et al. 2008, Global Sensitivity Analysis, section 4).
  const Function ishigami = [](const Point& x) {
    return std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]);
  };
  const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
  const auto many = indices(ishigami, 20000, 1);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(many.at(i).first == doctest::Approx(first[i]).epsilon(0.03).scale(1));
    CHECK(many.at(i).total == doctest::Approx(total[i]).epsilon(0.03).scale(1));
    CHECK(many.at(i).rows == 20000);
  }
  // Of 30 samples of 200 the intervals hold the truth in nine of ten, and are no wider than such a sample scatters.
  int firsts = 0, totals = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const auto few = indices(ishigami, 200, seed);
    for (std::size_t i = 0; i < 3; ++i) {
      firsts += holds(few.at(i).first_90, first[i]) ? 1 : 0;
      totals += holds(few.at(i).total_90, total[i]) ? 1 : 0;
      CHECK(few.at(i).first_90.low < few.at(i).first_90.high);
      CHECK(few.at(i).first_90.high - few.at(i).first_90.low < 0.6);
    }
  }
  CHECK(firsts >= 72);  // 81 of 90, less 3 × sqrt(90 · 0.9 · 0.1) = 8.5
  CHECK(totals >= 72);
}

TEST_CASE("a group that does nothing explains nothing, exactly, however few and large the values are") {
  const Function one = [](const Point& x) { return 1e12 + x[0]; };
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto found = indices(one, 64, seed);
    for (const std::size_t inert : {1, 2}) {
      CHECK(found.at(inert).first == 0);
      CHECK(found.at(inert).total == 0);
      CHECK(found.at(inert).first_90 == Interval{0, 0});
      CHECK(found.at(inert).total_90 == Interval{0, 0});
    }
  }
}

TEST_CASE("first orders of a sum add up to one, within their error") {
  // x1 + 2 x2 + 3 x3: 1/14, 4/14, 9/14.
  const Function sum = [](const Point& x) { return 5 + x[0] + 2 * x[1] + 3 * x[2]; };
  const auto found = indices(sum, 4000, 1);
  double all = 0, error = 0;
  const double first[] = {1 / 14.0, 4 / 14.0, 9 / 14.0};
  for (std::size_t i = 0; i < 3; ++i) {
    all += found.at(i).first;
    error += found.at(i).first_90.high - found.at(i).first;
    CHECK(found.at(i).first == doctest::Approx(first[i]).epsilon(0.05).scale(1));
    CHECK(found.at(i).total == doctest::Approx(first[i]).epsilon(0.05).scale(1));
  }
  CHECK(all <= 1 + error);
  CHECK(all >= 1 - error);
}

TEST_CASE("a row that lacks a value counts for none of the three, and is counted") {
  const std::vector<std::optional<double>> a = {1, 2, 3, 4, std::nullopt}, b = {2, 4, 1, 3, 5},
                                           c = {2, std::nullopt, 1, 3, 5};
  const auto with = sobol(a, b, c);
  const auto without = sobol({1, 3, 4}, {2, 1, 3}, {2, 1, 3});
  REQUIRE(with.has_value());
  CHECK(with->rows == 3);
  CHECK(with->left_out == 2);
  CHECK(with->first == without->first);
  CHECK(with->total == without->total);
  CHECK_FALSE(sobol({1, 1}, {1, 1}, {1, 1}).has_value());
  CHECK_FALSE(sobol({1, std::nullopt}, {2, 1}, {1, 1}).has_value());
}
