// Which messages does one collective send?
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "model/step_program.hpp"
#include "network/collective_cost.hpp"
#include "network/routing.hpp"
#include "network/traffic.hpp"

namespace gigaplan::network {

/// Latency-bound steps of a ring over `members`: what a chunk of data has to pass before the slowest rank has it.
[[nodiscard]] constexpr std::uint32_t ring_steps(std::uint32_t members) {
  return members > 0 ? members - 1 : 0;
}

/// Writes flows into a Traffic.
///
/// A collective has one flow for its messages over scale-up links and one for those between domains; each advances at
/// one rate. For a ring that is what happens: a rank sends on what it has received, chunk by chunk, through buffers of
/// a few chunks (NCCL), so that all edges go as fast as the slowest. For an all-to-all it is a model: its messages end
/// together at the time that its narrowest link allows, where messages that compete one by one would let some end
/// earlier and the last at that time or later. (ADR 8.)
///
/// Notation: r members in each of D scale-up domains, E = r·D members; N: payload as in wire_bytes().
/// Ring (all-reduce, all-gather, reduce-scatter). NCCL builds r rings, one a NIC, and pipelines them: each ring visits
/// all r members of a domain and leaves it once. So each member sends (r-1)/r of its bytes to its next local member,
/// and 1/r over its NIC to the member with the same local index in the next domain. D = 1: local only, share 1.
/// Unequal r: one plain ring over the members in order, share 1. Latency: E-1 edges, an all-reduce twice.
/// Tree (all-reduce). A chain in each domain, and over the domains two binary trees that each carry half (Sanders,
/// Speck & Träff 2009, doi:10.1016/j.parco.2009.09.001; NCCL since 2.4): up and down each edge N / 2r on each of r
/// NICs. Halving and doubling (Thakur, Rabenseifner & Gropp 2005, doi:10.1177/1094342005051521): phase k sends N /
/// 2^(k+1) to the member 2^k away, so that the large messages stay near; an all-reduce twice. Members beyond the
/// largest power of two hand theirs over before and after (all-reduce), or all use Bruck's rotation. Hierarchical:
/// phases inside domains and between them, one after the other. In the network (all-reduce): each member sends N up to
/// the switches of its domain and gets N; 1/r of it goes up each NIC, once up and once down between leaf, pod and core,
/// which add up. All-to-all. PXN (NVIDIA, "Doubling all2all Performance with NCCL 2.12", 2022): messages for one remote
/// rank gather over the scale-up links on the local chip of its rail, which sends them on: r/(E-1) to the same local
/// index of each other domain. Local: r-1 messages for neighbours and (r-1)(D-1) on their way to a rail make
/// (r-1)·D/(E-1); they go to the next local member, which on non-blocking star links loads every link as the exchange
/// of all pairs does. Unequal r: every pair directly, share 1/(E-1). Skew s: the first member gets s times the mean, as
/// a flow beside an all-to-all of what is left. Broadcast: along a ring, from the first member. Send: from the first
/// member to the second. Message of a pipeline: share 1.
///
/// Latency of a ring: Σ over its edges of the step latency, times ring_steps / edges (a chunk crosses all edges but
/// one; the mean over which one). Others: steps times the longest message of the step.
class PatternWriter {
 public:
  PatternWriter(Traffic& traffic, const Routing& routing) : traffic_(traffic), routing_(routing) {}

  /// Flows of group number `instance` of traffic.groups. `wire`: bytes of one of its collectives, for `automatic`.
  /// \throws std::invalid_argument for an algorithm that the collective or the fabric does not have
  void write_group(std::uint32_t instance, const GroupCollective& how, Bytes wire);
  /// A pipeline message between two ranks; none from a rank to itself.
  void write_message(Group group, std::uint32_t source, std::uint32_t destination);
  /// What a group's members see, for closed forms; unequal domains count as one member each.
  [[nodiscard]] CollectiveSite site(std::span<const std::uint32_t> members);

 private:
  using Members = std::span<const std::uint32_t>;
  /// Latencies of a ring's edges: counted, so that equal rings get equal sums whatever the order.
  struct Edges {
    std::uint64_t local = 0, remote = 0, relayed = 0;
    std::uint64_t switches = 0;  ///< Σ Route::switches
    void add(const Route& route) {
      ++(route.local ? local : remote);
      relayed += route.relays;
      switches += route.switches;
    }
  };

  void write(Collective kind, Algorithm algorithm, Members members);
  void write_ring(Members members, double rounds);
  void write_plain_ring(Members members, double rounds);
  void write_tree(Members members);
  void write_halving_doubling(Members members, bool reduce);
  void write_bruck(Members members);
  void write_hierarchical(Members members, double rounds);
  void write_in_network(Members members);
  void write_all_to_all(Members members);
  void write_all_pairs(Members members);
  void write_hot_member(Members members, double extra);
  void write_chain(Members members);
  void send_local_ring(Members members);
  Time send_lane(Members members, std::uint32_t lane, double rounds);
  Time send_trees(Members members);
  Time send_to_switches(Members members, std::uint32_t lane);
  void send_to_leaf(std::uint32_t rank, std::uint32_t nic);
  [[nodiscard]] std::uint32_t rail_nic(std::uint32_t nic, std::uint32_t shift) const;
  [[nodiscard]] std::uint32_t common_rail(Members members, std::uint32_t lane) const;
  [[nodiscard]] std::uint32_t members_per_domain(Members members) const;
  [[nodiscard]] std::uint32_t chip(std::uint32_t rank) const { return traffic_.chip_of_rank[rank]; }
  [[nodiscard]] bool same_domain(std::uint32_t a, std::uint32_t b) const {
    return routing_.domain_of_chip[chip(a)] == routing_.domain_of_chip[chip(b)];
  }
  [[nodiscard]] Time ring_latency(const Edges& edges, std::uint32_t members) const;

  /// Adds a message to the flow being written and returns its way.
  const Route& send(std::uint32_t source, std::uint32_t destination);
  /// The same over links that are given. \throws Unreachable if one is down
  void send_over(std::uint32_t source, std::initializer_list<std::uint32_t> links);
  /// Ends the flow, if it has messages. `share`: of the wire bytes.
  void end_flow(double share, Time latency, std::uint32_t source = Traffic::none,
                std::uint32_t destination = Traffic::none);
  void next_phase() { ++phase_; }
  /// Of the wire bytes, what `part` of the payload is.
  [[nodiscard]] double of_payload(double part) const { return part / wire_of_payload_; }

  Traffic& traffic_;
  const Routing& routing_;
  Group group_ = Group::tensor;             ///< being written
  std::uint32_t instance_ = Traffic::none;  ///< being written
  std::uint8_t phase_ = 0;
  std::uint32_t r_ = 1;         ///< members a domain; 0: unequal
  double wire_of_payload_ = 1;  ///< wire_bytes of a payload of one
  double scale_ = 1;            ///< of shares: what skew leaves
  Route route_;
};

}  // namespace gigaplan::network
