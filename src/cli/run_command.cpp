#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "cli/calibrated.hpp"
#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/run_futures.hpp"
#include "cli/simulate.hpp"
#include "cli/summary.hpp"
#include "confidence/confidence.hpp"
#include "io/files.hpp"
#include "io/report_writer.hpp"
#include "report/html.hpp"
#include "report/run_page.hpp"
#include "sim/run.hpp"

namespace gigaplan::cli {

int run_command(const RunArguments& arguments, const std::filesystem::path& executable) {
  auto loaded = load(arguments.input, executable);
  const auto residuals = load_residuals(executable);
  if (!loaded || !residuals) {
    return exit_bad_input;
  }
  const auto out = arguments.out.empty() ? default_out(arguments.input.scenario) : arguments.out;
  if (const auto issues = io::check_output_folder(out); has_errors(issues)) {  // before the work, not after it
    print_issues(issues);
    return exit_bad_input;
  }
  Calibrated calibrated;
  if (const int code = calibrate(arguments.calibrate, arguments.input, arguments.step, executable, *loaded, calibrated);
      code != exit_done) {
    return code;
  }
  const auto& scenario = *loaded->scenario;
  ProgressBar bar;
  auto report =
      sim::run_scenario(scenario, arguments.step, [&](const auto& stage, double share) { bar.update(stage, share); });
  bar.clear();
  report.scenario_sha256 = loaded->sha256;
  report.assumptions = loaded->assumptions;
  report.step.confidence = confidence::confidence_of(scenario, residuals->rows, calibrated.knowledge);
  report.step.own = calibrated.own;

  if (arguments.futures > 0) {
    if (const int code = simulate_futures(arguments, executable, *residuals, report); code != exit_done) {
      return code;
    }
  }
  auto page = report::run_page(scenario, report, versions());
  if (report.futures) {
    add_futures(page, *report.futures);
  }
  std::vector<io::OutputFile> files = {{"report.json", io::report_json(report, versions())},
                                       {"timeseries.csv", io::timeseries_csv(report, scenario.operation.start)},
                                       {"report.html", report::html(page)}};
  if (report.investment) {
    files.push_back({"statements.csv", io::statements_csv(*report.investment)});
  }
  const auto issues = io::write_outputs(out, files);
  if (has_errors(issues)) {
    print_issues(issues);
    return exit_bad_input;
  }
  if (!report.investment) {  // those of an earlier run would not belong to these files
    std::error_code ignored;
    std::filesystem::remove(out / "statements.csv", ignored);
  }
  const auto styles = style(stdout_has_colour());
  fmt::print("{}{}\n", summarise(scenario, report, styles),
             report.futures ? futures_rows(*report.futures, styles) : "");
  fmt::print("  Written to {}: report.html (a page for a browser),\n", out.string());
  fmt::print("  report.json (every figure and its source), timeseries.csv (hour by hour){}\n",
             report.investment ? ",\n  statements.csv (quarter by quarter)" : "");
  return exit_done;
}

}  // namespace gigaplan::cli
