// What do many futures say together?
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "futures/subject.hpp"

namespace gigaplan::futures {

/// Where nine of ten such estimates from as many futures would hold the truth. Futures are taken as independent here;
/// as they are stratified, the intervals are rather too wide (Stein 1987, Technometrics 29(2)).
struct Interval {
  double low = 0, high = 0;
  bool operator==(const Interval&) const = default;
};

/// With fewer futures than these, 5 % and 95 % quantiles rest on the one or two outermost of them.
inline constexpr std::size_t rough_below = 40;

/// A figure over the futures in which it exists.
struct Summary {
  std::size_t count = 0;
  double mean = 0, low = 0, median = 0, high = 0;  ///< low and high: 5 % and 95 % quantiles
  double mean_error = 0;                           ///< standard error
  Interval median_90;                              ///< by order statistics: holds for any distribution
};

/// Equal but for the rounding of what finds them: the money of a project agrees to ten digits.
[[nodiscard]] bool same(double a, double b);

/// Quantile of sorted values: the k-th of n stands for the share k / (n + 1), its expectation whatever the distribution
/// is (Weibull; type 6 of Hyndman & Fan 1996), with linear interpolation between neighbours; beyond the outermost it is
/// the outermost. \param share 0..1 Precondition: not empty.
[[nodiscard]] double quantile(const std::vector<double>& sorted, double share);

/// None, if no future has the figure.
[[nodiscard]] std::optional<Summary> summarise(const std::vector<std::optional<double>>& values);

/// How one scenario fares against the others, future by future.
struct Rank {
  double best = 0;          ///< share of futures in which no other is better; ties are shared out evenly
  double mean_rank = 0;     ///< 1: always the best
  double regret = 0;        ///< mean distance to the best of each future
  std::size_t counted = 0;  ///< futures that count: the same number for all
  Interval best_90;         ///< Wilson's score interval
  Interval regret_90;       ///< mean and 1.645 standard errors, not below 0
};

/// \param values one row a scenario, one column a future; a future counts in which all have a value
/// \returns one a scenario; all 0 if no future counts
[[nodiscard]] std::vector<Rank> rank(const std::vector<std::vector<std::optional<double>>>& values,
                                     bool lower_is_better);

/// Costs, carbon, prices, years to pay back: less is better. By the names of report.json's figures.
[[nodiscard]] bool lower_is_better(const std::string& pointer);

/// Wilson's score interval of a share of n futures (1927, J. Am. Stat. Assoc. 22), 90 %. Precondition: n > 0
[[nodiscard]] Interval share_interval(double share, std::size_t n);

/// Sobol indices of a figure: the share of its variance that goes when the group's figures are known (first), and the
/// share that stays when all others are known (total).
struct Sobol {
  double first = 0, total = 0;
  Interval first_90, total_90;  ///< percentile bootstrap over rows
  std::size_t rows = 0;         ///< that have all three values
  std::size_t left_out = 0;     ///< the others
};

/// First: f(B) (f(AB) - f(A)), f centred, over the variance (Saltelli et al. 2010, Comput. Phys. Commun. 181, table 2
/// b): exactly 0 where a group does nothing. Total: Jansen 1999 (there f). \param a, b independent samples \param
/// mixed a with the group's figures from b \returns none if nothing varies, or there are fewer than 2 whole rows
[[nodiscard]] std::optional<Sobol> sobol(const std::vector<std::optional<double>>& a,
                                         const std::vector<std::optional<double>>& b,
                                         const std::vector<std::optional<double>>& mixed);

}  // namespace gigaplan::futures
