// Why does no set of proposals keep the limits?
#pragma once

#include <string>
#include <vector>

#include "portfolio/problem.hpp"

namespace gigaplan::portfolio {

/// A limit that is set, and the limits without it.
struct NamedLimit {
  std::string name;  ///< "eu_eur", "min_countries"; "member_state_eur/FR", "must/fr-01"
  Limits without;
};

/// All that are set, in a fixed order.
[[nodiscard]] std::vector<NamedLimit> named_limits(const Limits& limits);

struct Conflict {
  /// Limits each of which is in the way alone: without it, and with all others, there is a set.
  std::vector<std::string> either;
  /// Limits that cannot be kept together, though any of them fewer can: which else is set does not matter.
  std::vector<std::string> together;
};

/// Of a problem that has no solution: limits are left out one at a time, and solved anew.
[[nodiscard]] Conflict explain(const Problem& problem);

}  // namespace gigaplan::portfolio
