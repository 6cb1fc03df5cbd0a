#include <fmt/format.h>

#include "cli/calibrated.hpp"
#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/summary.hpp"
#include "confidence/confidence.hpp"
#include "io/report_writer.hpp"
#include "sim/run.hpp"

namespace gigaplan::cli {

int step_command(const StepArguments& arguments, const std::filesystem::path& executable) {
  auto loaded = load(arguments.input, executable);
  const auto residuals = load_residuals(executable);
  if (!loaded || !residuals) {
    return exit_bad_input;
  }
  Calibrated calibrated;
  if (const int code = calibrate(arguments.calibrate, arguments.input, arguments.step, executable, *loaded, calibrated);
      code != exit_done) {
    return code;
  }
  auto files = prepare_step_files(arguments.files, *loaded->scenario);
  if (!files) {
    return exit_bad_input;
  }
  auto options = arguments.step;
  options.events = files->events ? &*files->events : nullptr;
  auto [step, fabric] = sim::run_training_step(*loaded->scenario, options);
  step.confidence = confidence::confidence_of(*loaded->scenario, residuals->rows, calibrated.knowledge);
  step.own = calibrated.own;
  if (arguments.json) {
    fmt::print("{}", io::step_json(step, fabric));
  } else {
    fmt::print("{}", summarise_step(*loaded->scenario, step, fabric, style(stdout_has_colour())));
  }
  return write_step_files(arguments.files, *loaded->scenario, *files);
}

}  // namespace gigaplan::cli
