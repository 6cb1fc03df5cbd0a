// One fabric of each kind, small enough to look at every chip.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "examples.hpp"

namespace gigaplan::network::examples {

struct Machine {
  std::string name;
  Node node;
  long nodes = 0;
  FabricSpec fabric;
};

/// Fabrics for `nodes` (a multiple of 8, at least 16) nodes of eight chips and NICs; ports of 400 Gbit/s.
inline std::vector<Machine> machines(long nodes) {
  const int ports = static_cast<int>(std::max(256l, 2 * nodes));  // a spine reaches every leaf
  std::vector<Machine> all;
  const auto add = [&](const std::string& name, FabricSpec spec) { all.push_back({name, node8(), nodes, spec}); };
  FabricSpec tree = fabric(2, ports, 4);
  add("fat tree", tree);
  tree.leaf_oversubscription = 2;
  add("fat tree 2:1", tree);
  tree.routing = RoutingKind::d_mod_k;
  add("fat tree, D-mod-k", tree);
  tree.routing = RoutingKind::ecmp;
  add("fat tree, ECMP", tree);
  FabricSpec tall = fabric(3, 64, 4, 2);
  tall.spine_oversubscription = 2;
  add("three tiers", tall);
  tall.routing = RoutingKind::d_mod_k;
  add("three tiers, D-mod-k", tall);
  FabricSpec rails = fabric(2, ports, 4);
  rails.rails = Rails::only;
  add("rail-only", rails);
  rails.rails = Rails::single;
  add("one leaf a node", rails);
  FabricSpec planes = fabric(2, ports, 4);
  planes.planes = 4;
  add("four planes", planes);

  FabricSpec direct = fabric(0, 64, 0);
  direct.topology = TopologyKind::dragonfly;
  direct.dragonfly = Dragonfly{
      .routers_per_group = 4, .nics_per_router = 8, .global_ports = static_cast<int>(std::max(8l, nodes / 16))};
  add("dragonfly", direct);
  direct.routing = RoutingKind::valiant;
  add("dragonfly, Valiant", direct);
  direct.routing = RoutingKind::adaptive;
  direct.topology = TopologyKind::dragonfly_plus;
  direct.dragonfly_plus = DragonflyPlus{.leaves_per_group = 4,
                                        .spines_per_group = 4,
                                        .nics_per_leaf = 8,
                                        .global_ports = static_cast<int>(std::max(16l, nodes / 16))};
  add("dragonfly+", direct);
  direct.topology = TopologyKind::torus;
  direct.torus = Lattice{.x = 4, .y = 4, .z = static_cast<int>(nodes / 2)};
  add("torus", direct);
  direct.topology = TopologyKind::hyperx;
  direct.hyperx = Lattice{.x = 4, .y = 2, .z = static_cast<int>(nodes / 8), .nics_per_switch = 8};
  add("HyperX", direct);

  direct.topology = TopologyKind::custom;
  direct.switch_model.ports = static_cast<int>(std::max(128l, 2 * nodes));
  direct.custom.emplace();
  for (long i = 0; i < nodes; ++i) direct.custom->switches.push_back({"leaf " + std::to_string(i), 8});
  for (int j = 0; j < 3; ++j) direct.custom->switches.push_back({"spine " + std::to_string(j), 0});
  for (long i = 0; i < nodes; ++i) {
    for (int j = 0; j < 3; ++j)
      direct.custom->links.push_back({"leaf " + std::to_string(i), "spine " + std::to_string(j), 2, {}});
  }
  add("custom", direct);
  return all;
}

}  // namespace gigaplan::network::examples
