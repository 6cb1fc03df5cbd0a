// Of what does a SimGrid platform consist? Parts with hosts, and what joins them, from a routing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "network/routing.hpp"

namespace gigaplan::io {

/// Chips of one scale-up domain whose NICs (or those that stand in for them) are on one leaf (and, where rails have
/// trees of their own, in one node): they leave the same way, and become one zone.
struct PlatformPart {
  std::uint32_t leaf = 0, domain = 0;
  std::vector<std::uint32_t> chips;
  bool operator==(const PlatformPart&) const = default;
};

/// A directed link of the platform.
struct PlatformLink {
  std::string name;
  ByteRate bandwidth;
  Time latency;
  bool operator==(const PlatformLink&) const = default;
};

/// From one switch to another.
struct PlatformEdge {
  std::uint32_t from = 0, to = 0;
  PlatformLink link;
  bool operator==(const PlatformEdge&) const = default;
};

/// Switches and what joins them. For a fat tree with adaptive routing each stands for what messages are sprayed over:
/// leaf, the spines of a pod, the core of a tree.
struct PlatformGraph {
  std::vector<std::string> switches;  ///< leaves first
  std::vector<PlatformEdge> edges;
  bool operator==(const PlatformGraph&) const = default;
};

[[nodiscard]] std::vector<PlatformPart> platform_parts(const network::Routing& routing);
[[nodiscard]] PlatformGraph platform_graph(const network::Routing& routing);

/// A link of the first kinds (chips, NICs, trunks); without bandwidth if it is down. Its latency is its part of
/// network::step_latency(): half a domain's step each way, half a NIC's step each way, a switch's time for each trunk.
[[nodiscard]] PlatformLink platform_link(const network::Routing& routing, network::TrunkKind kind, std::uint32_t index);

/// From a chip to its leaf and back: over its NIC or, if that is down, over the scale-up links to the chip whose NIC
/// stands in for it. Empty if there is none.
struct NicWay {
  std::vector<std::string> up, down;  ///< names of links
};
[[nodiscard]] NicWay nic_way(const network::Routing& routing, std::uint32_t chip);
[[nodiscard]] bool nic_is_up(const network::Routing& routing, std::uint32_t nic);

}  // namespace gigaplan::io
