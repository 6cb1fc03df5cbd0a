// Which scale-out network was ordered?
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

enum class TopologyKind { fat_tree, dragonfly, dragonfly_plus, torus, hyperx, custom };
inline constexpr std::array<const char*, 6> topology_names = {"fat_tree", "dragonfly", "dragonfly_plus",
                                                              "torus",    "hyperx",    "custom"};  ///< in JSON

/// Which of several paths a message takes.
enum class RoutingKind {
  adaptive,  ///< json: "adaptive" - packets sprayed over all shortest paths (dragonfly: all minimal ones)
  d_mod_k,   ///< json: "d_mod_k" - the destination decides (Zahavi 2010)
  ecmp,      ///< json: "ecmp" - a hash of source and destination decides, collisions and all
  valiant,   ///< json: "valiant" - dragonfly: over all other groups, so that no pair of groups is a bottleneck
};
inline constexpr std::array<const char*, 4> routing_names = {"adaptive", "d_mod_k", "ecmp", "valiant"};  ///< in JSON

/// How the interfaces of a node are spread over a fat tree.
enum class Rails {
  optimised,  ///< json: "optimised" - interface i to the leaves of rail i; spines join the rails
  single,     ///< json: "single" - all to the same leaf
  only,       ///< json: "only" - a tree for each rail, nothing joins them: messages change rail inside the node
};

/// A family of switches and the optics that go with it.
struct SwitchModel {
  std::string id;                     ///< json: id
  std::string name;                   ///< json: name
  int ports = 0;                      ///< json: ports - at port_bandwidth
  ByteRate port_bandwidth;            ///< json: port_bandwidth_gbit_s - one direction
  Time latency;                       ///< json: latency_us - port to port
  bool in_network_reduction = false;  ///< json: in_network_reduction - it can add up what passes (SHARP)
  Power power;                        ///< json: power_w - typical, without transceivers
  Money price;                        ///< json: price_eur
  Power transceiver_power;            ///< json: transceiver_power_w - one optical end of one port
  Money transceiver_price;            ///< json: transceiver_price_eur - one optical end of one port
  Money fibre_row_price;              ///< json: fibre_row_price_eur - one cable of passive fibre, up to 30 m
  Money fibre_hall_price;             ///< json: fibre_hall_price_eur - up to 150 m
  Money fibre_campus_price;           ///< json: fibre_campus_price_eur - up to 500 m, single-mode
  Money copper_price;                 ///< json: copper_price_eur - one passive copper cable, up to 3 m, both ends
  std::vector<Citation> provenance;   ///< json: provenance
  bool operator==(const SwitchModel&) const = default;
};

/// Groups of routers, all joined within a group; groups joined in pairs (Kim, Dally, Scott & Abts 2008).
struct Dragonfly {
  int routers_per_group = 0;  ///< json: routers_per_group
  int nics_per_router = 0;    ///< json: nics_per_router
  int global_ports = 0;       ///< json: global_ports - of a router, towards other groups
  int local_cables = 1;       ///< json: local_cables - between any two routers of a group
  bool operator==(const Dragonfly&) const = default;
};

/// Groups of leaves and spines, each leaf joined to each spine of its group; spines join the groups (Shpiner et al.
/// 2017).
struct DragonflyPlus {
  int leaves_per_group = 0;  ///< json: leaves_per_group
  int spines_per_group = 0;  ///< json: spines_per_group
  int nics_per_leaf = 0;     ///< json: nics_per_leaf
  int global_ports = 0;      ///< json: global_ports - of a spine, towards other groups
  int local_cables = 1;      ///< json: local_cables - between a leaf and a spine
  bool operator==(const DragonflyPlus&) const = default;
};

/// Switches on a grid of up to three dimensions. Torus: each joined to its neighbours, round the edges. HyperX: each to
/// all others of its rows (Ahn et al. 2009).
struct Lattice {
  int x = 1, y = 1, z = 1;  ///< json: x y z - switches along each dimension
  int nics_per_switch = 1;  ///< json: nics_per_switch
  int cables = 1;           ///< json: cables - between two joined switches
  bool operator==(const Lattice&) const = default;
  [[nodiscard]] long switches() const { return 1L * x * y * z; }
};

/// Any other network: switches and the cables between them.
struct CustomFabric {
  struct Switch {
    std::string id;  ///< json: id
    int nics = 0;    ///< json: nics - ports for interfaces; they are filled in this order
    bool operator==(const Switch&) const = default;
  };
  struct Link {
    std::string from, to;               ///< json: from to
    int cables = 1;                     ///< json: cables - in parallel
    std::optional<ByteRate> bandwidth;  ///< json: bandwidth_gbit_s - of one, one direction; absent: the switch's port
    bool operator==(const Link&) const = default;
  };
  std::vector<Switch> switches;  ///< json: switches
  std::vector<Link> links;       ///< json: links
  bool operator==(const CustomFabric&) const = default;
};

/// The scale-out network as ordered.
///
/// Fat tree, of two or three tiers: NIC i of each node of a scalable unit goes to that unit's leaf i (more leaves a
/// rail where one does not have the ports). Leaves of a pod share its spines; pods meet at the core. `planes` > 1: each
/// NIC has that many ports, each to a tree of its own.
struct FabricSpec {
  std::string id;                                  ///< json: id - only in the catalogue
  std::string name;                                ///< json: name
  TopologyKind topology = TopologyKind::fat_tree;  ///< json: topology
  SwitchModel switch_model;                        ///< json: switch (catalogue id or object)
  RoutingKind routing = RoutingKind::adaptive;     ///< json: routing
  bool copper_to_leaf = false;                     ///< json: copper_to_leaf - node-switch cables are copper
  bool copper_local = false;  ///< json: copper_local - cables within a group, or between neighbours, are copper

  int tiers = 3;                      ///< json: tiers - 2 or 3
  int nodes_per_unit = 0;             ///< json: nodes_per_unit - nodes that share a set of leaves ("scalable unit")
  int units_per_pod = 0;              ///< json: units_per_pod - units under one set of spines (three tiers)
  double leaf_oversubscription = 1;   ///< json: leaf_oversubscription - down : up at the leaf, ≥ 1
  double spine_oversubscription = 1;  ///< json: spine_oversubscription - down : up at the spine, ≥ 1 (three tiers)
  Rails rails = Rails::optimised;     ///< json: rails
  int planes = 1;                     ///< json: planes

  std::optional<Dragonfly> dragonfly;           ///< json: dragonfly
  std::optional<DragonflyPlus> dragonfly_plus;  ///< json: dragonfly_plus
  std::optional<Lattice> torus;                 ///< json: torus
  std::optional<Lattice> hyperx;                ///< json: hyperx
  std::optional<CustomFabric> custom;           ///< json: custom
  std::vector<Citation> provenance;             ///< json: provenance
  bool operator==(const FabricSpec&) const = default;
};

}  // namespace gigaplan
