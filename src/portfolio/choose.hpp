// Which proposals should be funded, and with how much of whose money?
#pragma once

#include <optional>
#include <vector>

#include "portfolio/problem.hpp"

namespace gigaplan::portfolio {

/// What a funded proposal gets.
struct Grant {
  std::size_t candidate = 0;
  Money3 eur{};
};

/// A set of proposals that keeps the limits, and the money for it.
struct Portfolio {
  Chosen chosen;
  std::vector<Grant> grants;  ///< one for each of the chosen
  double value = 0;
  double bound = 0;     ///< no set that keeps the limits has more: proven; equal to value but for rounding
  long nodes = 0;       ///< of the search tree
  Money3 public_eur{};  ///< sums of the grants
  double guarantee_calls_eur = 0, guarantee_cover_eur = 0, eib_eur = 0;
  [[nodiscard]] double public_total() const { return total(public_eur) + guarantee_calls_eur; }
};

/// The set with the largest sum of values; of those that are as good (within 1e-9), one with the least public money.
/// None if no set keeps the limits. \param but not these sets
[[nodiscard]] std::optional<Portfolio> choose(const Problem& problem, const std::vector<Chosen>& but = {});

/// Up to `count` sets, best first; the first is that of choose(). Fewer if there are no more.
[[nodiscard]] std::vector<Portfolio> best_sets(const Problem& problem, std::size_t count);

/// The set with the largest sum of `each`, whatever it costs within the limits.
[[nodiscard]] std::optional<Chosen> best_set(const Problem& problem, const std::vector<double>& each);

/// A set's money: each gets the least that it needs, of each instrument in proportion to what it asks, or as near to
/// that as the budgets allow. \param chosen keeps the limits
[[nodiscard]] Portfolio paid(const Problem& problem, const Chosen& chosen);

}  // namespace gigaplan::portfolio
