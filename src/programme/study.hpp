// What does a programme learn from its proposals?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "futures/sample.hpp"
#include "portfolio/conflict.hpp"
#include "portfolio/regret.hpp"
#include "portfolio/shadow.hpp"
#include "programme/candidate.hpp"

namespace gigaplan::programme {

struct Asked {
  std::string by;  ///< figure of report.json
  std::size_t futures = 0;
  std::uint64_t seed = 1;
  int every = 6;                 ///< hours of a year that a future simulates
  std::size_t alternatives = 5;  ///< beside the choice
  int workers = 1;
  std::function<void(const std::string& what, double share)> progress;
};

/// Values of all proposals, of the figure that decides.
struct Valued {
  std::vector<double> central;
  std::vector<std::vector<double>> futures;  ///< by proposal, then by future
  std::vector<std::size_t> kept;             ///< places of these futures among those simulated
  std::size_t left_out = 0;                  ///< futures in which a proposal has no such figure
  std::string why_left_out;                  ///< the first
  std::string without;                       ///< a proposal without the figure as it stands; empty: all have it
};

/// What samples of all proposals say of the first of their figures. A future that one of them lacks is left out for
/// all. \param ids of the proposals
[[nodiscard]] Valued value_of(const std::vector<std::string>& ids, const std::vector<futures::Sample>& samples);

struct Study {
  portfolio::Problem problem;
  std::vector<portfolio::Portfolio> sets;  ///< the choice, then its alternatives; empty: no set keeps the limits
  portfolio::Robustness robustness;
  std::optional<portfolio::Portfolio> robust;  ///< the set with the least regret
  std::vector<portfolio::Wider> wider;
  portfolio::Conflict conflict;  ///< if no set keeps the limits
  Valued valued;
  [[nodiscard]] bool solved() const { return !sets.empty(); }
};

/// Pure but for its progress. \param problem whose candidates have no values yet
[[nodiscard]] Study study(portfolio::Problem problem, Valued valued, const Asked& asked);

}  // namespace gigaplan::programme
