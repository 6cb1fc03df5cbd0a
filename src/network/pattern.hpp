// Which messages does one collective send?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/step_program.hpp"
#include "network/routing.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {

/// Latency-bound steps of a ring over `members`: what a chunk of data has to pass before the slowest rank has it. Rings
/// are what NCCL uses for large messages; its PAT and tree algorithms need only ceil(log2 members) steps, at the price
/// of bandwidth.
[[nodiscard]] constexpr std::uint32_t ring_steps(std::uint32_t members) {
  return members > 0 ? members - 1 : 0;
}

/// Writes flows into a Traffic.
///
/// A collective has one flow for its messages over scale-up links and one for those between domains; each advances at
/// one rate. For a ring that is what happens: a rank sends on what it has received, chunk by chunk, through buffers of
/// a few chunks (NCCL), so that all edges go as fast as the slowest. For an all-to-all it is a model: its messages end
/// together at the time that its narrowest link allows, where messages that compete one by one would let some end
/// earlier and the last at that time or later.
///
/// Notation: r members in each of D scale-up domains, E = r·D members.
/// Ring (all-reduce, all-gather, reduce-scatter). NCCL builds r rings, one a NIC, and pipelines them: each ring visits
/// all r members of a domain and leaves it once. So each member sends (r-1)/r of its bytes to its next local member,
/// and 1/r over its NIC to the member with the same local index in the next domain. D = 1: local only, share 1.
/// Unequal r: one plain ring over the members in order, share 1.
/// All-to-all. PXN (NVIDIA, "Doubling all2all Performance with NCCL 2.12", 2022): messages for one remote rank gather
/// over the scale-up links on the local chip of its rail, which sends them on: r/(E-1) to the same local index of each
/// other domain. Local: r-1 messages for neighbours and (r-1)(D-1) on their way to a rail make (r-1)·D/(E-1); they go
/// to the next local member, which on non-blocking star links loads every link as the exchange of all pairs does.
/// Unequal r: every pair directly, share 1/(E-1).
/// Message of a pipeline: share 1.
///
/// Latency, per collective. Ring: Σ over its edges of the step latency, times ring_steps / edges (a chunk crosses all
/// edges but one; the mean over which one). All-to-all: one step, the longest, and a local one where PXN gathers.
/// Message: one step.
class PatternWriter {
 public:
  PatternWriter(Traffic& traffic, const Routing& routing) : traffic_(traffic), routing_(routing) {}

  /// Flows of group number `instance` of traffic.groups, by the pattern of its kind.
  void write_group(std::uint32_t instance);
  /// A pipeline message between two ranks; none from a rank to itself.
  void write_message(Group group, std::uint32_t source, std::uint32_t destination);

 private:
  /// Latencies of a ring's edges: counted, so that equal rings get equal sums whatever the order.
  struct Edges {
    std::uint32_t local = 0, remote = 0, relayed = 0;
    std::uint64_t switches = 0;  ///< Σ Route::switches
    void add(const Route& route) {
      ++(route.local ? local : remote);
      relayed += route.relayed ? 1 : 0;
      switches += route.switches;
    }
  };

  void write_ring(std::span<const std::uint32_t> members, std::uint32_t r);
  void write_plain_ring(std::span<const std::uint32_t> members);
  void write_all_to_all(std::span<const std::uint32_t> members, std::uint32_t r);
  void write_all_pairs(std::span<const std::uint32_t> members);
  void write_local_ring(std::span<const std::uint32_t> members, std::uint32_t r);
  [[nodiscard]] std::uint32_t members_per_domain(std::span<const std::uint32_t> members) const;
  [[nodiscard]] std::uint32_t flow_class(double share, Time latency);
  [[nodiscard]] Time ring_latency(const Edges& edges) const;

  /// Adds a message to the flow being written and leaves its way in `route_`.
  const Route& send(std::uint32_t source, std::uint32_t destination);
  void end_flow(double share, Time latency, std::uint32_t source = Traffic::none,
                std::uint32_t destination = Traffic::none);

  Traffic& traffic_;
  const Routing& routing_;
  Group group_ = Group::tensor;             ///< being written
  std::uint32_t instance_ = Traffic::none;  ///< being written
  Route route_;
};

}  // namespace gigaplan::network
