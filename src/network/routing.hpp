// Which links does a message cross?
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "network/fabric_routes.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// Where a message goes along. Kept and filled again, so that routing many messages asks for no memory.
struct Route {
  std::vector<Hop> hops;       ///< in the order in which they are crossed; sprayed ones one after the other
  bool local = true;           ///< inside a scale-up domain
  std::uint32_t relays = 0;    ///< times that it crosses scale-up links to or from the chip that has the NIC for it
  std::uint32_t switches = 0;  ///< of the scale-out fabric that it passes, mean over the spray, in 1 / whole
};

/// Kinds of directed links. The first four are those of every fabric, the others those of a fat tree with adaptive
/// routing: packets of a message are sprayed over all parallel cables and shortest paths, a fraction on each, so that a
/// bundle behaves as one link of the summed capacity, a trunk. (So do the planes of a fabric.)
enum class TrunkKind : std::uint8_t {
  scale_up_up,    ///< chip to the scale-up switch
  scale_up_down,  ///< scale-up switch to chip
  nic_up,         ///< NIC to its leaf
  nic_down,       ///< leaf to NIC
  leaf_up,        ///< leaf to the spines of its pod
  leaf_down,      ///< spines of a pod to one of its leaves
  pod_up,         ///< spines of a pod to the core
  pod_down,       ///< core to the spines of a pod
};
inline constexpr std::size_t trunk_kinds = 8;
inline constexpr std::array<std::string_view, trunk_kinds> trunk_names = {
    "scale-up up",   "scale-up down", "nic up",      "nic down",
    "leaf to spine", "spine to leaf", "pod to core", "core to pod"};

/// All links, and where each chip is attached; derived from the graph alone.
struct Routing {
  std::vector<std::string> link_names;  ///< one a kind
  std::vector<std::uint8_t> link_kind;  ///< one a link
  std::vector<ByteRate> link_capacity;  ///< one a link, one direction, protocol efficiency (Nics, ScaleUp) applied
  std::uint32_t whole = 1;              ///< weight of a hop that all of a message crosses

  std::array<std::uint32_t, trunk_kinds + 1> first{};  ///< ids of kind k: first[k] .. first[k+1]-1; others follow
  std::vector<std::uint32_t> domain_of_chip, nic_of_chip;
  std::vector<std::uint32_t> leaf_of_nic;     ///< planes count as one
  std::vector<std::uint32_t> substitute_nic;  ///< of the same node, for a NIC that is down; empty: all are up
  std::uint32_t rail_trees = 1;               ///< above 1: NIC i of a node reaches only NICs i
  std::uint32_t nics_per_node = 1, chips_per_nic = 1;
  Time domain_step;              ///< of one message inside a scale-up domain
  Time in_network_step;          ///< of one way through a domain's switches that add up
  Time nic_step;                 ///< of one message between nodes, without switches
  Time switch_step;              ///< to pass one switch
  double in_network_share = 0;   ///< of a scale-up link's capacity while the domain's switches add up; 0: they cannot
  bool switches_add_up = false;  ///< those of the fabric can
  FabricRoutes fabric;

  /// A NIC, or the one that stands in for it.
  [[nodiscard]] std::uint32_t nic_in_use(std::uint32_t nic) const {
    return substitute_nic.empty() || substitute_nic[nic] == ~0u ? nic : substitute_nic[nic];
  }
  [[nodiscard]] std::uint32_t trunk(TrunkKind kind, std::uint32_t index) const {
    return first[static_cast<std::size_t>(kind)] + index;
  }
};

/// \param seed of hashes (ecmp)
[[nodiscard]] Routing make_routing(const Topology& topology, std::uint64_t seed = 0);

/// Writes into `route` the way from one chip to another (different) one: over the scale-up links within a domain, else
/// over the NICs. Chips of two domains that share a NIC do not exist. Shortest in hops, except Valiant's and a
/// dragonfly's (which is minimal: at most one global hop). Round what is damaged: over another NIC of the node (with
/// a tree for each rail: over the next rail on which both nodes are whole), and over the shortest paths that are left.
/// \throws Unreachable
void find_route(const Routing& routing, std::uint32_t from_chip, std::uint32_t to_chip, Route& route);

/// \throws Unreachable if nothing is left of a link
void require_intact(const Routing& routing, std::uint32_t link);

/// Of one message: Σ latency of the arcs on its way.
[[nodiscard]] Time step_latency(const Routing& routing, const Route& route);

}  // namespace gigaplan::network
