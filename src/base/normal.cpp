#include "base/normal.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <numbers>

namespace gigaplan {

double normal_share(double z) {
  return std::erfc(-z / std::numbers::sqrt2) / 2;
}

double normal_quantile(double u) {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2 * u);
}

double expected_largest(long count) {
  const auto n = static_cast<double>(count);
  return count > 1 ? normal_quantile((n - 0.375) / (n + 0.25)) : 0;
}

}  // namespace gigaplan
