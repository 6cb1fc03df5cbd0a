// Does a proposal serve its debt and content its owners, and in how many futures?
#pragma once

#include <cstddef>

#include "portfolio/problem.hpp"

namespace gigaplan::portfolio {

/// The limits of DSCR and of the owners' return hold. A figure that there is not (no debt, nothing paid in) keeps them.
[[nodiscard]] bool keeps(const Viability& viability, const Limits& limits);

/// Share of the futures in which they hold; 1 where none are known.
[[nodiscard]] double viable_share(const Candidate& candidate, const Limits& limits);

/// They hold as the proposal stands, and in as many futures as is asked for. Without a project nothing is known of it,
/// which no such limit accepts.
[[nodiscard]] bool viable(const Candidate& candidate, const Limits& limits);

/// Futures in which the chosen together keep the limits of carbon.
[[nodiscard]] std::size_t futures_that_keep_carbon(const Problem& problem, const Chosen& chosen);

}  // namespace gigaplan::portfolio
