// How does a scenario become one simulated training step?
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/step_events.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"
#include "workload/program.hpp"

namespace gigaplan::sim {

struct StepOutcome {
  StepResult step;
  FabricResult fabric;
};

/// The step has so little symmetry that simulating it exactly would take longer than the caller allows, or damage cuts
/// off a part of its chips.
struct StepRefused : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct StepOptions {
  bool unfolded = false;      ///< simulate every rank and flow on its own: exact too, but slow and large; for checks
  double minutes_limit = 10;  ///< refuse a step that would take longer, by the estimate of step_minutes()
  bool approximate = false;   ///< instead of refusing, simulate fewer micro-batches and extrapolate (extrapolate.hpp)
  bool expendable = false;    ///< this process simulates nothing else: years of operation need no child of their own
  StepEvents* events = nullptr;  ///< filled, if set, with what happened when, up to events->limit: what a trace shows
  std::function<void(const std::string&)> note;  ///< told, if set, when a step will take more than half a minute
};

/// The cluster as wired, and as damaged. Precondition, here and below: the scenario passed the reader's checks.
[[nodiscard]] network::Topology build_cluster(const Scenario& scenario);

/// A step before it is simulated.
struct PreparedStep {
  workload::CompiledStep compiled;
  network::Traffic traffic;
};

/// The cluster's damage with slow chips as shares of what the slowest of the sound ones does: a straggler slows the job
/// only by what it is slower than that one (workload::slowest_share).
[[nodiscard]] Damage damage_beside_the_slowest(const Scenario& scenario);

/// The traffic of jobs over the cluster. \param damage slow chips, if they matter
/// \throws StepRefused if damage cuts off chips that have to speak to each other
[[nodiscard]] network::Traffic route_jobs(std::span<const network::PlacedJob> jobs, const network::Topology& topology,
                                          std::uint64_t seed, const Damage& damage = {});

/// Compiles the scenario's job and routes its traffic over the cluster. \throws StepRefused
[[nodiscard]] PreparedStep prepare_step(const Scenario& scenario, const network::Topology& topology);

/// Folds the traffic and simulates. \throws SimulationFailed, StepRefused
[[nodiscard]] StepOutcome simulate_step(const Scenario& scenario, const network::Topology& topology,
                                        const PreparedStep& prepared, const StepOptions& options);

/// All of it. \throws SimulationFailed, StepRefused
[[nodiscard]] StepOutcome run_training_step(const Scenario& scenario, const StepOptions& options = {});

/// Time of the step by extrapolation from few micro-batches (extrapolate.hpp), however small it is: for the ratio of
/// steps that differ little and have many. \throws SimulationFailed, StepRefused
[[nodiscard]] Time extrapolated_time(const Scenario& scenario);

}  // namespace gigaplan::sim
