#include "sim/child.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <numeric>

using gigaplan::sim::run_in_child;
using gigaplan::sim::SimulationFailed;

TEST_CASE("a child's numbers come back whole, however many") {
  const auto numbers = run_in_child([](const auto&) {
    std::vector<double> many(1'000'000);
    std::iota(many.begin(), many.end(), 0.0);
    return many;
  });
  REQUIRE(numbers.size() == 1'000'000);
  CHECK(numbers.front() == 0);
  CHECK(numbers.back() == 999'999);
}

TEST_CASE("progress arrives in the parent, in order") {
  std::vector<double> seen;
  const auto result = run_in_child(
      [](const auto& report) {
        report(0.25);
        report(0.75);
        return std::vector<double>{};
      },
      [&](double share) { seen.push_back(share); });
  CHECK(result.empty());
  CHECK(seen == std::vector<double>{0.25, 0.75});
}

TEST_CASE("a child that throws or dies is an error that the caller survives") {
  CHECK_THROWS_WITH_AS((void)run_in_child([](const auto&) -> std::vector<double> { throw std::runtime_error("boom"); }),
                       "boom", SimulationFailed);
  CHECK_THROWS_AS((void)run_in_child([](const auto&) -> std::vector<double> {
                    std::signal(SIGABRT, SIG_DFL);  // or doctest's handler would report the child's death as its own
                    std::abort();
                  }),
                  SimulationFailed);
}

TEST_CASE("the child's memory is its own") {
  int touched = 0;
  const auto result = run_in_child([&](const auto&) {
    touched = 1;
    return std::vector<double>{};
  });
  CHECK(result.empty());
  CHECK(touched == 0);
}
