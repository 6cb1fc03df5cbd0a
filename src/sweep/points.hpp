// Which points does a sweep consist of?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/sweep.hpp"

namespace gigaplan::sweep {

/// One run: what it changes, and what the columns of the axes say.
struct Point {
  std::uint64_t run = 0;
  int replicate = 0;
  std::vector<Setting> settings;   ///< in the order in which they are applied; the sweep's own `set` first
  std::vector<std::string> cells;  ///< one an axis: the value as JSON text (a label is a text)
};

/// All points of a sweep, by number: the same spec gives the same points, in whatever order they are asked for.
///
/// - grid: the last axis turns fastest. Ranges have `steps` values, both ends included, evenly in the value or, if
///   log-uniform, in the logarithm, rounded to 12 digits.
/// - latin-hypercube: each axis' range is cut into `samples` parts of equal probability, each is hit once, at random
///   within it (McKay, Beckman & Conover 1979, Technometrics 21(2)).
/// - sobol: the low-discrepancy sequence with Joe & Kuo's direction numbers (2008, SIAM J. Sci. Comput. 30(5); as in
///   Boost.Random), moved by a random digital shift of the seed. Even at powers of two.
/// - monte-carlo: independent samples.
/// In the last three, values and options are equally likely.
/// - list: the points; its one axis is called "point".
/// Each point's replicates follow each other; the seed of replicate r is `first_seed` + r.
class Points {
 public:
  /// \param first_seed the scenario's own; used if there are replicates. The spec has passed io::check_sweep.
  Points(const SweepSpec& spec, std::uint64_t first_seed);

  /// Runs, as many as 2^63.
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] Point at(std::uint64_t run) const;
  /// The axes' names.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Choice {
    std::size_t index = 0;  ///< of a value or option
    double share = 0;       ///< of a range, 0..1
  };
  [[nodiscard]] Choice choose(std::size_t axis, std::uint64_t point) const;
  void apply(std::size_t axis, const Choice& choice, Point& point) const;

  SweepSpec spec_;
  std::uint64_t count_ = 0, first_seed_;
  std::vector<std::string> names_;
  std::vector<std::vector<double>> samples_;  ///< of latin-hypercube and sobol: [axis][point], 0..1
};

inline constexpr double most_runs = 1e8;  ///< beyond it not even the list of what is done fits into memory

/// How many runs the spec has, before anything is stored for them. Infinite if beyond any computer.
[[nodiscard]] double count_runs(const SweepSpec& spec);

}  // namespace gigaplan::sweep
