// Which files can a step leave behind? A trace, and its machine for SimGrid.
#pragma once

#include <filesystem>
#include <optional>

#include "model/scenario.hpp"
#include "model/step_events.hpp"
#include "network/routing.hpp"

namespace gigaplan::cli {

struct StepFiles {
  std::filesystem::path trace;    ///< Chrome trace; empty: none
  std::filesystem::path simgrid;  ///< SimGrid platform; empty: none
};

/// What is known before the simulation, and what the simulation is to fill.
struct PreparedStepFiles {
  std::optional<network::Routing> routing;  ///< for the platform
  std::optional<StepEvents> events;         ///< for the trace: StepOptions::events
};

/// Can they be written? Tells the user on stderr if not: the command then ends with 2, before it simulates.
[[nodiscard]] std::optional<PreparedStepFiles> prepare_step_files(const StepFiles& files, const Scenario& scenario);

/// Writes them; what goes wrong goes to stderr. \returns the exit code
[[nodiscard]] int write_step_files(const StepFiles& files, const Scenario& scenario, const PreparedStepFiles& prepared);

}  // namespace gigaplan::cli
