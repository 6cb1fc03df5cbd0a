// How many failures does the simulation draw for a machine, and how far does their number spread by luck?
#pragma once

#include <cstdint>
#include <vector>

#include "accuracy/predict.hpp"

namespace gigaplan::accuracy {

/// Draws of sim::FailureProcess behind a mean and its interval, with the seeds 1, 2, ...
inline constexpr std::uint64_t failure_draws = 4000;

/// Interruptions in the published time, all and by the causes that are published. A prediction is the mean over the
/// draws, its interval from their 5 % to their 95 % quantile. \throws BadCase if the scenario has no cause of that
/// name, or so many failures that drawing them takes too long
[[nodiscard]] std::vector<Point> failure_points(const Scenario& scenario, const InterruptionsTruth& truth);

/// Time to failure of a job on all nodes, failures of a node; with an interval if the time of observation is known.
/// \throws BadCase as above
[[nodiscard]] std::vector<Point> failure_points(const Scenario& scenario, const FailureTruth& truth);

}  // namespace gigaplan::accuracy
