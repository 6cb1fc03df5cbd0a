// How is a figure spread of which low, central and high values are known?
#pragma once

namespace gigaplan::futures {

/// low <= central <= high, in any unit.
struct Spread {
  double low = 0, central = 0, high = 0;
  bool operator==(const Spread&) const = default;
  /// The value below which a share `u` of futures lies, 0 < u < 1. The central value is the median: the ranges of
  /// sources are often lopsided (a list price is the upper end of what is paid), and a triangle with its tip there
  /// would shift the middle. On each side the density falls linearly to nothing at the end of the range: low + (central
  /// - low)·√(2u) below the median, high - (high - central)·√(2(1 - u)) above it.
  [[nodiscard]] double at(double u) const;
};

/// A factor around 1 that is below `low` in one of twenty futures and above `high` in one of twenty; lognormal on each
/// side, and 1 is its median. \param low 0 < low <= 1 \param high >= 1
[[nodiscard]] double factor_at(double low, double high, double u);

}  // namespace gigaplan::futures
