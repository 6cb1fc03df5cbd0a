// What do many futures say together?
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "futures/subject.hpp"

namespace gigaplan::futures {

/// A figure over the futures in which it exists.
struct Summary {
  std::size_t count = 0;
  double mean = 0, low = 0, median = 0, high = 0;  ///< low and high: 5 % and 95 % quantiles
};

/// Quantile of sorted values, with linear interpolation between neighbours (type 7 of Hyndman & Fan 1996). \param share
/// 0..1 Precondition: not empty.
[[nodiscard]] double quantile(const std::vector<double>& sorted, double share);

/// None, if no future has the figure.
[[nodiscard]] std::optional<Summary> summarise(const std::vector<std::optional<double>>& values);

/// How one scenario fares against the others, future by future.
struct Rank {
  double best = 0;       ///< share of futures in which no other is better; ties are shared out evenly
  double mean_rank = 0;  ///< 1: always the best
  double regret = 0;     ///< mean distance to the best of each future
};

/// \param values one row a scenario, one column a future; a future counts in which all have a value
/// \returns one a scenario; all 0 if no future counts
[[nodiscard]] std::vector<Rank> rank(const std::vector<std::vector<std::optional<double>>>& values,
                                     bool lower_is_better);

/// Costs, carbon, prices, years to pay back: less is better. By the names of report.json's figures.
[[nodiscard]] bool lower_is_better(const std::string& pointer);

/// Sobol indices of a figure: the share of its variance that goes when the group's figures are known (first), and the
/// share that stays when all others are known (total).
struct Sobol {
  double first = 0, total = 0;
};

/// By Jansen's estimators (Jansen 1999, Comput. Phys. Commun. 117; Saltelli et al. 2010, CPC 181, table 2 b and f).
/// \param a, b independent samples \param mixed a with the group's figures from b \returns none if nothing varies
[[nodiscard]] std::optional<Sobol> sobol(const std::vector<double>& a, const std::vector<double>& b,
                                         const std::vector<double>& mixed);

}  // namespace gigaplan::futures
