// The property that everything rests on: a folded step gives what simulating every chip gives.
#include <doctest/doctest.h>

#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "../network/topologies.hpp"
#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/placement.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"
#include "sanitized.hpp"
#include "sim/step.hpp"
#include "workload/program.hpp"

namespace gigaplan::sim {
namespace {

Node small_node(int chips, int nics, int domain) {
  Node node;
  node.chip.peak.bf16 = 100.0 * unit::teraflop_per_second;
  node.chip.memory = 100.0 * unit::gigabyte;
  node.chip.memory_bandwidth = 1.0 * unit::terabyte_per_second;
  node.chip.efficiency = {
      .gemm_bf16 = 0.7, .gemm_fp8 = 0, .attention = 0.4, .memory = 0.7, .shape_mn = 60, .shape_k = 200};
  node.chips_per_node = chips;
  node.scale_up = {.domain_chips = domain,
                   .bandwidth = 200.0 * unit::gigabyte_per_second,
                   .efficiency = 0.8,
                   .latency = 3.0 * unit::microsecond};
  node.nics = {.per_node = nics,
               .bandwidth = 100.0 * unit::gigabit_per_second,
               .efficiency = 0.9,
               .latency = 6.0 * unit::microsecond};
  return node;
}

FabricSpec small_fabric(double leaf, double spine, int nodes_per_unit) {
  FabricSpec fabric;
  fabric.tiers = 3;
  fabric.nodes_per_unit = nodes_per_unit;
  fabric.units_per_pod = 2;
  fabric.leaf_oversubscription = leaf;
  fabric.spine_oversubscription = spine;
  fabric.switch_model.ports = 64;
  fabric.switch_model.port_bandwidth = 100.0 * unit::gigabit_per_second;
  fabric.switch_model.latency = 0.3 * unit::microsecond;
  return fabric;
}

struct Case {
  std::string name;
  ParallelPlan plan;
  Node node;
  FabricSpec fabric;
  long nodes;
  long global_batch;
  bool moe = false;
  Damage damage;
  PlacementKind placement = PlacementKind::packed;
};

TrainingJob small_job(const Case& c) {
  TrainingJob job;
  job.model = {.layers = 16,
               .hidden = 1024,
               .heads = 16,
               .kv_heads = 16,
               .head_dimension = 64,
               .ffn = 4096,
               .gated = false,
               .vocabulary = 32000};
  if (c.moe) {
    job.model.experts = Experts{.count = 32, .active = 2, .shared = 0, .ffn = 1024, .dense_layers = 0};
  }
  job.stack.tensor_overlap = 0.5;
  job.stack.context_overlap = 0.5;
  job.stack.expert_overlap = 0.3;
  job.stack.data_overlap = 1;
  job.stack.launch_per_layer = 20.0 * unit::microsecond;
  job.plan = c.plan;
  job.sequence_length = 2048;
  job.micro_batch = 1;
  job.global_batch = c.global_batch;
  return job;
}

void check_same(const Case& c) {
  CAPTURE(c.name);
  auto job = small_job(c);
  job.placement.kind = c.placement;
  const auto step = workload::compile_step(job, c.node);
  auto topology = network::build_topology(c.node, c.nodes, c.fabric);
  network::apply_damage(c.damage, 5, topology);
  const network::PlacedJob placed{&step.program, network::place_ranks(job, c.node, c.nodes, 5)};
  const auto traffic =
      network::make_traffic(std::span(&placed, 1), topology, 5, network::chip_speeds(c.damage, 5, topology.chips));
  const auto folded = network::fold(traffic);
  const auto unfolded = network::unfolded(traffic);
  const auto a = trace_step(step.program, folded);
  const auto b = trace_step(step.program, unfolded);
  CHECK(a.makespan_s > 0);
  CHECK(a.makespan_s == doctest::Approx(b.makespan_s).epsilon(1e-9));
  CHECK(folded.ranks.size() <= unfolded.ranks.size());
  // Not only the end: the time that all ranks spent in each kind of waiting is the same.
  const auto total = [](const StepTrace& trace, const network::Fold& fold) {
    std::vector<double> sums(2 + group_count, 0.0);
    for (std::size_t i = 0; i < trace.ranks.size(); ++i) {
      const auto weight = static_cast<double>(fold.ranks[i].ranks);
      sums[0] += weight * trace.ranks[i].compute_s;
      sums[1] += weight * (trace.ranks[i].bubble_s + trace.makespan_s - trace.ranks[i].end_s);
      for (std::size_t g = 0; g < group_count; ++g) {
        sums[2 + g] += weight * trace.ranks[i].exposed_s[g];
      }
    }
    return sums;
  };
  const auto sums_a = total(a, folded);
  const auto sums_b = total(b, unfolded);
  const double scale = a.makespan_s * static_cast<double>(c.plan.world());
  for (std::size_t i = 0; i < sums_a.size(); ++i) {
    CAPTURE(i);
    CHECK(sums_a[i] / scale == doctest::Approx(sums_b[i] / scale).epsilon(1e-7));
  }
}

}  // namespace

TEST_CASE("folded = unfolded, for every kind of parallelism and fabric") {
  const auto node8 = small_node(8, 8, 8);
  const auto shared = small_node(8, 4, 8);  // two chips share a NIC
  const auto rack = small_node(4, 4, 16);   // four nodes in one scale-up domain
  const auto wide = small_fabric(1, 1, 4);
  const auto narrow = small_fabric(2, 1, 4);
  const auto narrower = small_fabric(4, 2, 4);
  const std::vector<Case> cases = {
      {"dense, TP PP DP", {.tensor = 8, .pipeline = 4, .data = 4}, node8, wide, 16, 32},
      {"oversubscribed leaf", {.tensor = 8, .pipeline = 4, .data = 8}, node8, narrow, 32, 64},
      {"oversubscribed twice, data inner",
       {.tensor = 4, .pipeline = 4, .data = 16, .order = RankOrder::data_inner},
       node8,
       narrower,
       32,
       128},
      {"interleaved", {.tensor = 8, .pipeline = 4, .data = 4, .interleave = 2}, node8, narrow, 16, 32},
      {"context parallel", {.tensor = 4, .context = 4, .pipeline = 2, .data = 4}, node8, narrow, 16, 16},
      {"shared NICs", {.tensor = 4, .pipeline = 2, .data = 8}, shared, narrow, 8, 32},
      {"racks as domains", {.tensor = 4, .pipeline = 2, .data = 16}, rack, narrow, 32, 64},
      {"partly filled unit", {.tensor = 8, .pipeline = 2, .data = 7}, node8, narrow, 14, 28},
      {"experts across nodes", {.tensor = 2, .pipeline = 2, .data = 32, .expert = 16}, node8, narrow, 16, 128, true},
      {"experts in the rack, data inner",
       {.tensor = 2, .pipeline = 2, .data = 32, .expert = 16, .order = RankOrder::data_inner},
       rack,
       narrower,
       32,
       128,
       true},
      {"no distributed optimizer", {.tensor = 8, .pipeline = 2, .data = 4, .zero_stage = 0}, node8, narrow, 8, 16},
      {"pure data parallel", {.tensor = 1, .pipeline = 1, .data = 64}, node8, narrow, 8, 64},
  };
  for (const auto& c : cases) {
    check_same(c);
  }
}

TEST_CASE("folded = unfolded with damage, stragglers and scattered ranks") {
  const auto node = small_node(8, 8, 8);
  const auto narrow = small_fabric(2, 1, 4);
  const ParallelPlan plan{.tensor = 8, .pipeline = 4, .data = 8};
  check_same({"a slow NIC", plan, node, narrow, 32, 64, false, {.links = {{"node-leaf", 1, 0.5}}}});
  check_same({"a NIC down", plan, node, narrow, 32, 64, false, {.links = {{"node-leaf", 2, 0}}}});
  check_same({"cables down", plan, node, narrow, 32, 64, false, {.links = {{"leaf-spine", 9, 0}}}});
  check_same({"a straggler", plan, node, narrow, 32, 64, false, {.slow_chips = {{1, 0.7}}}});
  check_same({"scattered", plan, node, narrow, 32, 64, false, {}, PlacementKind::scattered});
}

TEST_CASE("a straggler slows its pipeline, and everybody waits for it") {
  // One of 8 x 4 x 8 chips at half speed; no pipeline to hide behind: a step of pure compute takes about twice as long.
  const auto node = small_node(8, 8, 8);
  Case c{"pure data", {.tensor = 1, .pipeline = 1, .data = 64}, node, small_fabric(1, 1, 4), 8, 64};
  const auto job = small_job(c);
  const auto step = workload::compile_step(job, node);
  const auto topology = network::build_topology(node, 8, c.fabric);
  const network::PlacedJob placed{&step.program, network::place_ranks(job, node, 8, 1)};
  std::vector<double> speed(64, 1.0);
  speed[17] = 0.5;
  const auto sound = trace_step(step.program, network::fold(network::make_traffic(std::span(&placed, 1), topology)));
  const auto slow =
      trace_step(step.program, network::fold(network::make_traffic(std::span(&placed, 1), topology, 0, speed)));
  CHECK(slow.makespan_s - sound.makespan_s == doctest::Approx(sound.ranks[0].compute_s).epsilon(0.05));
}

TEST_CASE("folded = unfolded on every topology, latencies included") {
  // All groups and pipelines talk at once, of as many endpoints as are asked for (a multiple of 64).
  const char* asked = std::getenv("GIGAPLAN_FOLD_ENDPOINTS");
  const int chips = asked != nullptr ? std::stoi(asked) : test::sanitized ? 128 : 256;
  for (const auto& machine : network::examples::machines(chips / 8)) {
    MESSAGE(machine.name << ", " << chips << " endpoints");
    auto node = small_node(8, 8, 8);
    node.nics.bandwidth = 400.0 * unit::gigabit_per_second;
    check_same({machine.name,
                {.tensor = 4, .pipeline = 4, .data = chips / 16},
                node,
                machine.fabric,
                machine.nodes,
                chips / 4});
    check_same({machine.name + ", experts",
                {.tensor = 2, .pipeline = 2, .data = chips / 4, .expert = 16, .order = RankOrder::data_inner},
                node,
                machine.fabric,
                machine.nodes,
                chips / 2,
                true});
  }
}

}  // namespace gigaplan::sim
