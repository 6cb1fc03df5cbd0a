#include "accuracy/predict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "network/bill.hpp"
#include "power/node_power.hpp"
#include "sim/checkpoint.hpp"
#include "sim/network_study.hpp"
#include "workload/memory.hpp"

namespace gigaplan::accuracy {
namespace {

constexpr double day_s = 86'400;
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

/// A node of the scenario's job if it trains a model of its own; else one that computes all the time.
std::vector<Point> points(const Case& c, const Scenario& scenario, const PowerTruth& truth) {
  power::Activity activity{.compute = 1, .communicate = 0};
  if (!c.stack.empty()) {
    const auto step = sim::run_training_step(scenario, {.minutes_limit = minutes_limit}).step;
    activity.compute = step.compute / step.time;
    activity.communicate = 1 - activity.compute;
  }
  const double predicted = power::node_power(scenario.cluster.node, activity).in(unit::watt);
  return {{truth.maximum ? "node power, highest" : "node power, mean", "W", predicted, truth.node_w}};
}

/// Failures a second of everything on the cluster that interrupts the job.
double failure_rate(const Scenario& scenario, bool chips_only) {
  const auto& reliability = scenario.operation.reliability;
  const auto rates = sim::failure_rates(reliability, scenario.cluster.chips(), scenario.cluster.nodes);
  double sum = 0;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto& cause = reliability.causes[i];
    if (!chips_only || (cause.unit == FailureUnit::chip && cause.repair > Time{})) sum += rates[i].base();
  }
  return sum;
}

std::vector<Point> points(const Scenario& scenario, const InterruptionsTruth& truth) {
  const double expected = failure_rate(scenario, truth.chips_only) * truth.days * day_s;
  return {{fmt::format("interruptions in {:g} days", truth.days), "", expected, truth.count}};
}

std::vector<Point> points(const Scenario& scenario, const FailureTruth& truth) {
  const double rate = failure_rate(scenario, false);
  std::vector<Point> result;
  if (truth.mttf_h) result.push_back({"mean time to failure of the job", "h", 1 / rate / 3600, *truth.mttf_h});
  if (truth.per_1000_node_days) {
    const double per_node = rate / static_cast<double>(scenario.cluster.nodes);
    result.push_back({"failures in 1,000 node-days", "", per_node * 1000 * day_s, *truth.per_1000_node_days});
  }
  return result;
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
  if (loaded.scenario) return std::move(*loaded.scenario);
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
