// Who sends what to whom in a training step, over which links?
#include "network/traffic.hpp"

#include <algorithm>
#include <array>
#include <numeric>
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

/// Writes one job behind those that are there.
class JobWriter {
 public:
  JobWriter(const PlacedJob& job, const Routing& routing, Traffic& traffic)
      : program_(*job.program),
        plan_(program_.plan),
        chips_(job.chips),
        traffic_(traffic),
        writer_(traffic, routing),
        first_rank_(static_cast<std::uint32_t>(traffic.rank_stage.size())) {}

  void write(std::uint32_t first_stage) {
    for (std::uint32_t rank = 0; rank < chips_.size(); ++rank)
      traffic_.rank_stage.push_back(first_stage + static_cast<std::uint32_t>(place_of(plan_, rank).pipeline));
    traffic_.chip_of_rank.insert(traffic_.chip_of_rank.end(), chips_.begin(), chips_.end());
    const Uses uses = find_uses(program_);
    for (std::size_t g = 0; g < group_count; ++g) {
      const auto group = static_cast<Group>(g);
      if (!any(uses[g])) continue;
      is_pipeline(group) ? write_pipeline(group, uses[g]) : write_collective(group, uses[g]);
    }
  }

 private:
  void write_collective(Group group, const std::vector<bool>& uses) {
    const GroupList list = groups_of(group, plan_, uses);
    const Bytes wire = mean_wire_bytes(program_, group);
    const GroupCollective& how = program_.collectives[static_cast<std::size_t>(group)];
    for (std::size_t first = 0; first < list.members.size(); first += list.size) {
      for (std::size_t i = first; i < first + list.size; ++i) traffic_.members.push_back(first_rank_ + list.members[i]);
      traffic_.member_offset.push_back(static_cast<std::uint32_t>(traffic_.members.size()));
      traffic_.groups.push_back(group);
      writer_.write_group(static_cast<std::uint32_t>(traffic_.groups.size() - 1), how, wire);
    }
  }

  void write_pipeline(Group group, const std::vector<bool>& uses) {
    const int neighbour = group == Group::pipeline_next ? 1 : plan_.pipeline - 1;
    for (std::uint32_t rank = 0; rank < chips_.size(); ++rank) {
      RankPlace place = place_of(plan_, rank);
      if (!uses[place.pipeline]) continue;
      place.pipeline = (place.pipeline + neighbour) % plan_.pipeline;
      writer_.write_message(group, first_rank_ + rank, first_rank_ + rank_of(plan_, place));
    }
  }

  const StepProgram& program_;
  const ParallelPlan& plan_;
  const std::vector<std::uint32_t>& chips_;
  Traffic& traffic_;
  PatternWriter writer_;
  std::uint32_t first_rank_;
};

void check_job(const PlacedJob& job, const Topology& topology) {
  const ParallelPlan& plan = job.program->plan;
  if (plan.world() < 1 || plan.world() > topology.chips) {
    throw std::invalid_argument("the plan needs " + std::to_string(plan.world()) + " chips, the cluster has " +
                                std::to_string(topology.chips));
  }
  if (job.program->stages.size() != static_cast<std::size_t>(plan.pipeline))
    throw std::invalid_argument("a step program needs one stage program a pipeline stage");
  if (job.chips.size() != static_cast<std::size_t>(plan.world()))
    throw std::invalid_argument("a placement needs one chip a rank");
}

}  // namespace

Traffic make_traffic(std::span<const PlacedJob> jobs, const Topology& topology, std::uint64_t seed,
                     const std::vector<double>& chip_speed) {
  for (const PlacedJob& job : jobs) check_job(job, topology);
  const Routing routing = make_routing(topology, seed);
  Traffic traffic;
  copy_links(routing, traffic);
  traffic.member_offset.push_back(0);
  traffic.message_offset.push_back(0);
  traffic.hop_offset.push_back(0);
  std::uint32_t stages = 0;
  for (const PlacedJob& job : jobs) {
    JobWriter(job, routing, traffic).write(stages);
    stages += static_cast<std::uint32_t>(job.program->stages.size());
  }
  if (!chip_speed.empty())
    for (const std::uint32_t chip : traffic.chip_of_rank) traffic.rank_speed.push_back(chip_speed[chip]);
  return traffic;
}

Traffic make_traffic(const StepProgram& program, const Topology& topology, std::uint64_t seed) {
  PlacedJob job{&program, std::vector<std::uint32_t>(static_cast<std::size_t>(std::max(0L, program.plan.world())))};
  std::iota(job.chips.begin(), job.chips.end(), 0u);
  return make_traffic(std::span(&job, 1), topology, seed);
}

StepProgram join_programs(std::span<const PlacedJob> jobs) {
  StepProgram all = *jobs.front().program;
  for (const PlacedJob& job : jobs.subspan(1))
    all.stages.insert(all.stages.end(), job.program->stages.begin(), job.program->stages.end());
  return all;
}

}  // namespace gigaplan::network
