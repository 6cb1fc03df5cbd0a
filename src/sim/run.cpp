#include "sim/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "finance/evaluate.hpp"
#include "power/energy.hpp"
#include "sim/bottleneck.hpp"
#include "sim/operate.hpp"

namespace gigaplan::sim {
namespace {

/// What the site draws with every node busy in the hottest hour of the year.
Power design_peak(const OperationPlan& plan) {
  Power peak;
  for (const auto& hour : plan.weather) {
    peak = max(peak, power::facility_draw(plan.plant, plan.it.peak, hour).total());
  }
  return peak;
}

}  // namespace

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

  const auto plan = plan_operation(scenario, report.step, report.fabric.bill);
  report.operation = operate(scenario, report.step, plan, options.expendable,
                             [&](double share) { tell("years of operation", share); });
  const auto& limit = scenario.facility.grid_limit;
  report.energy = power::summarise_energy(report.operation.timeline, report.operation.years, limit);
  report.energy.design_peak = design_peak(plan);
  report.energy.design_over_grid_limit = limit && report.energy.design_peak > *limit;
  report.finance = finance::evaluate({.finance = scenario.finance,
                                      .site = scenario.site,
                                      .cluster = scenario.cluster,
                                      .facility = scenario.facility,
                                      .bill = report.fabric.bill,
                                      .peak_it = plan.it.peak,
                                      .connection = limit.value_or(report.energy.design_peak),
                                      .operation = report.operation,
                                      .energy = report.energy,
                                      .spare_node_share = scenario.operation.spare_node_share});
  report.bottleneck = find_bottleneck(report.step, report.operation);
  return report;
}

}  // namespace gigaplan::sim
