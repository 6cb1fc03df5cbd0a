// How many switches and cables does the ordered fat tree take?
#include "network/fat_tree.hpp"

#include <algorithm>
#include <cmath>

#include "network/direct.hpp"

namespace gigaplan::network {
namespace {

constexpr double tolerance = 1e-9;  // 1.5:1 of 24 ports is 16 ports, whatever the last bit says

long ceil_div(long a, long b) {
  return (a + b - 1) / b;
}

/// At least `needed` switches to spread `uplinks` cables over, evenly if that is not much dearer (FatTree, Spines).
int spread_over(long needed, int uplinks) {
  for (long count = needed; 2 * count <= 3 * needed; ++count)
    if (count <= uplinks && uplinks % count == 0) return static_cast<int>(count);
  return static_cast<int>(needed);
}

}  // namespace

int up_ports(long down, double oversubscription) {
  return static_cast<int>(std::ceil(static_cast<double>(down) / oversubscription - tolerance));
}

int down_ports(int radix, double oversubscription) {
  int down = static_cast<int>(radix * oversubscription / (1 + oversubscription) + tolerance) + 1;
  while (down > 0 && down + up_ports(down, oversubscription) > radix) --down;
  return down;
}

FatTree size_fat_tree(const Node& node, long nodes, const FabricSpec& spec) {
  FatTree t;
  t.nodes = nodes;
  t.planes = std::max(1, spec.planes);
  t.rails = spec.rails == Rails::optimised ? node.nics.per_node : 1;
  t.nics_per_rail = spec.rails == Rails::single ? node.nics.per_node : 1;
  t.rail_trees = spec.rails == Rails::only ? node.nics.per_node : 1;
  const ByteRate nic = node.nics.bandwidth / t.planes;
  const Ports ports = match_ports(spec.switch_model, nic);
  t.split = ports.split;
  t.port_rate = ports.rate;
  t.radix = ports.radix;
  t.ports_per_nic = ports.per_nic;

  t.nodes_per_unit = spec.nodes_per_unit;
  t.units = ceil_div(nodes, t.nodes_per_unit);
  const int ports_per_node = t.ports_per_nic * t.nics_per_rail;
  const int most_nodes = std::max(1, down_ports(t.radix, spec.leaf_oversubscription) / ports_per_node);
  t.leaves_per_rail = static_cast<int>(ceil_div(t.nodes_per_unit, most_nodes));
  t.nodes_per_leaf = static_cast<int>(ceil_div(t.nodes_per_unit, t.leaves_per_rail));
  const long nodes_in_last_unit = nodes - (t.units - 1) * t.nodes_per_unit;
  t.leaves = (t.units - 1) * t.leaves_per_unit() + t.rails * ceil_div(nodes_in_last_unit, t.nodes_per_leaf);

  t.units_per_pod = spec.tiers == 3 ? std::min<long>(spec.units_per_pod, t.units) : t.units;
  t.pods = ceil_div(t.units, t.units_per_pod);
  if (t.leaves == 1) return t;  // one leaf reaches everybody

  t.leaf_uplinks = up_ports(1L * t.nodes_per_leaf * ports_per_node, spec.leaf_oversubscription);
  const bool core = t.pods > 1;
  const long leaves_in_last_pod = t.leaves - (t.pods - 1) * t.leaves_per_pod();
  const long leaves_in_pod = core ? t.leaves_per_pod() : leaves_in_last_pod;
  const int spine_down = core ? std::max(1, down_ports(t.radix, spec.spine_oversubscription)) : t.radix;
  t.spines_per_pod = spread_over(ceil_div(leaves_in_pod * t.leaf_uplinks, spine_down), t.leaf_uplinks);
  if (!core) return t;

  const auto uplinks_of_spine = [&](long leaves) {
    return up_ports(ceil_div(leaves * t.leaf_uplinks, t.spines_per_pod), spec.spine_oversubscription);
  };
  t.spine_uplinks = uplinks_of_spine(leaves_in_pod);
  t.last_spine_uplinks = uplinks_of_spine(leaves_in_last_pod);
  const long ports_per_group = (t.pods - 1) * t.spine_uplinks + t.last_spine_uplinks;
  t.groups_per_core = static_cast<int>(std::max(1L, t.radix / ports_per_group));
  t.cores_per_group = t.groups_per_core > 1 ? 1 : spread_over(ceil_div(ports_per_group, t.radix), t.spine_uplinks);
  t.cores = ceil_div(1L * t.spines_per_pod * t.cores_per_group, t.groups_per_core);
  return t;
}

}  // namespace gigaplan::network
