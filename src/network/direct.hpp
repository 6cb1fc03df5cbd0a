// How large are the groups of a dragonfly, and which router joins which groups?
#pragma once

#include <cstdint>

#include "base/quantity.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"

namespace gigaplan::network {

/// How a NIC meets the ports of a switch: a port faster than a NIC is split, a NIC faster than a port takes several.
struct Ports {
  int split = 1;    ///< parts of one port
  int radix = 0;    ///< ports of a switch after splitting
  int per_nic = 1;  ///< ports (and cables) of one NIC
  ByteRate rate;    ///< of one split port, one direction
  bool operator==(const Ports&) const = default;
};
/// \param nic bandwidth of a NIC, or of its part in one plane
[[nodiscard]] Ports match_ports(const SwitchModel& model, ByteRate nic);

/// The groups of a dragonfly or dragonfly+. Every pair of groups has equally many cables; what is left of the global
/// ports stays free.
///
/// Global cable number j (0 .. cables_per_pair-1) from group a to the group `offset` places after it (1 .. groups-1)
/// has number (offset-1) · cables_per_pair + j among a's, and router number / global_ports of the group has it: the
/// "relative" arrangement (Hastings et al. 2015). The other end is the same seen from the other group, with j reversed.
struct GroupShape {
  std::uint32_t groups = 0;
  std::uint32_t leaves_per_group = 0;  ///< routers with NICs
  std::uint32_t spines_per_group = 0;  ///< 0: routers have the global ports
  std::uint32_t nics_per_leaf = 0;
  std::uint32_t global_ports = 0;  ///< of a router, or a spine
  std::uint32_t local_cables = 1;
  std::uint32_t cables_per_pair = 0;  ///< of groups
  bool operator==(const GroupShape&) const = default;

  /// Routers of a group that have global ports.
  [[nodiscard]] std::uint32_t gateways() const { return spines_per_group > 0 ? spines_per_group : leaves_per_group; }
  /// The gateway (within its group) at which cable j from group a to group b begins.
  [[nodiscard]] std::uint32_t gateway(std::uint32_t a, std::uint32_t b, std::uint32_t j) const {
    const std::uint32_t offset = (b + groups - a) % groups;
    const bool forward = a < b;  // count j from the same end at both
    return ((offset - 1) * cables_per_pair + (forward ? j : cables_per_pair - 1 - j)) / global_ports;
  }
};

/// Sizes the groups for `nics` NICs. Always returns; check_fabric() says what cannot be built.
[[nodiscard]] GroupShape size_groups(const FabricSpec& spec, long nics);

}  // namespace gigaplan::network
