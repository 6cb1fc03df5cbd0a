#include "sim/again.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "power/energy.hpp"

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

/// value · whole / part. What never happened in the short years of the centre is as in the whole, or more if the change
/// brought it.
template <typename T>
T corrected(T value, T whole, T part) {
  return part > T() ? value * (whole / part) : std::max(value, whole);
}

/// How often each cause happens in the whole operation; one that the centre's short years never met: as often as in its
/// whole, by the rates. \param found of the short operation, changed
void correct_causes(OperationResult& found, const OperationResult& whole, const OperationResult& part,
                    const Reliability& changed, const Reliability& centre) {
  const auto count = [](const OperationResult& operation, const std::string& cause) {
    const auto known = operation.interruptions_by_cause.find(cause);
    return known == operation.interruptions_by_cause.end() ? 0.0 : static_cast<double>(known->second);
  };
  const auto rate = [](const Reliability& reliability, const std::string& cause) {
    Frequency sum;
    for (const auto& one : reliability.causes) sum += one.name == cause ? one.rate : Frequency();
    return sum;
  };
  found.interruptions = 0;
  for (auto& [cause, few] : found.interruptions_by_cause) {
    const double in_whole = count(whole, cause), in_part = count(part, cause), seen = static_cast<double>(few);
    const Frequency before = rate(centre, cause);
    const double often = in_part > 0            ? seen * (in_whole / in_part)
                         : before > Frequency() ? in_whole * (rate(changed, cause) / before)
                                                : seen * (whole.years / part.years);
    few = static_cast<std::uint64_t>(std::llround(often));
    found.interruptions += few;
  }
}

OperationResult corrected(OperationResult found, const OperationResult& whole, const OperationResult& part,
                          const Reliability& changed, const Reliability& centre) {
  const double all = whole.years / part.years;
  for (double HoursByState::*state : {&HoursByState::lost_work, &HoursByState::checkpoint, &HoursByState::restart,
                                      &HoursByState::waiting, &HoursByState::maintenance, &HoursByState::training}) {
    double& hours = found.hours.*state;
    hours = part.hours.*state > 0 ? hours * (whole.hours.*state / part.hours.*state)
                                  : std::max(whole.hours.*state, hours * all);
  }
  found.goodput = std::min(1.0, corrected(found.goodput, whole.goodput, part.goodput));
  found.tokens_trained = corrected(found.tokens_trained, whole.tokens_trained, part.tokens_trained);
  found.model_operations = corrected(found.model_operations, whole.model_operations, part.model_operations);
  found.chip_availability =
      std::min(1.0, corrected(found.chip_availability, whole.chip_availability, part.chip_availability));
  correct_causes(found, whole, part, changed, centre);
  found.years = whole.years;
  found.timeline.clear();
  return found;
}

/// What the site draws; where that comes from, correct_supply() says.
EnergyResult corrected(EnergyResult found, const EnergyResult& whole, const EnergyResult& part) {
  for (Energy EnergyResult::*energy :
       {&EnergyResult::it, &EnergyResult::power_chain, &EnergyResult::cooling, &EnergyResult::house})
    found.*energy = corrected(found.*energy, whole.*energy, part.*energy);
  found.facility = found.it + found.power_chain + found.cooling + found.house;
  found.peak_facility = corrected(found.peak_facility, whole.peak_facility, part.peak_facility);
  found.water = corrected(found.water, whole.water, part.water);
  found.pue = found.it > Energy() ? found.facility / found.it : 0;
  return found;
}

/// found + whole - part, not below 0, for what is left over or changes sign: a ratio of two small figures says nothing.
template <typename T>
T moved(T found, T whole, T part) {
  return found > T() ? max(found + (whole - part), T()) : found;
}

