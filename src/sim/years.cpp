#include "sim/years.hpp"

#include <utility>

#include "finance/evaluate.hpp"
#include "power/energy.hpp"
#include "sim/bottleneck.hpp"

namespace gigaplan::sim {
Power design_peak(const OperationPlan& plan) {
  Power peak;
  for (const auto& hour : plan.weather) {
    peak = max(peak, power::facility_draw(plan.plant, plan.it.peak, hour).total());
  }
  return peak;
}

Years simulate_years(const Scenario& scenario, const StepResult& step, const OperationPlan& plan, bool in_this_process,
                     const std::function<void(double)>& progress) {
  Years years;
  years.operation = operate(scenario, step, plan, in_this_process, progress);
  const auto& limit = scenario.facility.grid_limit;
  years.energy = power::summarise_energy(years.operation.timeline, years.operation.years, limit);
  years.energy.design_peak = design_peak(plan);
  years.energy.design_over_grid_limit = limit && years.energy.design_peak > *limit;
  years.peak_it = plan.it.peak;
  return years;
}

void add_years(const Scenario& scenario, Years years, Report& report) {
  report.operation = std::move(years.operation);
  report.energy = std::move(years.energy);
  report.finance = finance::evaluate({.finance = scenario.finance,
                                      .site = scenario.site,
                                      .cluster = scenario.cluster,
                                      .facility = scenario.facility,
                                      .bill = report.fabric.bill,
                                      .peak_it = years.peak_it,
                                      .connection = scenario.facility.grid_limit.value_or(report.energy.design_peak),
                                      .operation = report.operation,
                                      .energy = report.energy,
                                      .spare_node_share = scenario.operation.spare_node_share});
  report.bottleneck = find_bottleneck(report.step, report.operation);
}

}  // namespace gigaplan::sim
