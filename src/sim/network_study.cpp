#include "sim/network_study.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>

#include "network/bill.hpp"
#include "network/collective_cost.hpp"
#include "network/facts.hpp"
#include "network/fold.hpp"
#include "network/link_classes.hpp"
#include "sim/relief.hpp"
#include "sim/step.hpp"

namespace gigaplan::sim {
namespace {

struct Kind {
  Collective kind;
  const char* name;
  double bus_factor;  ///< at infinitely many chips
};
constexpr std::array<Kind, 3> studied = {{{Collective::all_reduce, "all-reduce", 2},
                                          {Collective::all_gather, "all-gather", 1},
                                          {Collective::all_to_all, "all-to-all", 1}}};
constexpr std::array<std::pair<Algorithm, const char*>, 5> algorithms = {
    {{Algorithm::ring, "ring"},
     {Algorithm::tree, "tree"},
     {Algorithm::halving_doubling, "halving and doubling"},
     {Algorithm::hierarchical, "hierarchical"},
     {Algorithm::in_network, "in the network"}}};

bool has(const Scenario& scenario, Collective kind, Algorithm algorithm, std::uint32_t chips) {
  const auto& cluster = scenario.cluster;
  if (kind == Collective::all_to_all) return algorithm == Algorithm::ring;
  if (algorithm == Algorithm::tree) return kind == Collective::all_reduce;
  if (algorithm != Algorithm::in_network) return true;
  const bool tree =
      cluster.fabric.topology == TopologyKind::fat_tree && cluster.fabric.routing == RoutingKind::adaptive;
  const bool inside = chips <= static_cast<std::uint32_t>(cluster.node.scale_up.domain_chips);
  return kind == Collective::all_reduce && cluster.node.scale_up.in_network_efficiency > 0 &&
         (inside || (tree && cluster.fabric.switch_model.in_network_reduction));
}

/// Marks those that gigaplan takes by itself: whose time is that of a simulation which chooses.
void mark_chosen(const network::Topology& topology, std::uint64_t seed, Collective kind, std::uint32_t chips,
                 const std::vector<Bytes>& sizes, std::vector<CollectiveResult>& results) {
  const auto times = collective_times(topology, seed, kind, Algorithm::automatic, chips, sizes);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const auto of_size = [&](const CollectiveResult& r) { return r.size == sizes[i] && r.time == times[i]; };
    if (const auto found = std::ranges::find_if(results, of_size); found != results.end()) found->chosen = true;
  }
}

std::vector<CollectiveResult> study_collectives(const Scenario& scenario, const network::Topology& topology,
                                                const StudyProgress& progress) {
  std::vector<Bytes> sizes;
  for (const double kib : {64.0, 1024.0, 16.0 * 1024, 256.0 * 1024, 1024.0 * 1024, 4.0 * 1024 * 1024})
    sizes.emplace_back(kib * 1024);
  const auto world = static_cast<std::uint32_t>(scenario.training.plan.world());
  std::vector<CollectiveResult> results;
  for (const auto& [kind, name, factor] : studied) {
    const auto domain = static_cast<std::uint32_t>(scenario.cluster.node.scale_up.domain_chips);
    const std::uint32_t most = std::max(domain, 512 / domain * domain);
    const std::uint32_t chips = kind == Collective::all_to_all ? std::min(world, most) : world;
    if (chips < 2) continue;
    std::vector<CollectiveResult> of_kind;
    for (const auto& [algorithm, label] : algorithms) {
      if (!has(scenario, kind, algorithm, chips)) continue;
      if (progress) progress(fmt::format("{}, {}", name, label), 0.3 * static_cast<double>(results.size()) / 60);
      const auto times = collective_times(topology, scenario.seed, kind, algorithm, chips, sizes);
      for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double share = factor * (chips - 1.0) / chips;
        of_kind.push_back({name, kind == Collective::all_to_all ? "direct" : label, chips, sizes[i], times[i],
                           sizes[i] * share / times[i], false});
      }
    }
    mark_chosen(topology, scenario.seed, kind, chips, sizes, of_kind);
    results.insert(results.end(), of_kind.begin(), of_kind.end());
  }
  return results;
}

}  // namespace

std::vector<Time> collective_times(const network::Topology& topology, std::uint64_t seed, Collective kind,
                                   Algorithm algorithm, std::uint32_t chips, const std::vector<Bytes>& payloads) {
  const auto group = kind == Collective::all_to_all ? Group::expert : Group::data;
  StepProgram program{.plan = {}, .stages = {{}}};
  program.plan.data = static_cast<int>(chips);
  if (group == Group::expert) program.plan.expert = program.plan.data;
  program.collectives[static_cast<std::size_t>(group)] = {kind, algorithm, 1};
  Instruction begin;
  begin.kind = Instruction::Kind::begin;
  begin.group = group;
  Instruction finish = begin;
  finish.kind = Instruction::Kind::finish;
  program.stages[0] = {begin, finish};
  network::PlacedJob job{&program, std::vector<std::uint32_t>(chips)};
  std::iota(job.chips.begin(), job.chips.end(), 0u);
  const auto route = [&]() { return network::fold(route_jobs(std::span(&job, 1), topology, seed)); };
  const bool by_size = kind == Collective::all_reduce && algorithm == Algorithm::automatic;
  std::optional<network::Fold> fold;
  std::vector<Time> times;
  for (const Bytes payload : payloads) {
    program.stages[0][0].wire_bytes = wire_bytes(kind, payload, chips);
    if (!fold || by_size) fold = route();
    times.emplace_back(trace_step(program, *fold).makespan_s);
  }
  return times;
}

NetworkResult study_network(const Scenario& scenario, const StepOptions& options, const StudyProgress& progress) {
  NetworkResult result;
  result.scenario_name = scenario.name;
  const auto topology = build_cluster(scenario);
  const auto& cluster = scenario.cluster;
  if (progress) progress("the fabric", 0);
  result.facts = network::fabric_facts(topology, network::bill_of_materials(topology, cluster.fabric, cluster.node));
  result.collectives = study_collectives(scenario, topology, progress);
  if (progress) progress("the step", 0.35);
  const auto prepared = prepare_step(scenario, topology);
  auto [step, fabric] = simulate_step(scenario, topology, prepared, options);
  result.step = std::move(step);
  result.fabric = std::move(fabric);
  result.links = network::link_classes(prepared.traffic, prepared.compiled.program, topology, result.step.time);
  StepOptions unseen = options;  // a trace shows the scenario's own step
  unseen.events = nullptr;
  result.reliefs = find_reliefs(scenario, topology, prepared, result.step, unseen, progress);
  result.jobs = run_jobs_together(scenario, topology, unseen);
  return result;
}

}  // namespace gigaplan::sim
