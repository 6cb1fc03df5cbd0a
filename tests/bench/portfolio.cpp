// How long does a programme's choice take? 76 proposals, 200 futures, budgets, counts and a carbon cap.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "portfolio/random_problem.hpp"
#include "portfolio/regret.hpp"
#include "portfolio/shadow.hpp"

using namespace gigaplan::portfolio;

namespace {

/// Seconds since the last call, of wall time.
double lap() {
  static auto last = std::chrono::steady_clock::now();
  const auto now = std::chrono::steady_clock::now();
  return std::chrono::duration<double>(now - std::exchange(last, now)).count();
}

Problem programme(std::uint64_t seed, std::size_t count, std::size_t futures) {
  Problem p;
  RandomStream random(seed, "portfolio benchmark");
  for (std::size_t i = 0; i < count; ++i) {
    p.candidates.push_back(random_candidate(random, i, futures));
    p.candidates.back().site = fmt::format("s{}", i % 60);
    p.candidates.back().country = fmt::format("C{}", pick(random, 16));
    p.candidates.back().region = fmt::format("R{}", pick(random, 20));
  }
  p.limits = {.public_eur = 6e9,
              .eu_eur = 3e9,
              .cohesion_eur = 4e8,
              .min_sites = 4,
              .max_sites = 5,
              .max_per_country = 1,
              .max_per_region = 1,
              .min_countries = 4,
              .carbon_t = 1.2e6};
  for (std::size_t c = 0; c < 16; ++c) {
    p.limits.member_state_eur[fmt::format("C{}", c)] = 0.7e9;
  }
  return p;
}

}  // namespace

/// bench_portfolio [proposals [futures]]: a line for each of five programmes.
int main(int argc, char** argv) {
  const auto count = static_cast<std::size_t>(argc > 1 ? std::atol(argv[1]) : 76);
  const auto futures = static_cast<std::size_t>(argc > 2 ? std::atol(argv[2]) : 200);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto p = programme(seed, count, futures);
    lap();
    const auto sets = best_sets(p, 5);
    const double chosen = lap();
    if (sets.empty()) {
      fmt::print("no set keeps the limits: {:.2f} s\n", chosen);
      continue;
    }
    const auto judged = robustness(p, {sets.front().chosen});
    const double regret = lap();
    const auto wider = widen(p, sets.front());
    fmt::print("{} proposals, {} futures: five best sets {:.2f} s, {} hindsights {:.2f} s, {} wider limits {:.2f} s\n",
               count, futures, chosen, futures, regret, wider.size(), lap());
  }
  return 0;
}
