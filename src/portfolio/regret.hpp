// How good is a set of proposals in each of the futures, beside the best that could have been chosen for it?
#pragma once

#include <cstddef>
#include <vector>

#include "portfolio/choose.hpp"

namespace gigaplan::portfolio {

/// Regret: value of the best set for a future, less that of the set that was chosen without knowing it; never below 0.
struct Regret {
  double mean = 0, worst = 0;
  double p95 = 0;  ///< the least that 95 % of the futures do not exceed
};

/// The best set for each future, if it had been known.
struct Hindsight {
  std::vector<Chosen> sets;    ///< one a future
  std::vector<double> values;  ///< in that future
};
[[nodiscard]] Hindsight hindsight(const Problem& problem);

[[nodiscard]] Regret regret_of(const Problem& problem, const Hindsight& best, const Chosen& chosen);

struct JudgedSet {
  Chosen chosen;
  Regret regret;
  std::size_t wins = 0;  ///< futures for which it is the best
};

struct Robustness {
  std::vector<JudgedSet> sets;       ///< those given, then the other winners by futures won
  std::size_t least_regret = 0;      ///< place of the set whose worst regret is least; of equals the first
  std::vector<double> chosen_share;  ///< of each candidate: share of the futures whose best set has it
};

/// \param sets to look at beside the winners of the futures; without futures there is nothing to judge: all empty
[[nodiscard]] Robustness robustness(const Problem& problem, const std::vector<Chosen>& sets);

}  // namespace gigaplan::portfolio
