// Do results keep the rules?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gate/results.hpp"
#include "model/rules.hpp"

namespace gigaplan::gate {

/// A run that breaks a rule.
struct Breach {
  std::string label;    ///< of the run
  std::string message;  ///< what is, and what should be
};

/// What became of one rule.
struct Verdict {
  std::string name, why;
  bool warning = false;
  std::uint64_t checked = 0;     ///< runs that it was applied to
  std::vector<Breach> breaches;  ///< empty: it holds
  [[nodiscard]] bool failed() const { return !breaches.empty() && !warning; }
};

/// Applies each rule to every run that it selects. A rule that selects no run is broken: it would hold of anything.
/// Without a rule on statuses, one is added first: every run is done. Other rules look at runs that are done.
/// \param baseline earlier results; a run is compared with that of the same axes' values; null if there are none
/// \throws sweep::BadExpression if an expression is wrong, or a rule needs a baseline and there is none
[[nodiscard]] std::vector<Verdict> check(const Results& results, const Results* baseline, const RuleBook& book);

}  // namespace gigaplan::gate