/// Where the power comes from, as `found` has it, into `energy`, which says what is drawn. Hours and year balance.
void correct_supply(EnergyResult& energy, const EnergyResult& found, const EnergyResult& whole,
                    const EnergyResult& part, const Facility& facility) {
  energy.solar = corrected(found.solar, whole.solar, part.solar);
  energy.wind = corrected(found.wind, whole.wind, part.wind);
  for (Energy EnergyResult::*flow :
       {&EnergyResult::exported, &EnergyResult::curtailed, &EnergyResult::battery_loss, &EnergyResult::own})
    energy.*flow = moved(found.*flow, whole.*flow, part.*flow);
  energy.own = min(energy.own, energy.facility);
  energy.imported =
      energy.facility + energy.exported + energy.curtailed + energy.battery_loss - energy.solar - energy.wind;
  if (energy.imported < Energy()) energy.curtailed -= std::exchange(energy.imported, Energy());
  energy.co2 = moved(found.co2, whole.co2, part.co2);
  energy.cost = found.cost + (whole.cost - part.cost);
  const auto& limit = facility.grid_limit;
  const Power connection = limit.value_or(energy.design_peak);
  energy.peak_import = energy.peak_facility;
  if (facility.on_site) energy.peak_import = moved(found.peak_import, whole.peak_import, part.peak_import);
  if (facility.on_site && found.peak_import <= connection) energy.peak_import = min(energy.peak_import, connection);
  energy.over_grid_limit = limit && energy.peak_import > *limit;
}

/// So that they add up to `energy` and reach no higher than it.
void scale_draw(std::vector<Hour>& timeline, const EnergyResult& as_simulated, const EnergyResult& energy) {
  if (!(as_simulated.facility > Energy())) return;
  const double factor = energy.facility / as_simulated.facility;
  for (Hour& hour : timeline) hour.facility = min(factor * hour.facility, energy.peak_facility);
}

EnergyResult add_up(const std::vector<Hour>& timeline) {
  return power::summarise_energy(timeline, static_cast<double>(timeline.size()) / power::hours_a_year, {});
}

/// Each hour stands for those up to the next that was simulated.
std::vector<Hour> stretched(const std::vector<Hour>& thinned, int every) {
  std::vector<Hour> all;
  all.reserve(thinned.size() * static_cast<std::size_t>(every));
  for (const Hour& hour : thinned) all.insert(all.end(), static_cast<std::size_t>(every), hour);
  return all;
}

/// What the site draws in a mean year, hour by hour; a shorter operation as it is.
std::vector<Hour> mean_year(const std::vector<Hour>& timeline) {
  std::vector<Hour> year(std::min(timeline.size(), power::hours_a_year));
  for (std::size_t h = 0; h < year.size(); ++h) {
    double hours = 0;
    for (std::size_t t = h; t < timeline.size(); t += year.size()) {
      year[h].facility += timeline[t].facility;
      ++hours;
    }
    year[h].facility = year[h].facility / hours;
  }
  return year;
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
  mean_year_ = mean_year(central_.operation.timeline);
  scale_draw(mean_year_, add_up(mean_year_), central_.energy);
  central_.operation.timeline.clear();
  if (scenario.site.renewables) resource_ = power::typical_resource(*scenario.site.renewables, scenario.seed);
  supplied_ = supply_mean_year(scenario);
  short_ = simulate_short(scenario, central_.step, central_.fabric.bill, false);
  short_supplied_ = supply_short(scenario, central_.energy, short_);
  short_.operation.timeline.clear();
}

Years Again::simulate_short(const Scenario& scenario, const StepResult& step, const BillOfMaterials& bill,
                            bool in_this_process) const {
  const bool same_climate = scenario.site.climate == scenario_.site.climate && scenario.seed == scenario_.seed &&
                            scenario.operation.start == scenario_.operation.start;
  auto plan = plan_operation(scenario, step, bill, same_climate ? weather_ : std::vector<power::WeatherHour>{});
  std::vector<power::WeatherHour> thinned;
  for (std::size_t hour = 0; hour < plan.weather.size(); hour += static_cast<std::size_t>(every_))
    thinned.push_back(plan.weather[hour]);
  const auto all = std::exchange(plan.weather, std::move(thinned));
  Scenario few = scenario;
  few.operation.years = 1.0 / every_;
  Years years{.operation = operate(few, step, plan, in_this_process)};
  years.operation.timeline = stretched(years.operation.timeline, every_);
  plan.weather = all;
  years.energy = add_up(years.operation.timeline);
  years.energy.design_peak = design_peak(plan);
  years.energy.design_it = plan.it.peak;
  return years;
}

