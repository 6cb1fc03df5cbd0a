#include "sim/again.hpp"

#include <algorithm>
#include <utility>

#include "power/grid.hpp"

namespace gigaplan::sim {
namespace {

void slow_down(StepResult& step, double factor) {
  for (Time* part : {&step.time, &step.compute, &step.exposed_communication, &step.bubble, &step.overhead})
    *part = *part * factor;
  for (Time& part : step.exposed_by_group) part = part * factor;
  step.throughput = step.throughput / factor;
  step.model_rate_per_chip = step.model_rate_per_chip / factor;
  step.mfu /= factor;
  step.hfu /= factor;
}

/// value · whole / part. What never happened in the short years of the centre is taken as it is.
template <typename T>
T corrected(T value, T whole, T part) {
  return part > T() ? value * (whole / part) : value;
}

OperationResult corrected(OperationResult found, const OperationResult& whole, const OperationResult& part) {
  const double all = whole.years / part.years;
  for (double HoursByState::*state : {&HoursByState::lost_work, &HoursByState::checkpoint, &HoursByState::restart,
                                      &HoursByState::waiting, &HoursByState::maintenance, &HoursByState::training}) {
    double& hours = found.hours.*state;
    hours = part.hours.*state > 0 ? hours * (whole.hours.*state / part.hours.*state) : hours * all;
  }
  found.goodput = std::min(1.0, corrected(found.goodput, whole.goodput, part.goodput));
  found.tokens_trained = corrected(found.tokens_trained, whole.tokens_trained, part.tokens_trained);
  found.model_operations = corrected(found.model_operations, whole.model_operations, part.model_operations);
  found.chip_availability =
      std::min(1.0, corrected(found.chip_availability, whole.chip_availability, part.chip_availability));
  found.interruptions = static_cast<std::uint64_t>(static_cast<double>(found.interruptions) * all + 0.5);
  for (auto& [cause, count] : found.interruptions_by_cause)
    count = static_cast<std::uint64_t>(static_cast<double>(count) * all + 0.5);
  found.years = whole.years;
  found.timeline.clear();
  return found;
}

EnergyResult corrected(EnergyResult found, const EnergyResult& whole, const EnergyResult& part,
                       const std::optional<Power>& limit) {
  for (Energy EnergyResult::*energy : {&EnergyResult::it, &EnergyResult::facility, &EnergyResult::power_chain,
                                       &EnergyResult::cooling, &EnergyResult::house})
    found.*energy = corrected(found.*energy, whole.*energy, part.*energy);
  found.peak_facility = corrected(found.peak_facility, whole.peak_facility, part.peak_facility);
  found.co2 = corrected(found.co2, whole.co2, part.co2);
  found.water = corrected(found.water, whole.water, part.water);
  found.cost = corrected(found.cost, whole.cost, part.cost);
  found.pue = found.it > Energy() ? found.facility / found.it : 0;
  found.over_grid_limit = limit && found.peak_facility > *limit;
  return found;
}

}  // namespace

Again::Again(const Scenario& scenario, const StepOptions& options, int every) : every_(every), scenario_(scenario) {
  const auto topology = build_cluster(scenario);
  pieces_ = network::count_pieces(topology);
  auto [step, fabric] = simulate_step(scenario, topology, prepare_step(scenario, topology), options);
  central_.scenario_name = scenario.name;
  central_.seed = scenario.seed;
  central_.published = scenario.training.published;
  central_.step = std::move(step);
  central_.fabric = std::move(fabric);
  const auto plan = plan_operation(scenario, central_.step, central_.fabric.bill);
  weather_ = plan.weather;
  add_years(scenario, simulate_years(scenario, central_.step, plan), central_);
  central_.operation.timeline.clear();
  short_ = simulate_short(scenario, central_.step, central_.fabric.bill, false);
}

Years Again::simulate_short(const Scenario& scenario, const StepResult& step, const BillOfMaterials& bill,
                            bool in_this_process) const {
  const bool same_climate = scenario.site.climate == scenario_.site.climate && scenario.seed == scenario_.seed;
  auto plan = plan_operation(scenario, step, bill, same_climate ? weather_ : std::vector<power::WeatherHour>{});
  std::vector<power::WeatherHour> thinned;
  for (std::size_t hour = 0; hour < plan.weather.size(); hour += static_cast<std::size_t>(every_))
    thinned.push_back(plan.weather[hour]);
  const auto all = std::exchange(plan.weather, std::move(thinned));
  Scenario few = scenario;
  few.operation.years = 1.0 / every_;
  auto years = simulate_years(few, step, plan, in_this_process);
  years.operation.timeline.clear();
  plan.weather = all;
  years.energy.design_peak = design_peak(plan);
  return years;
}

/// It differs in money and in prices alone, the grid's included.
bool Again::operates_as_before(const Scenario& changed) const {
  Scenario probe = changed;
  probe.finance = scenario_.finance;
  const Climate climate = changed.site.climate;
  probe.site = scenario_.site;
  probe.site.climate = climate;
  const auto& node = scenario_.cluster.node;
  probe.cluster.node.price = node.price;
  probe.cluster.node.chip.price = node.chip.price;
  probe.cluster.node.nics.price = node.nics.price;
  auto& switches = probe.cluster.fabric.switch_model;
  const auto& known = scenario_.cluster.fabric.switch_model;
  for (Money SwitchModel::*price :
       {&SwitchModel::price, &SwitchModel::copper_price, &SwitchModel::fibre_row_price, &SwitchModel::fibre_hall_price,
        &SwitchModel::fibre_campus_price, &SwitchModel::transceiver_price})
    switches.*price = known.*price;
  return probe == scenario_;
}

/// Price and carbon of the grid are the same in all hours (power/grid.hpp).
Years Again::as_before(const Scenario& changed) const {
  Years years{central_.operation, central_.energy};
  const auto here = power::grid_hour(changed.site.electricity, 0);
  years.energy.cost = years.energy.facility * here.price;
  years.energy.co2 = years.energy.facility * here.carbon;
  return years;
}

Report Again::with(const Scenario& changed, double step_time_factor, bool agreed, bool in_this_process) const {
  Report report = central_;
  const auto& before = central_.investment;
  const finance::AppraiseOptions appraisal{.plan = agreed && before ? &before->plan : nullptr, .break_even = !agreed};
  slow_down(report.step, step_time_factor);
  report.fabric.bill = network::bill_of_materials(pieces_, changed.cluster.fabric, changed.cluster.node);
  if (step_time_factor == 1 && operates_as_before(changed)) {
    add_years(changed, as_before(changed), report, appraisal);
    return report;
  }
  auto years = simulate_short(changed, report.step, report.fabric.bill, in_this_process);
  years.operation = corrected(std::move(years.operation), central_.operation, short_.operation);
  years.energy = corrected(std::move(years.energy), central_.energy, short_.energy, changed.facility.grid_limit);
  years.energy.design_over_grid_limit =
      changed.facility.grid_limit && years.energy.design_peak > *changed.facility.grid_limit;
  add_years(changed, std::move(years), report, appraisal);
  return report;
}

}  // namespace gigaplan::sim
