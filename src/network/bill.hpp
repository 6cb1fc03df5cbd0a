// What has to be bought for the fabric?
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/fabric.hpp"
#include "model/node.hpp"
#include "model/result.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// The pieces of a fabric, counted from its graph: what is left of a topology when prices change.
struct FabricPieces {
  std::vector<BillOfMaterials::Count> switches;  ///< those that there are, leaves first
  std::vector<CableKind> cable_kinds;            ///< as Topology::cables
  std::vector<std::uint64_t> cables;             ///< of each kind
  std::uint64_t switch_transceivers = 0, nic_transceivers = 0, nics = 0;
  int split = 1;  ///< cables that share a switch-side transceiver
};
[[nodiscard]] FabricPieces count_pieces(const Topology& topology);

/// Switches, cables, transceivers and NICs, with price and power from `spec` and `node`.
///
/// An optical cable has a transceiver at each end. A switch-side transceiver serves a whole port, so `split` cables
/// share it; a NIC-side one serves the NIC's cable alone and is priced at the same rate per bit/s (1/split of a port's;
/// an approximation: list prices scale about with speed). Copper cables (`copper_to_leaf`) need none.
/// A cable's price goes by its length class (CableKind::length), a transceiver's does not. Passive cables draw nothing.
/// Power is typical: switches without optics, transceivers, NICs. Scale-up switches belong to the node's price.
[[nodiscard]] BillOfMaterials bill_of_materials(const FabricPieces& pieces, const FabricSpec& spec, const Node& node);

/// The same of a topology, counted.
[[nodiscard]] inline BillOfMaterials bill_of_materials(const Topology& topology, const FabricSpec& spec,
                                                       const Node& node) {
  return bill_of_materials(count_pieces(topology), spec, node);
}

}  // namespace gigaplan::network
