// Is regret what one works out by hand?
#include "portfolio/regret.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "portfolio/brute.hpp"
#include "portfolio/random_problem.hpp"

using namespace gigaplan::portfolio;

namespace {

Candidate with(const std::string& id, std::vector<double> futures) {
  return {.id = id, .site = id, .country = id, .region = id, .futures = std::move(futures)};
}

}  // namespace

TEST_CASE("three proposals, four futures, one place: by hand") {
  Problem p;
  p.candidates = {with("a", {10, 10, 0, 8}), with("b", {0, 9, 12, 0}), with("c", {7, 7, 7, 6})};
  p.limits.max_sites = 1;
  // Best: a 10, a 10, b 12, a 8. Regret of a: 0 0 12 0; of b: 10 1 0 8; of c: 3 3 5 2. Means: a 7, b 5.25, c 6.75.
  const Chosen choice = choose(p)->chosen;
  CHECK(choice == Chosen{0});
  const auto result = robustness(p, {choice, {2}});
  REQUIRE(result.sets.size() == 3);  // and b, which wins the third
  CHECK(result.sets[0].regret.mean == 3);
  CHECK(result.sets[0].regret.worst == 12);
  CHECK(result.sets[0].wins == 3);
  CHECK(result.sets[1].regret.mean == 3.25);
  CHECK(result.sets[1].regret.worst == 5);
  CHECK(result.sets[1].wins == 0);
  CHECK(result.sets[2].chosen == Chosen{1});
  CHECK(result.sets[2].regret.mean == 4.75);
  CHECK(result.least_regret == 1);
  CHECK(result.chosen_share == std::vector<double>{0.75, 0.25, 0});
}

TEST_CASE("the 95th percentile is the least regret that 95 % do not exceed") {
  Problem p;
  std::vector<double> futures;
  for (int k = 1; k <= 40; ++k) {
    futures.push_back(k);
  }
  p.candidates = {with("a", std::vector<double>(40, 0)), with("b", futures)};
  const auto best = hindsight(p);
  const auto regret = regret_of(p, best, {0});  // 1 to 40: 38 are 95 % of 40
  CHECK(regret.p95 == 38);
  CHECK(regret.worst == 40);
  CHECK(regret.mean == doctest::Approx(20.5));
  CHECK(regret_of(p, best, {0, 1}).worst == 0);
}

TEST_CASE("small problems: the winners of all futures are those of a search through all sets") {
  for (std::uint64_t seed = 500; seed < 520; ++seed) {
    CAPTURE(seed);
    const auto p = random_problem(seed, 7, 5);
    const auto sets = brute::sets(p);
    if (sets.empty()) {
      continue;
    }
    const auto best = hindsight(p);
    REQUIRE(best.values.size() == 5);
    for (std::size_t k = 0; k < 5; ++k) {
      double most = -1e18;
      for (const auto& set : sets) {
        double sum = 0;
        for (const auto i : set) sum += p.candidates[i].futures[k];
        most = std::max(most, sum);
      }
      CHECK(best.values[k] == doctest::Approx(most).epsilon(1e-9));
    }
    const auto result = robustness(p, {choose(p)->chosen});
    for (const auto& set : result.sets) {
      CHECK(set.regret.worst >= result.sets[result.least_regret].regret.worst);
      CHECK(set.regret.mean <= set.regret.worst);
    }
  }
}

TEST_CASE("without futures there is nothing to judge") {
  Problem p;
  p.candidates = {with("a", {})};
  const auto result = robustness(p, {{0}});
  CHECK(result.sets.empty());
  CHECK(result.chosen_share.empty());
}
