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
#include "sim/training_step.hpp"

namespace gigaplan::sim {

/// \param stage what is being simulated, readable \param share of that stage done, 0..1
using Progress = std::function<void(const std::string& stage, double share)>;

/// One training step, the years of operation, energy and money. `assumptions` and the scenario's hash are left to the
/// caller, who read the file. \throws SimulationFailed, StepRefused
[[nodiscard]] Report run_scenario(const Scenario& scenario, const StepOptions& options = {},
                                  const Progress& progress = {});

/// The version of SimGrid that simulates, e.g. "3.32.0".
[[nodiscard]] std::string simgrid_version();

/// The settings of SimGrid that results depend on, by name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> model_settings();

}  // namespace gigaplan::sim
