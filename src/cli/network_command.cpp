#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/network_text.hpp"
#include "confidence/confidence.hpp"
#include "io/network_writer.hpp"
#include "sim/network_study.hpp"

namespace gigaplan::cli {

int network_command(const StepArguments& arguments, const std::filesystem::path& executable) {
  const auto loaded = load(arguments.input, executable);
  const auto residuals = load_residuals(executable);
  if (!loaded || !residuals) {
    return exit_bad_input;
  }
  auto files = prepare_step_files(arguments.files, *loaded->scenario);
  if (!files) {
    return exit_bad_input;
  }
  auto options = arguments.step;
  options.events = files->events ? &*files->events : nullptr;
  ProgressBar bar;
  auto result = sim::study_network(*loaded->scenario, options,
                                   [&](const std::string& what, double share) { bar.update(what, share); });
  bar.clear();
  result.scenario_sha256 = loaded->sha256;
  result.step.confidence = confidence::confidence_of(*loaded->scenario, residuals->rows);
  if (arguments.json) {
    fmt::print("{}", io::network_json(result, GIGAPLAN_VERSION));
  } else {
    fmt::print("{}", summarise_network(*loaded->scenario, result, style(stdout_has_colour())));
  }
  return write_step_files(arguments.files, *loaded->scenario, *files);
}

}  // namespace gigaplan::cli
