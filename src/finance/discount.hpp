// What is a later euro worth today?
#pragma once

namespace gigaplan::finance {

/// Value today of one euro paid `years` from now: (1 + rate)^-years. \param rate a year, > -1
[[nodiscard]] double discount_factor(double rate, double years);

/// Value today of one euro a year, paid at the middle of each year, the last year cut short at `horizon_years`: the
/// sum of p·(1 + rate)^-(k + p/2) over years k = 0, 1, ..., p = 1 but for the last. At rate 0 it is the horizon.
[[nodiscard]] double annuity_factor(double rate, double horizon_years);

/// What a thing bought today and bought anew, at the same price, each time its life ends before the horizon costs
/// today, for each euro of its price; what is left of the last one's life, straight-line, comes back at the horizon.
struct Replacement {
  double purchases = 1;  ///< value today of all purchases; the first counts 1
  double residual = 0;   ///< value today of what is left at the horizon
  bool operator==(const Replacement&) const = default;
};
[[nodiscard]] Replacement replace_until(double rate, double life_years, double horizon_years);

}  // namespace gigaplan::finance
