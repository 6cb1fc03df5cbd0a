// Which rank plays which part, and with whom does it form groups?
#include "network/ranks.hpp"

#include <stdexcept>

namespace gigaplan::network {
namespace {

/// Rank number `index` of a stage, in (d, c, t) order with t fastest.
std::uint32_t stage_rank(const ParallelPlan& plan, int stage, long index) {
  const long tc = 1L * plan.tensor * plan.context;
  return rank_of(plan, {static_cast<int>(index % plan.tensor), static_cast<int>(index % tc / plan.tensor), stage,
                        static_cast<int>(index / tc)});
}

/// Groups of `size` ranks of each used stage: group g of a stage has the stage's ranks first(g) + i · stride.
template <class First>
GroupList strided(const ParallelPlan& plan, const std::vector<bool>& uses, long size, long stride, First first) {
  GroupList list{static_cast<std::uint32_t>(size), {}};
  const long groups = plan.stage_ranks() / size;
  for (int stage = 0; stage < plan.pipeline; ++stage) {
    for (long g = 0; g < groups && uses[stage]; ++g)
      for (long i = 0; i < size; ++i) list.members.push_back(stage_rank(plan, stage, first(g) + i * stride));
  }
  return list;
}

}  // namespace

std::uint32_t rank_of(const ParallelPlan& plan, RankPlace at) {
  const long outer = plan.order == RankOrder::pipeline_inner ? 1L * at.data * plan.pipeline + at.pipeline
                                                             : 1L * at.pipeline * plan.data + at.data;
  return static_cast<std::uint32_t>((outer * plan.context + at.context) * plan.tensor + at.tensor);
}

RankPlace place_of(const ParallelPlan& plan, std::uint32_t rank) {
  const long tensor = rank % plan.tensor, context = rank / plan.tensor % plan.context;
  const long outer = rank / plan.tensor / plan.context;
  const bool pipeline_inner = plan.order == RankOrder::pipeline_inner;
  const long pipeline = pipeline_inner ? outer % plan.pipeline : outer / plan.data;
  const long data = pipeline_inner ? outer / plan.pipeline : outer % plan.data;
  return {static_cast<int>(tensor), static_cast<int>(context), static_cast<int>(pipeline), static_cast<int>(data)};
}

GroupList groups_of(Group group, const ParallelPlan& plan, const std::vector<bool>& uses) {
  const long t = plan.tensor, c = plan.context, d = plan.data, e = plan.expert, ranks = plan.stage_ranks();
  if (e < 1 || ranks % e != 0) throw std::invalid_argument("expert does not divide tensor x context x data");
  switch (group) {
    case Group::tensor: return strided(plan, uses, t, 1, [&](long g) { return g * t; });
    case Group::context: return strided(plan, uses, c, t, [&](long g) { return g / t * t * c + g % t; });
    case Group::data: return strided(plan, uses, d * c, t, [](long g) { return g; });
    case Group::expert: return strided(plan, uses, e, 1, [&](long g) { return g * e; });
    case Group::expert_data: return strided(plan, uses, ranks / e, e, [](long g) { return g; });
    case Group::pipeline_next:
    case Group::pipeline_previous: break;
  }
  throw std::invalid_argument("a pipeline has no groups");
}

}  // namespace gigaplan::network
