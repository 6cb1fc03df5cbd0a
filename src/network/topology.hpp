// What is connected to what? The physical machine as a Boost.Graph value.
#pragma once

#include <array>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"
#include "network/direct.hpp"
#include "network/fat_tree.hpp"

namespace gigaplan::network {

/// A leaf is any switch that NICs plug into; a spine joins leaves, a core joins pods.
enum class VertexKind : std::uint8_t { chip, nic, scale_up_switch, leaf, spine, core };

/// A chip, a network interface or a switch.
struct Vertex {
  VertexKind kind = VertexKind::chip;
  std::uint32_t index = 0;  ///< among its kind
  std::uint32_t pod = 0;    ///< leaf, spine: its pod or group, among those of all trees
  bool operator==(const Vertex&) const = default;
};

/// One direction of a bundle of parallel cables (or traces). Every bundle is two arcs, one each way: full duplex.
struct Arc {
  ByteRate bandwidth;  ///< of one cable
  Time latency;        ///< to cross it and what it enters: a switch's port-to-port time, half of a NIC pair's
                       ///< per-step time (chip-NIC arcs and NIC-leaf arcs carry it once each way)
  std::uint32_t multiplicity = 1;  ///< parallel cables
  std::uint8_t cable = 0;          ///< Topology::cables
  double intact = 1;               ///< share of the bundle's bandwidth that damage has left
  bool operator==(const Arc&) const = default;
};

/// Constant once built, and compact: 100,000 chips take some 20 MB.
using Graph =
    boost::compressed_sparse_row_graph<boost::directedS, Vertex, Arc, boost::no_property, std::uint32_t, std::uint32_t>;

/// How far a cable reaches. Nobody has placed the racks: it follows from the kind of cable.
enum class CableLength : std::uint8_t { rack, row, hall, campus };
inline constexpr std::array<int, 4> reach_m = {3, 30, 150, 500};

/// A kind of cable, by where it runs.
struct CableKind {
  std::string name;                       ///< "node-leaf", "global"
  bool copper = false;                    ///< no transceivers
  std::string out, back;                  ///< what its two directions are called as links, e.g. "leaf to spine"
  CableLength fibre = CableLength::hall;  ///< length of one that is not copper
  [[nodiscard]] CableLength length() const { return copper ? CableLength::rack : fibre; }
  bool operator==(const CableKind&) const = default;
};

/// Vertices are numbered by kind: chips first (chip c is vertex c, node c / chips_per_node), then NICs (NIC i of node n
/// is n · nics.per_node + i), scale-up switches (one a domain, standing for its whole non-blocking plane), leaves,
/// spines, cores.
struct Topology {
  Graph graph;
  TopologyKind kind = TopologyKind::fat_tree;
  RoutingKind routing = RoutingKind::adaptive;
  FatTree shape;                  ///< fat tree
  GroupShape groups;              ///< dragonflies
  Lattice lattice;                ///< torus, hyperx
  std::vector<CableKind> cables;  ///< 0: inside nodes; 1: from NICs to leaves
  std::uint32_t chips = 0, nics = 0, domains = 0, leaves = 0, spines = 0, cores = 0;
  int split = 1;                                                             ///< parts of one switch port
  std::string leaf_name = "leaf", spine_name = "spine", core_name = "core";  ///< what its switches are called
  bool switches_add_up = false;                                              ///< SwitchModel::in_network_reduction
  ScaleUp scale_up;  ///< as ordered: efficiency and latency of the links inside a domain
  Nics nic;          ///< as ordered: efficiency and latency of the links between nodes

  [[nodiscard]] std::uint32_t first_nic() const { return chips; }
  [[nodiscard]] std::uint32_t first_scale_up_switch() const { return chips + nics; }
  [[nodiscard]] std::uint32_t first_leaf() const { return first_scale_up_switch() + domains; }
  [[nodiscard]] std::uint32_t first_spine() const { return first_leaf() + leaves; }
  [[nodiscard]] std::uint32_t first_core() const { return first_spine() + spines; }
  [[nodiscard]] std::uint32_t switches() const { return leaves + spines + cores; }
  [[nodiscard]] std::uint32_t vertices() const { return first_core() + cores; }
};

/// Wires `nodes` nodes into the fabric. Deterministic. Rules: FatTree, GroupShape. NICs go to the routers of a direct
/// network in their order. Throws std::invalid_argument for input that check_fabric() calls an error and that cannot be
/// wired.
[[nodiscard]] Topology build_topology(const Node& node, long nodes, const FabricSpec& spec);

}  // namespace gigaplan::network