/// \param drawn what the whole operation would draw \param simulated in short, with its hours
EnergyResult Again::supply_short(const Scenario& changed, const EnergyResult& drawn, const Years& simulated) const {
  auto timeline = simulated.operation.timeline;
  scale_draw(timeline, simulated.energy, drawn);
  return supply_energy(changed, drawn.design_peak, timeline, resource_of(changed));
}

/// Empty where it is another, which then is made anew.
std::vector<power::ResourceHour> Again::resource_of(const Scenario& changed) const {
  const bool same = changed.site.renewables == scenario_.site.renewables && changed.seed == scenario_.seed;
  return same ? resource_ : std::vector<power::ResourceHour>{};
}

EnergyResult Again::supply_mean_year(const Scenario& changed) const {
  auto timeline = mean_year_;
  return supply_energy(changed, central_.energy.design_peak, timeline, resource_of(changed));
}

/// It differs in money, in prices, the grid's included, and in where the power comes from alone.
bool Again::operates_as_before(const Scenario& changed) const {
  Scenario probe = changed;
  probe.finance = scenario_.finance;
  const Climate climate = changed.site.climate;
  probe.site = scenario_.site;
  probe.site.climate = climate;
  probe.facility.on_site = scenario_.facility.on_site;
  probe.facility.power_chain.price = scenario_.facility.power_chain.price;
  probe.facility.cooling.price = scenario_.facility.cooling.price;
  const auto& node = scenario_.cluster.node;
  probe.cluster.node.price = node.price;
  probe.cluster.node.chip.price = node.chip.price;
  probe.cluster.node.nics.price = node.nics.price;
  // A price that is set is cited as set.
  probe.provenance = scenario_.provenance;
  probe.cluster.provenance = scenario_.cluster.provenance;
  probe.cluster.node.provenance = node.provenance;
  probe.cluster.node.chip.provenance = node.chip.provenance;
  probe.cluster.fabric.provenance = scenario_.cluster.fabric.provenance;
  probe.cluster.fabric.switch_model.provenance = scenario_.cluster.fabric.switch_model.provenance;
  probe.facility.power_chain.provenance = scenario_.facility.power_chain.provenance;
  probe.facility.cooling.provenance = scenario_.facility.cooling.provenance;
  auto& switches = probe.cluster.fabric.switch_model;
  const auto& known = scenario_.cluster.fabric.switch_model;
  for (Money SwitchModel::*price :
       {&SwitchModel::price, &SwitchModel::copper_price, &SwitchModel::fibre_row_price, &SwitchModel::fibre_hall_price,
        &SwitchModel::fibre_campus_price, &SwitchModel::transceiver_price})
    switches.*price = known.*price;
  return probe == scenario_;
}

/// The site draws what it did; where that comes from and what it costs is worked out anew.
Years Again::as_before(const Scenario& changed) const {
  Years years{central_.operation, central_.energy};
  correct_supply(years.energy, supply_mean_year(changed), central_.energy, supplied_, changed.facility);
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
  auto drawn = corrected(years.energy, central_.energy, short_.energy);
  correct_supply(drawn, supply_short(changed, drawn, years), central_.energy, short_supplied_, changed.facility);
  years.operation = corrected(std::move(years.operation), central_.operation, short_.operation,
                              changed.operation.reliability, scenario_.operation.reliability);
  years.energy = drawn;
  years.energy.design_over_grid_limit =
      changed.facility.grid_limit && years.energy.design_peak > *changed.facility.grid_limit;
  add_years(changed, std::move(years), report, appraisal);
  return report;
}

}  // namespace gigaplan::sim
