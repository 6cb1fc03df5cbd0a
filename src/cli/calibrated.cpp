#include "cli/calibrated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "calibration/own.hpp"
#include "cli/load.hpp"
#include "cli/sweep_text.hpp"
#include "cli/terminal.hpp"
#include "io/sweep_reader.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;
using calibration::OwnFit;
using calibration::OwnStep;

std::vector<Setting> both(std::vector<Setting> first, const std::vector<Setting>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

/// The scenario of each measurement. It ran, so that it fitted into memory, whatever is predicted of that.
std::vector<OwnStep> steps_of(const MeasuredSteps& measured, const fs::path& file, const ScenarioArguments& input,
                              const std::vector<Setting>& overrides, const io::Catalogue& catalogue, Issues& issues) {
  std::vector<OwnStep> steps;
  for (std::size_t i = 0; i < measured.measurements.size(); ++i) {
    const auto& one = measured.measurements[i];
    auto changes = both(overrides, one.changes);
    changes.push_back({"/cluster/node/chip/memory_gbyte", "100000"});
    auto loaded = io::load_scenario(input.scenario, changes, catalogue);
    if (loaded.scenario) {
      steps.push_back({std::move(*loaded.scenario), one.step_time_s});
      continue;
    }
    const auto fault = std::ranges::find(loaded.issues, Severity::error, &Issue::severity);
    if (fault == loaded.issues.end()) continue;
    issues.push_back({.file = file.string(),
                      .pointer = fmt::format("/measurements/{}/changes", i),
                      .message = fmt::format("they make no scenario: {}: {}", fault->pointer, fault->message),
                      .remedy = fault->remedy});
  }
  return steps;
}

/// Measurements that look like a slip: told, and believed.
Issues slips(const OwnFit& fit, const MeasuredSteps& measured, const fs::path& file) {
  Issues issues;
  for (std::size_t i = 0; i < fit.before_s.size(); ++i) {
    const double factor = measured.measurements[i].step_time_s / fit.before_s[i];
    if (factor < 3 && factor > 1.0 / 3) continue;
    issues.push_back({.severity = Severity::warning,
                      .file = file.string(),
                      .pointer = fmt::format("/measurements/{}/step_time_s", i),
                      .message = fmt::format("{} is {} times the prediction of {}",
                                             duration(measured.measurements[i].step_time_s * unit::second),
                                             figures(factor), duration(fit.before_s[i] * unit::second)),
                      .remedy = "is it in seconds, of one step, and of this very job?"});
  }
  return issues;
}

bool same_series(const Scenario& a, const Scenario& b) {
  return a.training.model == b.training.model && a.training.precision == b.training.precision &&
         a.training.stack == b.training.stack && a.cluster.node.chip.id == b.cluster.node.chip.id &&
         a.cluster.node.chip.peak == b.cluster.node.chip.peak;
}

/// Where the fitted figures come from. What a figure was is told with its old source.
void relabel(const OwnFit& fit, const std::vector<Assumption>& before, const OwnMeasurements& own,
             std::vector<Assumption>& after) {
  for (const auto& figure : fit.figures) {
    const auto row = std::ranges::find(after, figure.pointer, &Assumption::pointer);
    if (row == after.end()) continue;
    const auto old = std::ranges::find(before, figure.pointer, &Assumption::pointer);
    row->how = How::computed;
    row->source = fmt::format("calibrated to {} ({}); it was {}{}{}", own.file, own.source, figures(figure.before),
                              old != before.end() ? ": " : "", old != before.end() ? old->source : "");
    row->low = std::min(figure.low, row->value);  // which has six digits
    row->high = std::max(figure.high, row->value);
  }
}

OwnMeasurements own_of(const OwnFit& fit, const MeasuredSteps& measured, const fs::path& file) {
  OwnMeasurements own{.file = file.filename().string(), .source = measured.source, .steps = {}};
  for (std::size_t i = 0; i < fit.before_s.size(); ++i) {
    const auto& one = measured.measurements[i];
    own.steps.push_back(
        {one.step_time_s * unit::second, fit.before_s[i] * unit::second, fit.after_s[i] * unit::second, one.note});
  }
  return own;
}

std::vector<Setting> settings_of(const OwnFit& fit) {
  std::vector<Setting> settings;
  settings.reserve(fit.figures.size());
  for (const auto& figure : fit.figures) settings.push_back({figure.pointer, fmt::format("{:.6g}", figure.after)});
  return settings;
}

}  // namespace

int calibrate(const fs::path& file, const ScenarioArguments& input, const sim::StepOptions& options,
              const fs::path& executable, io::LoadedScenario& loaded, Calibrated& calibrated) {
  if (file.empty()) return exit_done;
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) return exit_bad_input;
  auto [measured, issues] = io::load_measured(file);
  const auto overrides = parse_overrides(input.overrides, issues);
  std::vector<OwnStep> steps;
  if (measured) steps = steps_of(*measured, file, input, overrides, *catalogue, issues);
  print_issues(issues);
  if (!measured || has_errors(issues)) return exit_bad_input;

  ProgressBar bar;
  const auto fit = calibration::fit_to_own(*loaded.scenario, loaded.assumptions, steps,
                                           {.minutes_limit = options.minutes_limit,
                                            .approximate = options.approximate,
                                            .workers = batch::processors(),
                                            .progress = [&](double share) { bar.update("own measurements", share); }});
  bar.clear();
  if (fit.stop != batch::Stop::finished) {
    fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(fit.stop));
    return exit_code_of(fit.stop);
  }
  if (fit.figures.empty()) {
    print_issues({{.file = file.string(),
                   .pointer = "/measurements",
                   .message = "none has the scenario's chip or stack: they say nothing about it",
                   .remedy = "leave /training/stack and /cluster/node out of the changes"}});
    return exit_bad_input;
  }
  print_issues(slips(fit, *measured, file));
  calibrated.own = own_of(fit, *measured, file);
  calibrated.knowledge.has_measurement =
      std::ranges::any_of(steps, [&](const OwnStep& step) { return same_series(step.scenario, *loaded.scenario); });
  auto again = io::load_scenario(input.scenario, both(overrides, settings_of(fit)), *catalogue);
  if (!again.scenario) {
    print_issues(again.issues);
    return exit_bad_input;
  }
  relabel(fit, loaded.assumptions, *calibrated.own, again.assumptions);
  loaded = std::move(again);
  return exit_done;
}

}  // namespace gigaplan::cli
