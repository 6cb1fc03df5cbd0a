// The main job: how does a scenario become a report?
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"

namespace gigaplan::sim {

/// \param stage what is being simulated, readable \param share of that stage done, 0..1
using Progress = std::function<void(const std::string& stage, double share)>;

struct StepOutcome {
  StepResult step;
  FabricResult fabric;
};

/// The step has so little symmetry that simulating it exactly would take longer than the caller allows.
struct StepTooLarge : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct StepOptions {
  bool unfolded = false;      ///< simulate every rank and flow on its own: exact too, but slow and large; for checks
  double minutes_limit = 10;  ///< refuse a step that would take longer, by the estimate of step_minutes()
  bool expendable = false;    ///< this process simulates nothing else: years of operation need no child of their own
  std::function<void(const std::string&)> note;  ///< told, if set, when a step will take more than half a minute
};

/// Compiles the job, builds the fabric, folds its traffic and simulates one training step.
/// Precondition: the scenario passed the reader's checks. \throws SimulationFailed, StepTooLarge
[[nodiscard]] StepOutcome run_training_step(const Scenario& scenario, const StepOptions& options = {});

/// One training step, the years of operation, energy and money. `assumptions` and the scenario's hash are left to the
/// caller, who read the file. \throws SimulationFailed, StepTooLarge
[[nodiscard]] Report run_scenario(const Scenario& scenario, const StepOptions& options = {},
                                  const Progress& progress = {});

/// The version of SimGrid that simulates, e.g. "3.32.0".
[[nodiscard]] std::string simgrid_version();

/// The settings of SimGrid that results depend on, by name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> model_settings();

}  // namespace gigaplan::sim
