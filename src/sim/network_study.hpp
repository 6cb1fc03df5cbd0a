// What does the fabric carry, what holds the job back, and what would more of it bring?
#pragma once

#include "model/network_result.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::sim {

/// \param share of the study done, 0..1 \param what is being simulated
using StudyProgress = std::function<void(const std::string& what, double share)>;

/// Facts of the fabric; collectives over the job's chips (an all-to-all over 512 of them at most), every algorithm that
/// the machine has, 64 KiB to 4 GiB; the scenario's step; the step again with each part twice as good (reliefs); and
/// with other jobs beside it, if the scenario names some. All true simulations.
/// \throws SimulationFailed, StepRefused
[[nodiscard]] NetworkResult study_network(const Scenario& scenario, const StepOptions& options = {},
                                          const StudyProgress& progress = {});

/// Time of one collective over `chips` chips from the first on, alone on the fabric.
[[nodiscard]] std::vector<Time> collective_times(const network::Topology& topology, std::uint64_t seed, Collective kind,
                                                 Algorithm algorithm, std::uint32_t chips,
                                                 const std::vector<Bytes>& payloads);

}  // namespace gigaplan::sim
