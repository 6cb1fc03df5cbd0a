#include "futures/spread.hpp"

#include <cmath>

#include "base/normal.hpp"

namespace gigaplan::futures {

double Spread::at(double u) const {
  if (u < 0.5) return low + (central - low) * std::sqrt(2 * u);
  return high - (high - central) * std::sqrt(2 * (1 - u));
}

double factor_at(double low, double high, double u) {
  constexpr double quantile_95 = 1.6448536269514722;
  const double z = normal_quantile(u) / quantile_95;
  return z < 0 ? std::pow(low, -z) : std::pow(high, z);
}

}  // namespace gigaplan::futures
