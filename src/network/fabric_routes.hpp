// Which links between switches does a message cross? One way of choosing for each kind of fabric.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "model/fabric.hpp"
#include "network/direct.hpp"
#include "network/switch_graph.hpp"

namespace gigaplan::network {

/// A link on the way of a message, and how much of the message crosses it, in units of 1 / Routing::whole.
struct Hop {
  std::uint32_t link = 0;
  std::uint32_t weight = 1;
  bool operator==(const Hop&) const = default;
};

/// From a NIC on one leaf to a NIC on another (different) leaf.
struct LeafPair {
  std::uint32_t from_leaf = 0, to_leaf = 0;
  std::uint32_t from_nic = 0, to_nic = 0;
};

/// A fat tree whose messages are sprayed over all cables: trunks.
struct TreeTrunks {
  std::uint32_t first_leaf_up = 0, first_leaf_down = 0, first_pod_up = 0, first_pod_down = 0;  ///< links
  std::vector<std::uint32_t> pod_of_leaf;
  /// Appends the hops and returns how many switches they pass, in whole ones.
  std::uint32_t route(const LeafPair& pair, std::vector<Hop>& hops) const;
};

/// Shortest paths in any graph: sprayed evenly over the next cables at each switch, or one path by destination or hash.
struct ShortestPaths {
  SwitchGraph graph;
  RoutingKind kind = RoutingKind::adaptive;
  std::uint64_t seed = 0;   ///< of the hash
  std::uint32_t whole = 1;  ///< see Routing
  Lattice hyperx;           ///< distances follow from coordinates where it has more than one switch
  std::uint32_t leaves = 0;
  std::vector<std::uint16_t> hops;  ///< else: [to leaf · switches + from switch]

  [[nodiscard]] std::uint32_t distance(std::uint32_t at, std::uint32_t to_leaf) const;
  /// Appends the hops. \throws Unreachable
  void route(const LeafPair& pair, std::vector<Hop>& out) const;
};
/// Finds the distances and the smallest `whole` that splits evenly, at most 5,040: beyond, parts are rounded.
[[nodiscard]] ShortestPaths find_shortest_paths(SwitchGraph graph, std::uint32_t leaves, RoutingKind kind,
                                                std::uint64_t seed, const Lattice* hyperx);

/// A dragonfly: minimal (local, global, local; sprayed over the cables between the two groups) or Valiant (over all
/// other groups alike, then on minimally from each: Valiant 1982; Kim et al. 2008).
struct DragonflyRoutes {
  SwitchGraph graph;
  GroupShape shape;
  bool valiant = false;
  std::uint32_t whole = 1;
  void route(const LeafPair& pair, std::vector<Hop>& hops) const;

 private:
  [[nodiscard]] std::uint32_t router(std::uint32_t group, std::uint32_t place) const {
    return group * shape.leaves_per_group + place;
  }
  void cross(std::uint32_t from, std::uint32_t to, std::uint32_t weight, std::vector<Hop>& hops) const;
  void cross_groups(std::uint32_t a, std::uint32_t b, std::uint32_t weight, std::vector<Hop>& hops) const;
  void to_gateways(std::uint32_t from, std::uint32_t b, std::uint32_t weight, std::vector<Hop>& hops) const;
  void from_gateways(std::uint32_t a, std::uint32_t to, std::uint32_t weight, std::vector<Hop>& hops) const;
  void detour(std::uint32_t a, std::uint32_t middle, std::uint32_t b, std::vector<Hop>& hops) const;
};
[[nodiscard]] DragonflyRoutes find_dragonfly_routes(SwitchGraph graph, const GroupShape& shape, bool valiant);

/// A torus in dimension order, x first, the shorter way round; halves both ways where they are equally long.
struct TorusRoutes {
  SwitchGraph graph;
  Lattice lattice;
  std::uint32_t whole = 1;
  void route(const LeafPair& pair, std::vector<Hop>& hops) const;
};
[[nodiscard]] TorusRoutes find_torus_routes(SwitchGraph graph, const Lattice& lattice);

using FabricRoutes = std::variant<TreeTrunks, ShortestPaths, DragonflyRoutes, TorusRoutes>;

}  // namespace gigaplan::network
