#include "sim/relief.hpp"

#include <algorithm>
#include <functional>

#include "workload/check.hpp"

namespace gigaplan::sim {
namespace {

void double_peaks(PeakRates& peak) {
  for (auto* rate : {&peak.bf16, &peak.fp8, &peak.fp4}) {
    if (*rate) *rate = **rate * 2;
  }
}

struct Change {
  std::string what;
  std::function<void(Scenario&)> apply;
};

/// Changes of the machine or the plan that need the job compiled or routed again.
std::vector<Change> scenario_changes() {
  return {{"chips that compute twice as fast", [](Scenario& s) { double_peaks(s.cluster.node.chip.peak); }},
          {"twice the memory bandwidth",
           [](Scenario& s) { s.cluster.node.chip.memory_bandwidth = s.cluster.node.chip.memory_bandwidth * 2; }},
          {"half of all latencies",
           [](Scenario& s) {
             s.cluster.node.nics.latency *= 0.5;
             s.cluster.node.scale_up.latency *= 0.5;
             s.cluster.fabric.switch_model.latency *= 0.5;
           }},
          {"twice the micro-batches (and the batch)", [](Scenario& s) { s.training.global_batch *= 2; }}};
}

/// Tiers of links by the kinds that belong together: up and down, out and back.
std::vector<std::pair<std::string, std::vector<std::string>>> tiers() {
  return {{"scale-up links twice as fast", {"scale-up up", "scale-up down"}},
          {"NICs twice as fast (switches as they are)", {"nic up", "nic down"}},
          {"twice the cables between leaves and spines", {"leaf to spine", "spine to leaf"}},
          {"twice the cables between pods and core", {"pod to core", "core to pod", "spine to core", "core to spine"}},
          {"twice the local cables", {"local"}},
          {"twice the global cables", {"global"}},
          {"twice the cables between switches", {"x", "y", "z", "switch to switch"}}};
}

/// Doubles the links of these kinds; false if the step does not use them.
bool widen(network::Traffic& traffic, const std::vector<std::string>& kinds) {
  std::vector<bool> used(traffic.link_kind.size(), false);
  for (const auto& hop : traffic.hops) used[hop.link] = true;
  bool any = false;
  for (std::size_t link = 0; link < traffic.link_kind.size(); ++link) {
    if (std::ranges::find(kinds, traffic.link_names[traffic.link_kind[link]]) == kinds.end()) continue;
    traffic.link_capacity[link] = traffic.link_capacity[link] * 2;
    any |= used[link];
  }
  return any;
}

}  // namespace

std::vector<Relief> find_reliefs(const Scenario& scenario, const network::Topology& topology,
                                 const PreparedStep& prepared, const StepResult& step, const StepOptions& options,
                                 const StudyProgress& progress) {
  std::vector<Relief> reliefs;
  const auto changes = scenario_changes();
  const auto all_tiers = tiers();
  const auto count = static_cast<double>(changes.size() + all_tiers.size());
  const auto add = [&](const std::string& what, const StepResult& better) {
    reliefs.push_back({what, better.throughput / step.throughput, better.time});
    if (progress) progress(what, 0.4 + 0.6 * std::min(1.0, static_cast<double>(reliefs.size()) / count));
  };
  for (const auto& [what, kinds] : all_tiers) {
    PreparedStep wider = prepared;
    if (widen(wider.traffic, kinds)) add(what, simulate_step(scenario, topology, wider, options).step);
  }
  for (const auto& [what, apply] : changes) {
    Scenario better = scenario;
    apply(better);
    // A changed plan may not fit into the chips' memory.
    if (has_errors(workload::check_plan(better.training, better.cluster.node, better.cluster.chips()))) continue;
    add(what, run_training_step(better, options).step);
  }
  std::ranges::stable_sort(reliefs, [](const Relief& a, const Relief& b) { return a.speedup > b.speedup; });
  return reliefs;
}

}  // namespace gigaplan::sim
