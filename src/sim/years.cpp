#include "sim/years.hpp"

#include <string>
#include <utility>

#include "power/energy.hpp"
#include "power/season.hpp"
#include "sim/bottleneck.hpp"

namespace gigaplan::sim {
namespace {

/// 2028.5 for the first of July 2028. \param date ISO 8601, checked
double calendar_year(const std::string& date) {
  const auto part = [&](std::size_t from, std::size_t length) { return std::stod(date.substr(from, length)); };
  return part(0, 4) + (part(5, 2) - 1) / 12 + (part(8, 2) - 1) / 365;
}

/// Interruptions that somebody has to repair something for, in the mean year.
finance::Repairs repairs_a_year(const Reliability& reliability, const OperationResult& operation) {
  finance::Repairs repairs;
  for (const FailureCause& cause : reliability.causes) {
    const auto count = operation.interruptions_by_cause.find(cause.name);
    if (count == operation.interruptions_by_cause.end() || !(cause.repair > Time())) continue;
    const double yearly = static_cast<double>(count->second) / operation.years;
    (cause.unit == FailureUnit::chip ? repairs.chips : repairs.nodes) += yearly;
  }
  return repairs;
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
          .operation_start = calendar_year(scenario.operation.start),
          .repairs = repairs_a_year(scenario.operation.reliability, report.operation)};
}

Power design_peak(const OperationPlan& plan) {
  Power peak;
  for (const auto& hour : plan.weather) {
    peak = max(peak, power::facility_draw(plan.plant, plan.it.peak, hour).total());
  }
  return peak;
}

EnergyResult supply_energy(const Scenario& scenario, Power design_peak, std::vector<Hour>& timeline,
                           std::vector<power::ResourceHour> resource) {
  const auto& limit = scenario.facility.grid_limit;
  auto supply = power::plan_supply(scenario.site, scenario.facility, scenario.seed, limit.value_or(design_peak),
                                   std::move(resource));
  supply.first_hour = power::hour_of_year(scenario.operation.start);
  power::supply_hours(supply, timeline);
  auto energy = power::summarise_energy(timeline, static_cast<double>(timeline.size()) / power::hours_a_year, limit);
  energy.design_peak = design_peak;
  energy.design_over_grid_limit = limit && design_peak > *limit;
  return energy;
}

Years simulate_years(const Scenario& scenario, const StepResult& step, const OperationPlan& plan, bool in_this_process,
                     const std::function<void(double)>& progress) {
  Years years;
  years.operation = operate(scenario, step, plan, in_this_process, progress);
  years.energy = supply_energy(scenario, design_peak(plan), years.operation.timeline);
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
