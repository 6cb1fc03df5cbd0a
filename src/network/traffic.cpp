// Who sends what to whom in a training step, over which links?
#include "network/traffic.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "network/pattern.hpp"
#include "network/ranks.hpp"
#include "network/routing.hpp"

namespace gigaplan::network {
namespace {

/// uses[group][stage]: does the stage begin anything on that group?
using Uses = std::array<std::vector<bool>, group_count>;

Uses find_uses(const StepProgram& program) {
  Uses uses;
  for (auto& stages : uses) stages.assign(program.stages.size(), false);
  for (std::size_t stage = 0; stage < program.stages.size(); ++stage) {
    for (const Instruction& instruction : program.stages[stage])
      if (instruction.kind == Instruction::Kind::begin) uses[static_cast<std::size_t>(instruction.group)][stage] = true;
  }
  return uses;
}

bool any(const std::vector<bool>& stages) {
  return std::ranges::find(stages, true) != stages.end();
}

void copy_links(const Routing& routing, Traffic& traffic) {
  traffic.link_names = routing.link_names;
  traffic.link_kind = routing.link_kind;
  traffic.link_capacity = routing.link_capacity;
  traffic.whole = routing.whole;
}

/// Mean wire bytes of a group's collectives.
Bytes mean_wire_bytes(const StepProgram& program, Group group) {
  Bytes sum;
  double count = 0;
  for (const StageProgram& stage : program.stages) {
    for (const Instruction& i : stage) {
      if (i.kind != Instruction::Kind::begin || i.group != group) continue;
      sum += i.wire_bytes;
      count += i.count;
    }
  }
  return count > 0 ? sum * (1 / count) : Bytes{};
}

void write_collective(Group group, const StepProgram& program, const std::vector<bool>& uses, Traffic& traffic,
                      PatternWriter& writer) {
  const GroupList list = groups_of(group, program.plan, uses);
  const Bytes wire = mean_wire_bytes(program, group);
  const GroupCollective& how = program.collectives[static_cast<std::size_t>(group)];
  for (std::size_t first = 0; first < list.members.size(); first += list.size) {
    const auto begin = list.members.begin() + static_cast<std::ptrdiff_t>(first);
    traffic.members.insert(traffic.members.end(), begin, begin + list.size);
    traffic.member_offset.push_back(static_cast<std::uint32_t>(traffic.members.size()));
    traffic.groups.push_back(group);
    writer.write_group(static_cast<std::uint32_t>(traffic.groups.size() - 1), how, wire);
  }
}

void write_pipeline(Group group, const ParallelPlan& plan, const std::vector<bool>& uses, PatternWriter& writer) {
  const int neighbour = group == Group::pipeline_next ? 1 : plan.pipeline - 1;
  for (std::uint32_t rank = 0; rank < plan.world(); ++rank) {
    RankPlace place = place_of(plan, rank);
    if (!uses[place.pipeline]) continue;
    place.pipeline = (place.pipeline + neighbour) % plan.pipeline;
    writer.write_message(group, rank, rank_of(plan, place));
  }
}

}  // namespace

Traffic make_traffic(const StepProgram& program, const Topology& topology, std::uint64_t seed) {
  const ParallelPlan& plan = program.plan;
  if (plan.world() < 1 || plan.world() > topology.chips) {
    throw std::invalid_argument("the plan needs " + std::to_string(plan.world()) + " chips, the cluster has " +
                                std::to_string(topology.chips));
  }
  if (program.stages.size() != static_cast<std::size_t>(plan.pipeline))
    throw std::invalid_argument("a step program needs one stage program a pipeline stage");

  const Routing routing = make_routing(topology, seed);
  Traffic traffic;
  copy_links(routing, traffic);
  traffic.member_offset.push_back(0);
  traffic.message_offset.push_back(0);
  traffic.hop_offset.push_back(0);
  traffic.rank_stage.resize(static_cast<std::size_t>(plan.world()));
  for (std::uint32_t rank = 0; rank < plan.world(); ++rank)
    traffic.rank_stage[rank] = static_cast<std::uint32_t>(place_of(plan, rank).pipeline);

  const Uses uses = find_uses(program);
  PatternWriter writer(traffic, routing);
  for (std::size_t g = 0; g < group_count; ++g) {
    const auto group = static_cast<Group>(g);
    if (!any(uses[g])) continue;
    if (is_pipeline(group)) {
      write_pipeline(group, plan, uses[g], writer);
    } else {
      write_collective(group, program, uses[g], traffic, writer);
    }
  }
  return traffic;
}

}  // namespace gigaplan::network
