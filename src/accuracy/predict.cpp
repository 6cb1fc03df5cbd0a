#include "accuracy/predict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "accuracy/failures.hpp"
#include "network/bill.hpp"
#include "power/node_power.hpp"
#include "sim/network_study.hpp"
#include "sim/operate.hpp"
#include "workload/memory.hpp"

namespace gigaplan::accuracy {
namespace {

constexpr double minutes_limit = 20;

std::vector<Point> points(const Scenario& scenario, const StepTruth& truth) {
  const auto step = sim::run_training_step(scenario, {.minutes_limit = minutes_limit}).step;
  return {{"step time", "s", step.time.base(), truth.time_s}};
}

std::string size_name(double bytes) {
  const char* const units[] = {"B", "KiB", "MiB", "GiB"};
  std::size_t unit = 0;
  for (; bytes >= 1024 && unit + 1 < std::size(units); ++unit) bytes /= 1024;
  return fmt::format("{:g} {}", bytes, units[unit]);
}

/// NCCL's own choice, or a ring where the switches' help is turned off.
std::vector<Point> points(const Scenario& scenario, const CollectiveTruth& truth) {
  if (truth.chips > scenario.cluster.chips())
    throw BadCase(fmt::format("{} chips take part, and the cluster has {}", truth.chips, scenario.cluster.chips()));
  const auto topology = sim::build_cluster(scenario);
  const auto chips = static_cast<std::uint32_t>(truth.chips);
  std::vector<Bytes> sizes;
  sizes.reserve(truth.bus_gbyte_s.size());
  for (const auto& [bytes, rate] : truth.bus_gbyte_s) sizes.emplace_back(bytes);
  const Algorithm algorithm = truth.in_network ? Algorithm::automatic : Algorithm::ring;
  const auto best = sim::collective_times(topology, scenario.seed, Collective::all_reduce, algorithm, chips, sizes);
  std::vector<Point> result;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double share = 2 * (chips - 1.0) / chips;
    result.push_back({fmt::format("all-reduce of {} over {} chips", size_name(sizes[i].base()), chips), "GB/s",
                      (sizes[i] * share / best[i]).in(unit::gigabyte_per_second), truth.bus_gbyte_s[i].second});
  }
  return result;
}

/// Of a node of the scenario's job if it trains a model of its own; else what the case says, or computing all the time.
power::Activity activity_of(const Case& c, const Scenario& scenario, const PowerTruth& truth) {
  if (!c.stack.empty())
    return sim::step_activity(sim::run_training_step(scenario, {.minutes_limit = minutes_limit}).step);
  const double compute = truth.compute.value_or(1);
  return {.compute = compute, .communicate = 1 - compute};
}

/// The highest sample finds every chip at its power limit, whatever it draws on average in matrix kernels.
std::vector<Point> points(const Case& c, const Scenario& scenario, const PowerTruth& truth) {
  Node node = scenario.cluster.node;
  if (truth.maximum) node.busy_chip_power_share = 1;
  const Power inlet = power::node_power(node, activity_of(c, scenario, truth));
  const double predicted = (1 - truth.conversion_loss) * inlet.in(unit::watt);
  return {{truth.maximum ? "node power, highest" : "node power, mean", "W", predicted, truth.node_w}};
}

/// Training steps alone: start and evaluations are not simulated.
std::vector<Point> points(const Scenario& scenario, const EnergyTruth& truth) {
  const auto step = sim::run_training_step(scenario, {.minutes_limit = minutes_limit}).step;
  const Power nodes =
      static_cast<double>(scenario.cluster.nodes) * power::node_power(scenario.cluster.node, sim::step_activity(step));
  const Energy energy =
      (1 - truth.conversion_loss) * (Tokens(truth.tokens) / step.workload.tokens_per_step) * (nodes * step.time);
  return {{"energy of the run", "kWh", energy.in(unit::kilowatt_hour), truth.energy_kwh}};
}

std::vector<Point> points(const Scenario& scenario, const InterruptionsTruth& truth) {
  return failure_points(scenario, truth);
}

std::vector<Point> points(const Scenario& scenario, const FailureTruth& truth) {
  return failure_points(scenario, truth);
}

std::vector<Point> points(const Scenario& scenario, const BillTruth& truth) {
  const auto topology = sim::build_cluster(scenario);
  const auto& cluster = scenario.cluster;
  const auto bill = network::bill_of_materials(topology, cluster.fabric, cluster.node);
  std::vector<Point> result;
  for (const auto& [name, published] : truth.counts) {
    double counted = 0;
    for (const auto* kind : {&bill.switches, &bill.cables}) {
      for (const auto& [which, count] : *kind)
        if (which + (kind == &bill.switches ? " switches" : " cables") == name) counted += static_cast<double>(count);
    }
    result.push_back({name, "", counted, published});
  }
  return result;
}

std::vector<Point> points(const Scenario& scenario, const MemoryTruth& truth) {
  const auto use = workload::stage_memory(scenario.training).front();
  return {{"weights, gradients, optimizer", "GiB", (use.weights + use.gradients + use.optimizer).in(unit::gibibyte),
           truth.state_gibyte},
          {"activations", "GiB", use.activations.in(unit::gibibyte), truth.activations_gibyte}};
}

}  // namespace

Scenario scenario_of(const Case& c, const std::filesystem::path& base, const io::Catalogue& catalogue) {
  auto changes = c.changes;
  changes.push_back({"/cluster/node/chip/memory_gbyte", "100000"});
  auto loaded = io::load_scenario(base, changes, catalogue);
  if (loaded.scenario) {
    auto& stack = loaded.scenario->training.stack.id;
    if (stack.empty()) stack = c.stack;  // one that extends an entry
    return std::move(*loaded.scenario);
  }
  std::string message;
  for (const auto& issue : loaded.issues)
    if (issue.severity == Severity::error) message += (message.empty() ? "" : "; ") + to_string(issue);
  throw BadCase(message);
}

std::vector<Point> predict(const Case& c, const Scenario& scenario) {
  auto result = std::visit(
      [&](const auto& truth) {
        if constexpr (std::is_same_v<std::decay_t<decltype(truth)>, PowerTruth>) {
          return points(c, scenario, truth);
        } else {
          return points(scenario, truth);
        }
      },
      c.truth.value());
  for (const auto& p : result)  // a machine that never fails has no mean time to failure
    if (!std::isfinite(p.predicted)) throw BadCase(p.what + ": the scenario gives no finite figure");
  return result;
}

}  // namespace gigaplan::accuracy
