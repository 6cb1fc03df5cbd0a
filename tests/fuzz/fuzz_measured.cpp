// Can any bytes at all crash the readers of measured steps and of residuals, or let a figure through that is none?
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "confidence/confidence.hpp"
#include "io/scenario_reader.hpp"
#include "io/sweep_reader.hpp"
#include "scratch.hpp"

using namespace gigaplan;
using fuzz::require;

namespace {

void sound(const Issues& issues) {
  for (const Issue& issue : issues) {
    require(!issue.message.empty() && !issue.file.empty(), "each issue has a file and a message");
    const std::string told = to_string(issue);
    require(printable(told) == told, "nothing steers a terminal");
  }
}

void measured(const std::filesystem::path& file) {
  static const std::filesystem::path catalogue = std::getenv("GIGAPLAN_CATALOGUE");
  static const auto scenario = catalogue.parent_path() / "examples" / "llama3-405b-16k.json";
  const io::LoadedMeasured loaded = io::load_measured(file);
  require(loaded.steps.has_value() == !has_errors(loaded.issues), "steps, or errors");
  sound(loaded.issues);
  if (!loaded.steps) {
    return;
  }
  require(!loaded.steps->measurements.empty() && !loaded.steps->source.empty(), "a measurement, and whose it is");
  for (const MeasuredStep& step : loaded.steps->measurements) {
    require(std::isfinite(step.step_time_s) && step.step_time_s > 0, "a time above 0");
    const auto changed = io::load_scenario(scenario, step.changes, {.root = catalogue});
    require(changed.scenario.has_value() == !has_errors(changed.issues), "a scenario, or errors");
  }
}

void residuals(const std::filesystem::path& folder) {
  const auto read = confidence::read_residuals(folder);
  sound(read.issues);
  require(read.rows.empty() || !has_errors(read.issues), "rows, or errors");
  const auto sure = confidence::confidence_of(confidence::Subject{}, read.rows);
  if (sure) {
    require(0 < sure->low && sure->low <= 1 && sure->high >= 1 && std::isfinite(sure->high), "the prediction inside");
    require(printable(sure->basis) == sure->basis, "nothing steers a terminal");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch("residuals.json");
  require(std::getenv("GIGAPLAN_CATALOGUE") != nullptr, "GIGAPLAN_CATALOGUE is set");
  const auto& file = scratch.write(data, size);
  measured(file);
  residuals(file.parent_path());
  return 0;
}
