#include "portfolio/regret.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gigaplan::portfolio {
namespace {

std::size_t futures_of(const Problem& problem) {
  return problem.candidates.empty() ? 0 : problem.candidates.front().futures.size();
}

std::vector<double> values_in(const Problem& problem, std::size_t future) {
  std::vector<double> each;
  each.reserve(problem.candidates.size());
  for (const Candidate& c : problem.candidates) {
    each.push_back(c.futures[future]);
  }
  return each;
}

std::size_t place_of(const std::vector<JudgedSet>& sets, const Chosen& chosen) {
  return static_cast<std::size_t>(std::ranges::find(sets, chosen, &JudgedSet::chosen) - sets.begin());
}

/// The winners that are not among `sets` yet, the most frequent first.
std::vector<JudgedSet> with_winners(std::vector<JudgedSet> sets, const Hindsight& best) {
  const auto given = static_cast<std::ptrdiff_t>(sets.size());
  for (const Chosen& winner : best.sets) {
    const std::size_t place = place_of(sets, winner);
    if (place == sets.size()) {
      sets.push_back({.chosen = winner});
    }
    ++sets[place].wins;
  }
  std::stable_sort(sets.begin() + given, sets.end(),
                   [](const JudgedSet& a, const JudgedSet& b) { return a.wins > b.wins; });
  return sets;
}

}  // namespace

Hindsight hindsight(const Problem& problem) {
  Hindsight best;
  for (std::size_t k = 0; k < futures_of(problem); ++k) {
    const auto each = values_in(problem, k);
    const auto set = best_set(problem, each);
    best.sets.push_back(set.value_or(Chosen()));
    best.values.push_back(sum_over(best.sets.back(), each));
  }
  return best;
}

Regret regret_of(const Problem& problem, const Hindsight& best, const Chosen& chosen) {
  std::vector<double> regrets;
  for (std::size_t k = 0; k < best.values.size(); ++k) {
    regrets.push_back(std::max(0.0, best.values[k] - sum_over(chosen, values_in(problem, k))));
  }
  if (regrets.empty()) {
    return {};
  }
  std::ranges::sort(regrets);
  const auto count = static_cast<double>(regrets.size());
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * count - 1e-9));  // nearest rank; 0.95 is no double
  return {.mean = std::accumulate(regrets.begin(), regrets.end(), 0.0) / count,
          .worst = regrets.back(),
          .p95 = regrets[rank - 1]};
}

Robustness robustness(const Problem& problem, const std::vector<Chosen>& sets) {
  const Hindsight best = hindsight(problem);
  Robustness result;
  if (best.sets.empty()) {
    return result;
  }
  for (const Chosen& set : sets) {
    result.sets.push_back({.chosen = set});
  }
  result.sets = with_winners(std::move(result.sets), best);
  for (JudgedSet& set : result.sets) {
    set.regret = regret_of(problem, best, set.chosen);
  }
  const auto least = std::ranges::min_element(result.sets, {}, [](const JudgedSet& s) { return s.regret.worst; });
  result.least_regret = static_cast<std::size_t>(least - result.sets.begin());
  result.chosen_share.assign(problem.candidates.size(), 0);
  for (const Chosen& set : best.sets) {
    for (const std::size_t i : set) {
      result.chosen_share[i] += 1 / static_cast<double>(best.sets.size());
    }
  }
  return result;
}

}  // namespace gigaplan::portfolio
