#include <algorithm>
#include <cmath>
#include <numeric>

#include "power/season.hpp"
#include "sim/operate.hpp"

namespace gigaplan::sim {
namespace {

/// Switches and their optics: always on, whatever the job does. The nodes' own power includes their NICs.
Power fabric_power(const BillOfMaterials& bill) {
  Power power;
  for (const auto& line : bill.lines) {
    power += line.name == "nic" ? Power() : line.power;
  }
  return power;
}

ItPower it_power(const Scenario& scenario, const OperationPlan& plan, const StepResult& step,
                 const BillOfMaterials& bill) {
  const auto& node = scenario.cluster.node;
  const auto job = static_cast<double>(plan.job_nodes);
  const auto rest = static_cast<double>(plan.installed_nodes - plan.job_nodes);
  const Power busy = power::node_power(node, {.compute = 1, .communicate = 0});
  const Power idle = power::node_power(node, {});
  const Power constant = fabric_power(bill) + scenario.facility.auxiliary_it_share * (job + rest) * busy;
  return {.training = constant + rest * idle + job * power::node_power(node, step_activity(step)),
          .checkpoint = constant + rest * idle + job * power::node_power(node, {.compute = 0, .communicate = 1}),
          .standstill = constant + (job + rest) * idle,
          .peak = constant + (job + rest) * busy};
}

/// A typical year that begins on the day on which the operation does.
std::vector<power::WeatherHour> weather_from(const Scenario& scenario) {
  auto year = power::typical_year(scenario.site.climate, scenario.seed);
  const auto first = static_cast<std::ptrdiff_t>(power::hour_of_year(scenario.operation.start));
  std::ranges::rotate(year, year.begin() + first);
  return year;
}

}  // namespace

power::Activity step_activity(const StepResult& step) {
  return {.compute = step.compute / step.time, .communicate = 1 - step.compute / step.time};
}

OperationPlan plan_operation(const Scenario& scenario, const StepResult& step, const BillOfMaterials& bill,
                             std::vector<power::WeatherHour> weather) {
  const auto& node = scenario.cluster.node;
  const auto& spec = scenario.operation;
  OperationPlan plan;
  const long chips = scenario.training.plan.world();
  plan.job_nodes = (chips + node.chips_per_node - 1) / node.chips_per_node;
  plan.installed_nodes =
      scenario.cluster.nodes + std::lround(spec.spare_node_share * static_cast<double>(scenario.cluster.nodes));
  plan.failure_rates = failure_rates(spec.reliability, chips, plan.job_nodes);
  const Frequency all = std::accumulate(plan.failure_rates.begin(), plan.failure_rates.end(), Frequency());
  plan.checkpoint_size = checkpoint_bytes_per_parameter * Bytes(step.workload.parameters);
  const Time never = 1000.0 * unit::year;
  plan.rhythm =
      checkpoint_rhythm(spec.checkpoint, plan.checkpoint_size, all > Frequency() ? min(1.0 / all, never) : never);
  plan.it = it_power(scenario, plan, step, bill);
  plan.plant = power::size_plant(scenario.facility, node, plan.it.peak);
  plan.weather = weather.empty() ? weather_from(scenario) : std::move(weather);
  return plan;
}

}  // namespace gigaplan::sim
