#include "accuracy/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gigaplan::accuracy {

double quantile(std::vector<double> values, double share) {
  if (values.empty()) throw std::invalid_argument("no values have no quantile");
  std::ranges::sort(values);
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const auto above = std::min(below + 1, values.size() - 1);
  return values[below] + (at - static_cast<double>(below)) * (values[above] - values[below]);
}

ErrorSummary summarise(const std::vector<double>& errors) {
  ErrorSummary summary;
  if (errors.empty()) return summary;
  std::vector<double> absolute;
  for (const double error : errors) {
    absolute.push_back(std::abs(error));
    summary.mean += std::abs(error);
    summary.bias += error;
  }
  summary.count = errors.size();
  summary.mean /= static_cast<double>(errors.size());
  summary.bias /= static_cast<double>(errors.size());
  summary.median = quantile(absolute, 0.5);
  summary.p90 = quantile(absolute, 0.9);
  summary.worst = quantile(absolute, 1);
  return summary;
}

}  // namespace gigaplan::accuracy
