#include "cli/step_files.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/simulate.hpp"
#include "io/chrome_trace.hpp"
#include "io/files.hpp"
#include "io/simgrid_platform.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::cli {
namespace {

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code error;
  return std::filesystem::weakly_canonical(std::filesystem::absolute(a, error), error) ==
         std::filesystem::weakly_canonical(std::filesystem::absolute(b, error), error);
}

/// The same rule for each file that was asked for.
template <class Action>
Issues for_files(const StepFiles& files, Action action) {
  Issues issues;
  for (const auto* file : {&files.trace, &files.simgrid}) {
    if (!file->empty()) {
      auto found = action(*file);
      issues.insert(issues.end(), found.begin(), found.end());
    }
  }
  return issues;
}

}  // namespace

std::optional<PreparedStepFiles> prepare_step_files(const StepFiles& files, const Scenario& scenario) {
  PreparedStepFiles prepared;
  auto issues = for_files(files, io::check_output_file);
  if (!files.trace.empty() && !files.simgrid.empty() && same_file(files.trace, files.simgrid)) {
    issues.push_back({.file = files.trace.string(),
                      .message = "is to be both the trace and the platform",
                      .remedy = "name two files"});
  }
  if (!files.simgrid.empty()) {
    prepared.routing = network::make_routing(sim::build_cluster(scenario), scenario.seed);
    const auto found = io::check_simgrid_platform(*prepared.routing);
    issues.insert(issues.end(), found.begin(), found.end());
  }
  if (!files.trace.empty()) {
    prepared.events.emplace();
  }
  if (has_errors(issues)) {
    print_issues(issues);
    return std::nullopt;
  }
  return prepared;
}

int write_step_files(const StepFiles& files, const Scenario& scenario, const PreparedStepFiles& prepared) {
  const auto issues = for_files(files, [&](const std::filesystem::path& file) {
    return io::write_output_file(file, [&](std::ostream& out) {
      if (&file == &files.trace) {
        io::write_chrome_trace(out, *prepared.events, {.scenario = scenario.name, .gigaplan = GIGAPLAN_VERSION});
      } else {
        io::write_simgrid_platform(out, scenario, *prepared.routing, versions());
      }
    });
  });
  if (prepared.events && prepared.events->dropped > 0) {
    fmt::print(stderr, "note: the trace holds the first {} events; {} more did not fit\n", prepared.events->limit,
               prepared.events->dropped);
  }
  print_issues(issues);
  return has_errors(issues) ? exit_bad_input : exit_done;
}

}  // namespace gigaplan::cli
