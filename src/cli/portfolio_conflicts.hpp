// Which limits of a programme can no set keep, whatever its proposals come to?
#pragma once

#include <string>
#include <vector>

#include "base/issue.hpp"
#include "portfolio/problem.hpp"

namespace gigaplan::cli {

/// What is known of a proposal before it is simulated.
struct Entry {
  std::string id, site, country;
};

/// Contradictions among the arguments, and between them and the number and places of proposals: all that is known
/// without a simulation. What only the proposals' figures show, portfolio::explain() tells. \param limits whose ids are
/// those of entries
[[nodiscard]] Issues conflicts_known_before(const portfolio::Limits& limits, const std::vector<Entry>& entries);

}  // namespace gigaplan::cli
