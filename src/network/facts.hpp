// How far apart are the ends of a fabric, and how much passes through its middle?
#pragma once

#include <optional>

#include "base/quantity.hpp"
#include "model/network_result.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// Switches on the longest shortest way between two NICs, over cables that are intact: breadth-first searches from up
/// to 64 leaves, which find it exactly on every regular fabric. 0: no NIC reaches another.
[[nodiscard]] int diameter(const Topology& topology);

/// What the NICs of the first half of the nodes can send to those of the second at most: a maximum flow (Goldberg &
/// Tarjan's push-relabel, from Boost.Graph) over the switches, whole Mbit/s, protocol efficiency applied. Absent for
/// more than 400,000 bundles of cables.
[[nodiscard]] std::optional<ByteRate> bisection(const Topology& topology);

/// All facts. The bill is the caller's.
[[nodiscard]] FabricFacts fabric_facts(const Topology& topology, BillOfMaterials bill);

}  // namespace gigaplan::network
