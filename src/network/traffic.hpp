// Who sends what to whom in a training step, over which links?
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/step_program.hpp"
#include "network/routing.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// All flows of all ranks, in compressed rows. Only groups that the program uses, only stages that use them.
/// Ranks of several jobs are numbered one job after the other, and so are their stages; plan.order numbers those of a
/// job (network/ranks.hpp).
///
/// A flow is what advances at one rate: a pipeline message, or one part of a collective with all its messages
/// (network/pattern.hpp says why). Its messages' hops say how much of each link it takes: Σ weight ÷ `whole` times the
/// flow's rate.
struct Traffic {
  /// What many flows have in common.
  struct FlowClass {
    Group group = Group::tensor;
    std::uint8_t phase = 0;  ///< flows of a later phase of a collective start when those of the earlier ones have ended
    double share = 1;        ///< bytes of one of the flow's messages ÷ the instruction's wire_bytes
    Time latency;            ///< of one collective or message: steps × latency a step
    bool operator==(const FlowClass&) const = default;
  };
  struct Flow {
    std::uint32_t flow_class = 0;
    std::uint32_t instance = none;     ///< index into `groups`; none for pipelines
    std::uint32_t source = none;       ///< rank; pipelines only
    std::uint32_t destination = none;  ///< rank; pipelines only
    bool operator==(const Flow&) const = default;
  };
  static constexpr std::uint32_t none = 0xffffffffu;

  std::vector<std::uint32_t> rank_stage;    ///< one a rank
  std::vector<std::uint32_t> chip_of_rank;  ///< one a rank
  std::vector<double> rank_speed;           ///< share of a sound chip's; empty if all are sound

  std::vector<Group> groups;                 ///< collectives' groups: kind of each
  std::vector<std::uint32_t> member_offset;  ///< groups + 1
  std::vector<std::uint32_t> members;        ///< ranks, ascending in each group

  std::vector<FlowClass> classes;
  std::vector<Flow> flows;
  std::vector<std::uint32_t> message_offset;  ///< flows + 1
  std::vector<std::uint32_t> message_source;  ///< rank that sends; one a message
  std::vector<std::uint32_t> hop_offset;      ///< messages + 1
  std::vector<Hop> hops;                      ///< of all messages, in the order in which they are crossed

  std::vector<std::string> link_names;  ///< one a kind
  std::vector<std::uint8_t> link_kind;  ///< one a link: index into link_names
  std::vector<ByteRate> link_capacity;  ///< one a link: one direction, protocol efficiency applied
  std::uint32_t whole = 1;              ///< weight of a hop that all of a message crosses

  [[nodiscard]] std::size_t messages() const { return message_source.size(); }
  [[nodiscard]] std::span<const Hop> hops_of_message(std::size_t message) const {
    return {hops.data() + hop_offset[message], hop_offset[message + 1] - hop_offset[message]};
  }
  /// Hops of all messages of a flow; a link may stand there several times.
  [[nodiscard]] std::span<const Hop> hops_of(std::size_t flow) const {
    const std::uint32_t first = hop_offset[message_offset[flow]];
    return {hops.data() + first, hop_offset[message_offset[flow + 1]] - first};
  }
  [[nodiscard]] std::span<const std::uint32_t> members_of(std::size_t group) const {
    return {members.data() + member_offset[group], member_offset[group + 1] - member_offset[group]};
  }
  bool operator==(const Traffic&) const = default;
};

/// A job and the chips of its ranks.
struct PlacedJob {
  const StepProgram* program = nullptr;
  std::vector<std::uint32_t> chips;  ///< by rank
};

/// The flows of one collective (or message) of each group that the programs begin, as shares of a rank's wire bytes;
/// patterns in network/pattern.hpp. `seed` of hashed routes. `chip_speed`: one a chip, or empty. Throws
/// std::invalid_argument if a plan has not as many ranks as chips, Unreachable where damage cuts off a part.
[[nodiscard]] Traffic make_traffic(std::span<const PlacedJob> jobs, const Topology& topology, std::uint64_t seed = 0,
                                   const std::vector<double>& chip_speed = {});

/// Of one job, rank r on chip r.
[[nodiscard]] Traffic make_traffic(const StepProgram& program, const Topology& topology, std::uint64_t seed = 0);

/// One program of all jobs: their stages one after the other. Only its stages mean anything.
[[nodiscard]] StepProgram join_programs(std::span<const PlacedJob> jobs);

}  // namespace gigaplan::network
