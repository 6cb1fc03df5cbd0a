// Which scale-out network was ordered?
#pragma once

#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

enum class TopologyKind { fat_tree };  ///< json: "fat_tree"; later kinds join here
enum class RoutingKind { adaptive };   ///< json: "adaptive" - packets sprayed over all shortest paths

/// A family of switches and the optics that go with it.
struct SwitchModel {
  std::string id;                    ///< json: id
  std::string name;                  ///< json: name
  int ports = 0;                     ///< json: ports - at port_bandwidth
  ByteRate port_bandwidth;           ///< json: port_bandwidth_gbit_s - one direction
  Time latency;                      ///< json: latency_us - port to port
  Power power;                       ///< json: power_w - typical, without transceivers
  Money price;                       ///< json: price_eur
  Power transceiver_power;           ///< json: transceiver_power_w - one optical end of one port
  Money transceiver_price;           ///< json: transceiver_price_eur - one optical end of one port
  Money fibre_price;                 ///< json: fibre_price_eur - one cable, passive fibre
  Money copper_price;                ///< json: copper_price_eur - one short passive copper cable, both ends
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const SwitchModel&) const = default;
};

/// A rail-optimised fat tree of two or three tiers. NIC i of each node of a scalable unit goes to that unit's leaf i
/// (more leaves a rail where one does not have the ports). Leaves of a pod share its spines; pods meet at the core.
struct FabricSpec {
  std::string id;                                  ///< json: id - only in the catalogue
  std::string name;                                ///< json: name
  TopologyKind topology = TopologyKind::fat_tree;  ///< json: topology
  int tiers = 3;                                   ///< json: tiers - 2 or 3
  SwitchModel switch_model;                        ///< json: switch (catalogue id or object)
  int nodes_per_unit = 0;             ///< json: nodes_per_unit - nodes that share a set of leaves ("scalable unit")
  int units_per_pod = 0;              ///< json: units_per_pod - units under one set of spines (three tiers)
  double leaf_oversubscription = 1;   ///< json: leaf_oversubscription - down : up at the leaf, ≥ 1
  double spine_oversubscription = 1;  ///< json: spine_oversubscription - down : up at the spine, ≥ 1 (three tiers)
  RoutingKind routing = RoutingKind::adaptive;  ///< json: routing
  bool copper_to_leaf = false;                  ///< json: copper_to_leaf - node-leaf cables are copper, else optical
  std::vector<Citation> provenance;             ///< json: provenance
  bool operator==(const FabricSpec&) const = default;
};

}  // namespace gigaplan
