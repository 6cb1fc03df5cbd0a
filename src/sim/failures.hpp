// When does something break next, and what?
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/quantity.hpp"
#include "base/random.hpp"

namespace gigaplan::sim {

/// The failures of a job one after the other: those of all units together are one Poisson process; which cause it was
/// is drawn by the rates. The same seed and rates give the same failures everywhere.
class FailureProcess {
 public:
  /// \param rates failures a second of each cause, as failure_rates gives them
  FailureProcess(std::uint64_t seed, std::vector<Frequency> rates);

  /// Time from the failure before (or from the start) to the next. None: nothing ever fails.
  [[nodiscard]] std::optional<Time> wait();
  /// What fails then: a place in `rates`. Precondition: one of them is above 0.
  [[nodiscard]] std::size_t cause();

 private:
  std::vector<Frequency> rates_;
  double total_ = 0;  ///< failures a second
  RandomStream times_, causes_;
};

/// Failures of each cause in `duration`, one draw of the process.
[[nodiscard]] std::vector<std::uint64_t> count_failures(std::uint64_t seed, const std::vector<Frequency>& rates,
                                                        Time duration);

}  // namespace gigaplan::sim
