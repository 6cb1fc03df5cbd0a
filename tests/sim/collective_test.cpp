// Do simulated collectives take what pencil and paper say, and what NCCL was measured to take?
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "../network/examples.hpp"
#include "network/collective_cost.hpp"
#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"
#include "sim/step.hpp"

namespace gigaplan::sim {
namespace {

using network::CollectiveSite;

/// All chips of a cluster in one group.
struct Machine {
  Node node = network::examples::node8();
  long nodes = 1;
  FabricSpec fabric = network::examples::fabric(2, 2048, 512);  // one leaf a rail
  Damage damage;
  [[nodiscard]] long chips() const { return nodes * node.chips_per_node; }
};

double simulated_s(const Machine& machine, Collective kind, Algorithm algorithm, Bytes payload, double skew = 1,
                   bool unfolded = false) {
  ParallelPlan plan;
  plan.data = static_cast<int>(machine.chips());
  Group group = Group::data;
  if (kind == Collective::all_to_all) {
    plan.expert = plan.data;
    group = Group::expert;
  }
  StepProgram program{.plan = plan, .stages = {{}}};
  Instruction begin;
  begin.kind = Instruction::Kind::begin;
  begin.group = group;
  begin.wire_bytes = wire_bytes(kind, payload, machine.chips());
  Instruction finish = begin;
  finish.kind = Instruction::Kind::finish;
  program.stages[0] = {begin, finish};
  program.collectives[static_cast<std::size_t>(group)] = {kind, algorithm, skew};
  auto topology = network::build_topology(machine.node, machine.nodes, machine.fabric);
  network::apply_damage(machine.damage, 1, topology);
  const auto traffic = network::make_traffic(program, topology);
  return trace_step(program, unfolded ? network::unfolded(traffic) : network::fold(traffic)).makespan_s;
}

CollectiveSite site_of(const Machine& machine) {
  CollectiveSite site;
  site.members = static_cast<std::uint32_t>(machine.chips());
  site.per_domain = 8;
  site.domain_rate = 360.0 * unit::gigabyte_per_second;
  site.in_network_rate = 270.0 * unit::gigabyte_per_second;
  site.nic_rate = 45.0 * unit::gigabyte_per_second;
  site.domain_step = site.in_network_step = 2.0 * unit::microsecond;
  site.remote_step = 5.3 * unit::microsecond;
  return site;
}

constexpr double us = 1e-6;

}  // namespace

// By hand: 16 chips in two nodes of 8, N = 1 GB, scale-up 360 GB/s and 2 µs, NICs 45 GB/s and 5.3 µs.
TEST_CASE("collectives of two nodes take what the algorithms' papers say") {
  Machine two;
  two.nodes = 2;
  two.node.scale_up.in_network_efficiency = 0.6;
  two.fabric.switch_model.in_network_reduction = true;
  const Bytes n = 1.0 * unit::gigabyte;
  const auto near = [&](Collective kind, Algorithm algorithm, double expected_s) {
    CHECK(simulated_s(two, kind, algorithm, n) == doctest::Approx(expected_s).epsilon(1e-6));
  };
  // Ring all-gather: each rank sends 15/16 GB, an eighth of it over its NIC: 117.1875 MB / 45 GB/s. A chunk passes 15
  // of 16 edges, 14 local and 2 remote.
  near(Collective::all_gather, Algorithm::ring, 0.1171875 / 45 + (14 * 2 + 2 * 5.3) * us * 15 / 16);
  near(Collective::reduce_scatter, Algorithm::ring, 0.1171875 / 45 + (14 * 2 + 2 * 5.3) * us * 15 / 16);
  // Ring all-reduce: twice round with twice the bytes.
  near(Collective::all_reduce, Algorithm::ring, 2 * 0.1171875 / 45 + 2 * (14 * 2 + 2 * 5.3) * us * 15 / 16);
  // Tree: two domains are one edge in both trees, so that each NIC sends its eighth once, up and down: 0.125 GB / 45
  // GB/s = 2.8 ms. The chains of 8 carry 7/8 GB up and down at 360 GB/s: 4.9 ms, and count.
  near(Collective::all_reduce, Algorithm::tree, 2 * 0.875 / 360);
  // Halving and doubling: 1/2, 1/4, 1/8 of N to members 1, 2, 4 away, 1/16 to the other node; an all-reduce twice.
  near(Collective::all_gather, Algorithm::halving_doubling, 0.875 / 360 + 3 * 2 * us + 0.0625 / 45 + 5.3 * us);
  near(Collective::all_reduce, Algorithm::halving_doubling, 2 * (0.875 / 360 + 3 * 2 * us + 0.0625 / 45 + 5.3 * us));
  // Hierarchical: 7/8 N inside, 1/16 N over each NIC.
  near(Collective::all_gather, Algorithm::hierarchical, 0.875 / 360 + 7 * 2 * us + 0.0625 / 45 + 5.3 * us);
  near(Collective::all_reduce, Algorithm::hierarchical, 2 * (0.875 / 360 + 7 * 2 * us + 0.0625 / 45 + 5.3 * us));
  // Switches that add up: N up and down at 270 GB/s inside, N/8 over NICs at the same time.
  near(Collective::all_reduce, Algorithm::in_network, 1.0 / 270 + 2 * 2 * us);
  // All-to-all: 8 of 15 messages cross, on their rail; 7 x 2 / 15 change rail inside.
  near(Collective::all_to_all, Algorithm::ring, (15.0 / 16) * (8.0 / 15) / 45 + (2 + 5.3) * us);
}

// By hand: the node's next NIC adds up for two chips, N/8 each: 0.25 GB / 45 GB/s a GB, more than the 1 / 270 inside.
TEST_CASE("who has no NIC left adds up over another of its node") {
  Machine two;
  two.nodes = 2;
  two.node.scale_up.in_network_efficiency = 0.6;
  two.fabric.switch_model.in_network_reduction = true;
  two.damage.links = {{"node-leaf", 1, 0}};
  const Bytes n = 1.0 * unit::gigabyte;
  const auto take_s = [&](bool unfolded) {
    return simulated_s(two, Collective::all_reduce, Algorithm::in_network, n, 1, unfolded);
  };
  // Latency: twice a domain (2 µs), twice NIC (5 µs), a relay inside (2 µs) and now three switches (0.3 µs).
  CHECK(take_s(false) == doctest::Approx(0.25 / 45 + (2 * 2 + 2 * (5 + 2 + 0.9)) * us).epsilon(1e-6));
  CHECK(take_s(true) == doctest::Approx(take_s(false)).epsilon(1e-9));
  // Rails with trees of their own: both nodes change rail, and stay on one switch.
  two.fabric.rails = Rails::only;
  CHECK(take_s(false) == doctest::Approx(0.25 / 45 + (2 * 2 + 2 * (5 + 2 + 0.3)) * us).epsilon(1e-6));
  // Half a NIC: it is used, and slows all down.
  two.damage.links = {{"node-leaf", 1, 0.5}};
  CHECK(take_s(false) == doctest::Approx(0.25 / 45 + (2 * 2 + 2 * (5 + 0.3)) * us).epsilon(1e-6));
  two.damage.links = {{"node-leaf", 16, 0}};
  CHECK_THROWS_AS(static_cast<void>(take_s(false)), network::Unreachable);
}

TEST_CASE("simulated = closed form, for every algorithm, size and number of nodes") {
  for (const long nodes : {1L, 2L, 3L, 4L, 7L, 16L, 33L}) {
    Machine machine;
    machine.nodes = nodes;
    machine.node.scale_up.in_network_efficiency = 0.6;
    machine.fabric.switch_model.in_network_reduction = true;
    const CollectiveSite site = site_of(machine);
    for (const double size : {1e3, 1e6, 1e9}) {
      for (const auto kind : {Collective::all_reduce, Collective::all_gather, Collective::reduce_scatter}) {
        for (const auto algorithm : {Algorithm::ring, Algorithm::halving_doubling, Algorithm::hierarchical,
                                     Algorithm::tree, Algorithm::in_network}) {
          const bool sums = algorithm == Algorithm::tree || algorithm == Algorithm::in_network;
          if (sums && kind != Collective::all_reduce) continue;
          // Handing over to a power of two, or rotating, meets inside and outside at once: no closed form.
          if (algorithm == Algorithm::halving_doubling && (machine.chips() & (machine.chips() - 1)) != 0) continue;
          CAPTURE(nodes);
          CAPTURE(size);
          CAPTURE(static_cast<int>(kind));
          CAPTURE(static_cast<int>(algorithm));
          const double expected = network::closed_form(kind, algorithm, Bytes(size), site).base();
          CHECK(simulated_s(machine, kind, algorithm, Bytes(size)) == doctest::Approx(expected).epsilon(2e-6));
        }
      }
    }
  }
}

TEST_CASE("the sooner of ring and tree: trees for small messages between many nodes, rings for large ones") {
  Machine machine;
  machine.nodes = 4;  // 64 GB: ring 2 · 31/32 · 64 / 8 / 45 GB/s = 0.3444 s, tree 2 · 64 / 8 / 45 = 0.3556 s
  const CollectiveSite site = site_of(machine);
  CHECK(network::choose_algorithm(Collective::all_reduce, Bytes(64e3), site) == Algorithm::tree);
  CHECK(network::choose_algorithm(Collective::all_reduce, Bytes(64e9), site) == Algorithm::ring);
  CHECK(network::choose_algorithm(Collective::all_gather, Bytes(64e3), site) == Algorithm::ring);
  for (const double size : {64e3, 64e9}) {
    const double by_choice = simulated_s(machine, Collective::all_reduce, Algorithm::automatic, Bytes(size));
    const double ring = simulated_s(machine, Collective::all_reduce, Algorithm::ring, Bytes(size));
    const double tree = simulated_s(machine, Collective::all_reduce, Algorithm::tree, Bytes(size));
    CHECK(by_choice == std::min(ring, tree));
  }
}

TEST_CASE("switches that add up are chosen inside a domain, where they are sooner, and not between domains") {
  CollectiveSite site = site_of({});
  REQUIRE(site.domains() == 1);
  // 1 GB: in the network 1 / 270 GB/s = 3.7 ms, ring 2 · 7/8 / 360 GB/s = 4.9 ms.
  CHECK(network::choose_algorithm(Collective::all_reduce, Bytes(1e9), site) == Algorithm::in_network);
  CHECK(network::choose_algorithm(Collective::all_gather, Bytes(1e9), site) == Algorithm::ring);
  site.in_network_rate = {};
  CHECK(network::choose_algorithm(Collective::all_reduce, Bytes(1e9), site) == Algorithm::ring);
  site = site_of({.nodes = 2});  // a tree of two nodes sends half of what a ring sends, but NCCL does not reckon so
  CHECK(network::choose_algorithm(Collective::all_reduce, Bytes(1e9), site) == Algorithm::ring);
}

TEST_CASE("a skewed all-to-all waits for its busiest member") {
  // 4 nodes x 8, skew 3: the first member gets 3 times the mean of N a rank: all but its own part comes in over its NIC
  // or its scale-up link. Balanced, a NIC gets 24/32 N; the hot one 24/32 N · (1 - 2/32) and 24/32 · 2 N more.
  Machine machine;
  machine.nodes = 4;
  const Bytes n = 1.0 * unit::gigabyte;
  const double even = simulated_s(machine, Collective::all_to_all, Algorithm::ring, n);
  const double skewed = simulated_s(machine, Collective::all_to_all, Algorithm::ring, n, 3);
  CHECK(even == doctest::Approx(0.75 / 45).epsilon(0.001));
  // Remote bytes into the hot member: 24 ranks x 2/32 GB direct, and its rail's share of the even part.
  const double hot = 24 * 2.0 / 32 + 0.75 * (1 - 2.0 / 32);
  CHECK(skewed == doctest::Approx(hot / 45).epsilon(0.01));
  CHECK(simulated_s(machine, Collective::all_to_all, Algorithm::ring, n, 3, true) ==
        doctest::Approx(skewed).epsilon(1e-9));
}

TEST_CASE("collectives in phases fold exactly on an oversubscribed fabric") {
  Machine machine;
  machine.nodes = 16;
  machine.fabric = network::examples::fabric(2, 64, 4);
  machine.fabric.leaf_oversubscription = 2;
  for (const auto algorithm :
       {Algorithm::ring, Algorithm::tree, Algorithm::halving_doubling, Algorithm::hierarchical}) {
    CAPTURE(static_cast<int>(algorithm));
    const Bytes n = 0.3 * unit::gigabyte;
    CHECK(simulated_s(machine, Collective::all_reduce, algorithm, n) ==
          doctest::Approx(simulated_s(machine, Collective::all_reduce, algorithm, n, 1, true)).epsilon(1e-9));
  }
}

}  // namespace gigaplan::sim
