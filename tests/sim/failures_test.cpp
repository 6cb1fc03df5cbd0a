// Do failures come as often as their rates say, and by luck alone?
#include "sim/failures.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace gigaplan::sim {
namespace {

// A failure every 10 s and one every 30 s: 0.1333 a second.
const std::vector<Frequency> rates = {Frequency(0.1), Frequency(1 / 30.0)};
constexpr std::uint64_t seeds = 400;

}  // namespace

TEST_CASE("counts have the mean and the variance of a Poisson process, by cause") {
  double sum[2] = {0, 0}, squares = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto counts = count_failures(seed, rates, Time(300));
    REQUIRE(counts.size() == 2);
    for (const std::size_t i : {0U, 1U}) sum[i] += static_cast<double>(counts[i]);
    const auto all = static_cast<double>(counts[0] + counts[1]);
    squares += (all - 40) * (all - 40);
  }
  // 30 and 10 in 300 s; the mean of 400 draws is within four of its standard deviations, sqrt(30 / 400).
  CHECK(std::abs(sum[0] / seeds - 30) < 4 * std::sqrt(30.0 / seeds));
  CHECK(std::abs(sum[1] / seeds - 10) < 4 * std::sqrt(10.0 / seeds));
  // The variance is the mean, 40; that of an estimate from 400 draws is about 40 sqrt(2 / 400) = 2.8.
  CHECK(std::abs(squares / seeds - 40) < 4 * 2.8);
}

TEST_CASE("the same seed fails alike, and a longer time begins as a shorter one") {
  CHECK(count_failures(7, rates, Time(300)) == count_failures(7, rates, Time(300)));
  CHECK(count_failures(7, rates, Time(300)) != count_failures(8, rates, Time(300)));
  FailureProcess process(7, rates);
  double now = 0;
  std::uint64_t early = 0;
  while (true) {
    now += process.wait().value().base();
    if (now > 100) break;
    (void)process.cause();
    ++early;
  }
  const auto counts = count_failures(7, rates, Time(100));
  CHECK(counts[0] + counts[1] == early);
}

TEST_CASE("what cannot fail never does") {
  CHECK_FALSE(FailureProcess(1, {}).wait().has_value());
  CHECK_FALSE(FailureProcess(1, {Frequency(0)}).wait().has_value());
  CHECK(count_failures(1, {Frequency(0), Frequency(0)}, Time(1e9)) == std::vector<std::uint64_t>{0, 0});
  CHECK(count_failures(1, {Frequency(1), Frequency(0)}, Time(100))[1] == 0);
  CHECK(count_failures(1, rates, Time(0)) == std::vector<std::uint64_t>{0, 0});
}

}  // namespace gigaplan::sim
