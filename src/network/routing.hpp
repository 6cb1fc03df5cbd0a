// Which links does a message cross? Adaptive routing, as trunks.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/quantity.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// Kinds of directed trunks. Packets of a flow are sprayed over all parallel cables and shortest paths, a fraction on
/// each, so a bundle behaves as one link of the summed capacity.
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

/// How far a message goes.
enum class Reach : std::uint8_t { domain, leaf, pod, core };
inline constexpr std::size_t reaches = 4;

/// Trunk ids in the order in which a message crosses them; no heap.
struct Route {
  std::array<std::uint32_t, 6> trunks{};
  std::uint8_t length = 0;
  Reach reach = Reach::domain;
  [[nodiscard]] std::span<const std::uint32_t> span() const { return {trunks.data(), length}; }
};

/// All trunks, and where each chip is attached; derived from the graph alone.
struct Routing {
  std::array<std::uint32_t, trunk_kinds + 1> first{};  ///< ids of kind k: first[k] .. first[k+1]-1
  std::vector<ByteRate> capacity;                      ///< of a trunk, protocol efficiency (Nics, ScaleUp) applied
  std::vector<std::uint32_t> domain_of_chip, nic_of_chip, leaf_of_nic, pod_of_leaf;
  std::array<Time, reaches> step_latency;  ///< of one message over that reach: Σ latency of the arcs on the path

  [[nodiscard]] std::uint32_t trunk(TrunkKind kind, std::uint32_t index) const {
    return first[static_cast<std::size_t>(kind)] + index;
  }
  [[nodiscard]] TrunkKind kind(std::uint32_t trunk) const;
};

[[nodiscard]] Routing make_routing(const Topology& topology);

/// The route from one chip to another (different) one: over the scale-up links within a domain, else over the NICs.
/// Chips of two domains that share a NIC do not exist. Shortest in hops (tests compare it with a breadth-first search).
[[nodiscard]] Route route(const Routing& routing, std::uint32_t from_chip, std::uint32_t to_chip);

}  // namespace gigaplan::network
