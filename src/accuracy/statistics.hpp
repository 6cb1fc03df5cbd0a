// How large are errors, taken together?
#pragma once

#include <cstddef>
#include <vector>

namespace gigaplan::accuracy {

/// Of relative errors predicted ÷ published - 1. All zero if there are none.
struct ErrorSummary {
  std::size_t count = 0;
  double mean = 0, median = 0, p90 = 0, worst = 0;  ///< of absolute errors
  double bias = 0;                                  ///< mean of signed errors
  bool operator==(const ErrorSummary&) const = default;
};

/// The 90th percentile is interpolated between ranks, as NumPy's default does.
[[nodiscard]] ErrorSummary summarise(const std::vector<double>& errors);

/// The `share` quantile of values, interpolated between ranks. \throws std::invalid_argument if there are none
[[nodiscard]] double quantile(std::vector<double> values, double share);

}  // namespace gigaplan::accuracy
