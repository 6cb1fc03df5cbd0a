// What would it bring to double a part of the machine? And what do jobs cost each other?
#pragma once

#include <vector>

#include "model/network_result.hpp"
#include "sim/network_study.hpp"

namespace gigaplan::sim {

/// The step simulated anew with each part twice as good: arithmetic, memory bandwidth, scale-up links, NICs, each tier
/// of links between switches that the step uses, all latencies halved, twice the micro-batches (half the bubble).
/// Sorted by what they bring.
[[nodiscard]] std::vector<Relief> find_reliefs(const Scenario& scenario, const network::Topology& topology,
                                               const PreparedStep& prepared, const StepResult& step,
                                               const StepOptions& options, const StudyProgress& progress);

/// Steps of the scenario's job and of each other job, alone and all at once. Each job repeats its step until all have
/// run for about as long, and its mean is taken. Empty if there are no other jobs.
[[nodiscard]] std::vector<JobResult> run_jobs_together(const Scenario& scenario, const network::Topology& topology,
                                                       const StepOptions& options);

}  // namespace gigaplan::sim
