// How is a scenario calibrated to steps that its user measured?
#pragma once

#include <filesystem>
#include <optional>

#include "cli/commands.hpp"
#include "confidence/confidence.hpp"
#include "io/scenario_reader.hpp"
#include "model/result.hpp"

namespace gigaplan::cli {

/// What came of it; nothing is set without measurements.
struct Calibrated {
  std::optional<OwnMeasurements> own;
  confidence::Knowledge knowledge;  ///< has a measurement if one is of the scenario's own model, precision, chip, stack
};

/// Fits the scenario's chip and stack to the measurements in `file` and loads it again with the fitted figures, each of
/// which says so in the assumptions. Nothing happens without a file. What is wrong goes to stderr.
/// \returns the exit code if the command ends here, else exit_done
/// \throws what a simulation throws
[[nodiscard]] int calibrate(const std::filesystem::path& file, const ScenarioArguments& input,
                            const sim::StepOptions& options, const std::filesystem::path& executable,
                            io::LoadedScenario& loaded, Calibrated& calibrated);

}  // namespace gigaplan::cli
