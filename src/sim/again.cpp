#include "sim/again.hpp"

#include <algorithm>
#include <utility>

#include "sim/years.hpp"

namespace gigaplan::sim {
namespace {

Years simulate_short(Scenario scenario, double short_years, const StepResult& step, const BillOfMaterials& bill) {
  scenario.operation.years = std::min(short_years, scenario.operation.years);
  return simulate_years(scenario, step, bill);
}

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

Again::Again(const Scenario& scenario, const StepOptions& options, double short_years) : short_years_(short_years) {
  const auto topology = build_cluster(scenario);
  pieces_ = network::count_pieces(topology);
  auto [step, fabric] = simulate_step(scenario, topology, prepare_step(scenario, topology), options);
  central_.scenario_name = scenario.name;
  central_.seed = scenario.seed;
  central_.published = scenario.training.published;
  central_.step = std::move(step);
  central_.fabric = std::move(fabric);
  add_years(scenario, simulate_years(scenario, central_.step, central_.fabric.bill), central_);
  central_.operation.timeline.clear();
  auto few = simulate_short(scenario, short_years_, central_.step, central_.fabric.bill);
  short_operation_ = std::move(few.operation);
  short_operation_.timeline.clear();
  short_energy_ = std::move(few.energy);
}

Report Again::with(const Scenario& changed, double step_time_factor) const {
  Report report = central_;
  slow_down(report.step, step_time_factor);
  report.fabric.bill = network::bill_of_materials(pieces_, changed.cluster.fabric, changed.cluster.node);
  auto years = simulate_short(changed, short_years_, report.step, report.fabric.bill);
  years.operation = corrected(std::move(years.operation), central_.operation, short_operation_);
  years.energy = corrected(std::move(years.energy), central_.energy, short_energy_, changed.facility.grid_limit);
  add_years(changed, std::move(years), report);
  return report;
}

}  // namespace gigaplan::sim
