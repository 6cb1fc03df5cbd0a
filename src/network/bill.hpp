// What has to be bought for the fabric?
#pragma once

#include "model/fabric.hpp"
#include "model/node.hpp"
#include "model/result.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// Switches, cables, transceivers and NICs, counted from the graph, with price and power from `spec` and `node`.
///
/// An optical cable has a transceiver at each end. A switch-side transceiver serves a whole port, so `split` cables
/// share it; a NIC-side one serves the NIC's cable alone and is priced at the same rate per bit/s (1/split of a port's;
/// an approximation: list prices scale about with speed). Copper cables (`copper_to_leaf`) need none.
/// A cable's price goes by its length class (CableKind::length), a transceiver's does not. Passive cables draw nothing.
/// Power is typical: switches without optics, transceivers, NICs. Scale-up switches belong to the node's price.
[[nodiscard]] BillOfMaterials bill_of_materials(const Topology& topology, const FabricSpec& spec, const Node& node);

}  // namespace gigaplan::network
