#include <fmt/format.h>

#include "cli/calibrated.hpp"
#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/simulate.hpp"
#include "cli/summary.hpp"
#include "confidence/confidence.hpp"
#include "io/files.hpp"
#include "io/report_writer.hpp"
#include "report/html.hpp"
#include "report/step_page.hpp"
#include "sim/run.hpp"

namespace gigaplan::cli {
namespace {

/// The folder of --out: can it be written?
bool can_write(const std::filesystem::path& folder) {
  const auto issues = folder.empty() ? Issues() : io::check_output_folder(folder);
  print_issues(issues);
  return !has_errors(issues);
}

}  // namespace

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
  if (!files || !can_write(arguments.out)) {
    return exit_bad_input;
  }
  if (!arguments.out.empty() && !files->events) {
    files->events.emplace();  // the page shows them
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
  if (!arguments.out.empty()) {
    const auto page =
        report::step_page(*loaded->scenario, step, fabric, *files->events, loaded->assumptions, versions());
    const auto issues = io::write_outputs(
        arguments.out, {{"step.json", io::step_json(step, fabric)}, {"report.html", report::html(page)}});
    if (has_errors(issues)) {
      print_issues(issues);
      return exit_bad_input;
    }
  }
  return write_step_files(arguments.files, *loaded->scenario, *files);
}

}  // namespace gigaplan::cli
