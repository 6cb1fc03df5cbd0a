// Which rank plays which part, and with whom does it form groups?
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/step_program.hpp"

namespace gigaplan::network {

/// A rank's place in the parallel plan.
struct RankPlace {
  int tensor = 0, context = 0, pipeline = 0, data = 0;
  bool operator==(const RankPlace&) const = default;
};

/// rank = ((data·PP + pipeline)·CP + context)·TP + tensor (pipeline_inner: stages on neighbouring nodes) or
/// ((pipeline·DP + data)·CP + context)·TP + tensor (data_inner: replicas on neighbouring nodes). Rank r sits on chip r.
[[nodiscard]] std::uint32_t rank_of(const ParallelPlan& plan, RankPlace at);
[[nodiscard]] RankPlace place_of(const ParallelPlan& plan, std::uint32_t rank);

/// The groups of one kind of collective, each with equally many members, in compressed rows.
struct GroupList {
  std::uint32_t size = 0;              ///< members of each
  std::vector<std::uint32_t> members;  ///< ranks, ascending in each group
};

/// All groups of kind `group` (not a pipeline) in the stages where `uses[stage]` is true.
/// tensor: same d, p, c. context: same d, p, t. data: all (d, c) with the same p, t. expert: consecutive `expert` ranks
/// of a stage, which are numbered (d, c, t) with t fastest. expert_data: ranks of a stage with the same place in their
/// expert group. Throws std::invalid_argument if `expert` does not divide the ranks of a stage.
[[nodiscard]] GroupList groups_of(Group group, const ParallelPlan& plan, const std::vector<bool>& uses);

}  // namespace gigaplan::network
