#include "finance/discount.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::finance {

double discount_factor(double rate, double years) {
  return std::pow(1 + rate, -years);
}

double annuity_factor(double rate, double horizon_years) {
  double sum = 0;
  for (double start = 0; start < horizon_years; start += 1) {
    const double part = std::min(1.0, horizon_years - start);
    sum += part * discount_factor(rate, start + part / 2);
  }
  return sum;
}

Replacement replace_until(double rate, double life_years, double horizon_years) {
  // A life that ends at the horizon, give or take rounding, is not renewed.
  constexpr double tolerance_years = 1e-9;
  Replacement result;
  double bought = 0;
  for (int renewal = 1; renewal * life_years < horizon_years - tolerance_years; ++renewal) {
    bought = renewal * life_years;
    result.purchases += discount_factor(rate, bought);
  }
  const double left = std::max(0.0, (bought + life_years - horizon_years) / life_years);
  result.residual = left * discount_factor(rate, horizon_years);
  return result;
}

}  // namespace gigaplan::finance
