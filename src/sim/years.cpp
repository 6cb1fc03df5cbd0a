#include "sim/years.hpp"

#include <string>
#include <utility>

#include "power/energy.hpp"
#include "sim/bottleneck.hpp"

namespace gigaplan::sim {
namespace {

/// 2028.5 for the first of July 2028. \param date ISO 8601, checked
double calendar_year(const std::string& date) {
  const auto part = [&](std::size_t from, std::size_t length) { return std::stod(date.substr(from, length)); };
  return part(0, 4) + (part(5, 2) - 1) / 12 + (part(8, 2) - 1) / 365;
}

}  // namespace

finance::FinanceInput finance_input(const Scenario& scenario, const Report& report) {
  return {.finance = scenario.finance,
          .site = scenario.site,
          .cluster = scenario.cluster,
          .facility = scenario.facility,
          .bill = report.fabric.bill,
          .peak_it = report.energy.design_it,
          .connection = scenario.facility.grid_limit.value_or(report.energy.design_peak),
          .operation = report.operation,
          .energy = report.energy,
          .spare_node_share = scenario.operation.spare_node_share,
          .operation_start = calendar_year(scenario.operation.start)};
}

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
  years.energy.design_it = plan.it.peak;
  return years;
}

void add_years(const Scenario& scenario, Years years, Report& report, const finance::AppraiseOptions& options) {
  report.operation = std::move(years.operation);
  report.energy = std::move(years.energy);
  report.finance = finance::evaluate(finance_input(scenario, report));
  report.investment = finance::appraise(finance_input(scenario, report), options);
  report.bottleneck = find_bottleneck(report.step, report.operation);
}

}  // namespace gigaplan::sim
