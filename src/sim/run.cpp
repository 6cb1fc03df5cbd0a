#include "sim/run.hpp"

#include <utility>

#include "sim/years.hpp"

namespace gigaplan::sim {

Report run_scenario(const Scenario& scenario, const StepOptions& options, const Progress& progress) {
  const auto tell = [&](const char* stage, double share) {
    if (progress) {
      progress(stage, share);
    }
  };
  Report report;
  report.scenario_name = scenario.name;
  report.seed = scenario.seed;
  report.published = scenario.training.published;
  tell("one training step", 0);
  auto [step, fabric] = run_training_step(scenario, options);
  report.step = std::move(step);
  report.fabric = std::move(fabric);

  add_years(scenario,
            simulate_years(scenario, report.step, plan_operation(scenario, report.step, report.fabric.bill),
                           options.expendable, [&](double share) { tell("years of operation", share); }),
            report);
  return report;
}

}  // namespace gigaplan::sim
