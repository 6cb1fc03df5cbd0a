// What does each chip do in one training step? The contract between workload (which writes it), network (which turns
// its communication into flows) and sim (which runs it).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/quantity.hpp"
#include "model/training.hpp"

namespace gigaplan {

/// With whom a rank communicates. Each group has one pattern of flows on the fabric (network/traffic.hpp).
enum class Group : std::uint8_t {
  tensor,             ///< ring over the TP ranks
  context,            ///< ring over the CP ranks
  expert,             ///< all-to-all over the EP ranks
  data,               ///< ring over the ranks that hold the same dense parameters (DP x CP)
  expert_data,        ///< ring over the ranks that hold the same experts
  pipeline_next,      ///< to the same rank of the next stage (from the last stage to the first: next model chunk)
  pipeline_previous,  ///< to the same rank of the previous stage
};
inline constexpr std::size_t group_count = 7;
inline constexpr std::array<std::string_view, group_count> group_names = {
    "tensor", "context", "expert", "data", "expert_data", "pipeline_next", "pipeline_previous"};
/// The same in words, as what a rank waits for.
inline constexpr std::array<std::string_view, group_count> group_phrases = {
    "tensor-parallel communication",          "context-parallel communication",
    "expert-parallel communication",          "data-parallel communication",
    "data-parallel communication of experts", "pipeline messages to the next stage",
    "pipeline messages to the previous stage"};

constexpr bool is_pipeline(Group g) {
  return g == Group::pipeline_next || g == Group::pipeline_previous;
}

/// What a compute is for. Only a trace shows it: no time and no fold depends on it.
struct ComputeLabel {
  enum class Pass : std::uint8_t { none, forward, backward, optimizer };
  Pass pass = Pass::none;
  std::uint16_t chunk = 0;        ///< forward, backward: of the model, 0 .. interleave-1
  std::uint32_t micro_batch = 0;  ///< forward, backward
  bool operator==(const ComputeLabel&) const = default;
};

/// One instruction of a rank.
///
/// Collectives (groups that are not pipelines): `begin` enters the next collective of that group without blocking;
/// `finish` blocks until the oldest one that this rank has begun and not finished is complete. It starts when every
/// member has begun it, and collectives of one group run one at a time, in order.
/// Pipelines: `begin` sends without blocking; `finish` blocks until the oldest message not yet received *from the
/// neighbour that sends along this group* has arrived: `finish(pipeline_next)` receives from the previous stage.
///
/// The host: `launch` marks when it begins to launch a pass; `launched` blocks until `duration` after that, if kernels
/// and collectives since have taken less. It counts as compute.
struct Instruction {
  enum class Kind : std::uint8_t { compute, begin, finish, launch, launched };
  Kind kind = Kind::compute;
  Group group = Group::tensor;  ///< begin, finish
  std::uint32_t count = 1;      ///< begin: how many collectives are merged in it (each pays its latency)
  Time duration{};              ///< compute, launched
  Bytes wire_bytes{};           ///< begin: what this rank puts on the wire (an all-gather of N over d ranks: N(d-1)/d)
  ComputeLabel label{};         ///< compute
  bool operator==(const Instruction&) const = default;
};

using StageProgram = std::vector<Instruction>;

/// What ranks do together. An all-gather and a reduce-scatter of one group move the same bytes the same way.
enum class Collective : std::uint8_t { all_reduce, all_gather, reduce_scatter, all_to_all, broadcast, send };

/// How the collectives of one group are carried out.
struct GroupCollective {
  Collective kind = Collective::all_gather;
  Algorithm algorithm = Algorithm::ring;
  double skew = 1;  ///< all-to-all: bytes for the busiest member ÷ their mean, ≥ 1
  bool operator==(const GroupCollective&) const = default;
};

/// Rings, and an all-to-all of experts.
constexpr std::array<GroupCollective, group_count> default_collectives() {
  std::array<GroupCollective, group_count> all;
  all[static_cast<std::size_t>(Group::expert)].kind = Collective::all_to_all;
  return all;
}

/// All ranks of a pipeline stage run the same program: tensor, context, data and expert indices are interchangeable.
struct StepProgram {
  ParallelPlan plan;
  std::vector<StageProgram> stages;                                              ///< size plan.pipeline
  std::array<GroupCollective, group_count> collectives = default_collectives();  ///< by group; pipelines have none
  bool operator==(const StepProgram&) const = default;
};

/// What a rank puts on the wire for one collective over `ranks` members, payload N bytes: the whole buffer of an
/// all-reduce, the gathered result of an all-gather, the input of a reduce-scatter, one rank's send buffer of an
/// all-to-all, the message of a broadcast or send (ring algorithms; Thakur, Rabenseifner & Gropp 2005,
/// doi:10.1177/1094342005051521).
constexpr Bytes wire_bytes(Collective collective, Bytes payload, long ranks) {
  if (collective == Collective::broadcast || collective == Collective::send) return payload;
  const double share = ranks > 0 ? static_cast<double>(ranks - 1) / static_cast<double>(ranks) : 0.0;
  return payload * (collective == Collective::all_reduce ? 2 * share : share);
}

/// Bytes on one chip, by what they are for; the largest over all stages (memory_stage says which).
struct MemoryUse {
  Bytes weights, gradients, optimizer, activations, reserve;
  int stage = 0;
  bool operator==(const MemoryUse&) const = default;
  [[nodiscard]] Bytes total() const { return weights + gradients + optimizer + activations + reserve; }
};

/// What the model's arithmetic amounts to, apart from how fast it goes.
struct WorkloadFacts {
  double parameters = 0;         ///< all
  double active_parameters = 0;  ///< that one token passes
  Tokens tokens_per_step;
  Operations
      model_operations;  ///< a step, all chips: forward + backward, no recomputation, full attention (PaLM App. B)
  Operations hardware_operations;  ///< a step, with recomputation
  MemoryUse memory;
  bool operator==(const WorkloadFacts&) const = default;
};

}  // namespace gigaplan
