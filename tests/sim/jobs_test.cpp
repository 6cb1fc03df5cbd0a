// What do jobs on one fabric do to each other?
#include <doctest/doctest.h>

#include "../network/examples.hpp"
#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/traffic.hpp"
#include "sim/step.hpp"

namespace gigaplan::sim {
namespace {

/// Two stages that send 10 GB a message, on the two halves of a unit pair.
StepProgram sender(int pairs) {
  StepProgram program{.plan = {.pipeline = 2, .data = pairs}, .stages = {{}, {}}};
  Instruction send;
  send.kind = Instruction::Kind::begin;
  send.group = Group::pipeline_next;
  send.wire_bytes = 10.0 * unit::gigabyte;
  Instruction receive = send;
  receive.kind = Instruction::Kind::finish;
  program.stages[0] = {send};
  program.stages[1] = {receive};
  return program;
}

}  // namespace

// Units of 8 nodes with one NIC and chip each, 4:1: a leaf has 2 uplinks of 45 GB/s. One job sends from 4 nodes of unit
// 0 to 4 of unit 1: 4 messages share 2 cables, 22.5 GB/s each. A second job on the other 4 and 4 nodes: 8 share them.
TEST_CASE("two jobs that cross the same leaf halve each other's bandwidth") {
  Node node = network::examples::node8();
  node.chips_per_node = node.nics.per_node = node.scale_up.domain_chips = 1;
  FabricSpec fabric = network::examples::fabric(2, 64, 8);
  fabric.leaf_oversubscription = 4;
  const auto topology = network::build_topology(node, 16, fabric);
  const StepProgram program = sender(4);
  const auto chips = [](std::uint32_t offset) {  // ranks: data-major, stages inner
    std::vector<std::uint32_t> result;
    for (std::uint32_t d = 0; d < 4; ++d) {
      result.push_back(offset + d);
      result.push_back(8 + offset + d);
    }
    return result;
  };
  const std::vector<network::PlacedJob> jobs = {{&program, chips(0)}, {&program, chips(4)}};
  const auto seconds = [&](std::span<const network::PlacedJob> some) {
    const auto traffic = network::make_traffic(some, topology);
    const double folded = trace_step(network::join_programs(some), network::fold(traffic)).makespan_s;
    CHECK(folded == doctest::Approx(trace_step(network::join_programs(some), network::unfolded(traffic)).makespan_s));
    return folded;
  };
  const double latency = 5.9e-6;
  CHECK(seconds(std::span(jobs).first(1)) == doctest::Approx(10 / 22.5 + latency));
  CHECK(seconds(jobs) == doctest::Approx(10 / 11.25 + latency));
}

}  // namespace gigaplan::sim
