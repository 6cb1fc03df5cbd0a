// Machines and programs that the network tests share.
#pragma once

#include "base/quantity.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"
#include "model/step_program.hpp"

namespace gigaplan::network::examples {

/// Eight chips, eight NICs of 400 Gbit/s, a scale-up domain a node; round efficiencies, so that rates can be worked
/// out.
inline Node node8() {
  Node node;
  node.chips_per_node = 8;
  node.scale_up = {8, 450.0 * unit::gigabyte_per_second, 0.8, 2.0 * unit::microsecond};
  node.nics.per_node = 8;
  node.nics.bandwidth = 400.0 * unit::gigabit_per_second;
  node.nics.efficiency = 0.9;
  node.nics.latency = 5.0 * unit::microsecond;
  return node;
}

/// `ports` ports of 400 Gbit/s, 0.3 µs.
inline FabricSpec fabric(int tiers, int ports, int nodes_per_unit, int units_per_pod = 0) {
  FabricSpec spec;
  spec.tiers = tiers;
  spec.switch_model.ports = ports;
  spec.switch_model.port_bandwidth = 400.0 * unit::gigabit_per_second;
  spec.switch_model.latency = 0.3 * unit::microsecond;
  spec.nodes_per_unit = nodes_per_unit;
  spec.units_per_pod = units_per_pod;
  return spec;
}

/// Every stage begins one gigabyte on each group that has more than one member. A plain 1F1B pipeline has no messages
/// from the last stage to the first; an interleaved one has.
inline StepProgram program(const ParallelPlan& plan) {
  StepProgram result{plan, {}};
  for (int stage = 0; stage < plan.pipeline; ++stage) {
    StageProgram instructions;
    const auto begin = [&](Group group, bool used) {
      if (!used) return;
      Instruction instruction;
      instruction.kind = Instruction::Kind::begin;
      instruction.group = group;
      instruction.wire_bytes = 1.0 * unit::gigabyte;
      instructions.push_back(instruction);
    };
    const bool cyclic = plan.interleave > 1 && plan.pipeline > 1;
    begin(Group::tensor, plan.tensor > 1);
    begin(Group::context, plan.context > 1);
    begin(Group::expert, plan.expert > 1);
    begin(Group::data, plan.data * plan.context > 1);
    begin(Group::expert_data, plan.expert > 1 && plan.stage_ranks() > plan.expert);
    begin(Group::pipeline_next, stage + 1 < plan.pipeline || cyclic);
    begin(Group::pipeline_previous, stage > 0 || cyclic);
    result.stages.push_back(instructions);
  }
  return result;
}

}  // namespace gigaplan::network::examples
