// What is connected to what?
#include "network/topology.hpp"

#include <stdexcept>
#include <utility>
#include <vector>

#include "network/check.hpp"
#include "network/wiring.hpp"

namespace gigaplan::network {

void Wiring::connect_chips(const Node& node) {
  const auto chips_per_nic = static_cast<std::uint32_t>(node.chips_per_node / node.nics.per_node);
  const auto domain_chips = static_cast<std::uint32_t>(node.scale_up.domain_chips);
  for (std::uint32_t chip = 0; chip < t_.chips; ++chip) {
    add(chip, t_.first_scale_up_switch() + chip / domain_chips, node.scale_up.bandwidth, 1, 0);
    add(chip, t_.first_nic() + chip / chips_per_nic, node.nics.bandwidth, 1, 0);
  }
}

/// Sorts the arcs by source and target (counting sorts) and hands them to Boost.
Graph Wiring::graph(const std::vector<std::uint32_t>& leaf_pods, const std::vector<std::uint32_t>& spine_pods) const {
  const std::size_t vertices = t_.vertices();
  std::vector<std::uint32_t> place(vertices + 1, 0);
  for (const Bundle& bundle : bundles_) ++place[bundle.a + 1], ++place[bundle.b + 1];
  for (std::size_t v = 0; v < vertices; ++v) place[v + 1] += place[v];
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs(2 * bundles_.size());
  std::vector<Arc> properties(arcs.size());
  const auto put = [&](std::uint32_t from, std::uint32_t to, const Bundle& bundle) {
    const std::uint32_t at = place[from]++;
    arcs[at] = {from, to};
    properties[at] = {bundle.bandwidth, entry_latency(to), bundle.multiplicity, static_cast<std::uint8_t>(bundle.kind),
                      1.0};
  };
  for (const Bundle& bundle : bundles_) {
    put(bundle.a, bundle.b, bundle);
    put(bundle.b, bundle.a, bundle);
  }
  Graph graph(boost::edges_are_sorted, arcs.begin(), arcs.end(), properties.begin(),
              static_cast<std::uint32_t>(vertices), static_cast<std::uint32_t>(arcs.size()));
  for (std::uint32_t v = 0; v < vertices; ++v) graph[v] = vertex(v, leaf_pods, spine_pods);
  return graph;
}

Vertex Wiring::vertex(std::uint32_t v, const std::vector<std::uint32_t>& leaf_pods,
                      const std::vector<std::uint32_t>& spine_pods) const {
  if (v < t_.first_nic()) return {VertexKind::chip, v, 0};
  if (v < t_.first_scale_up_switch()) return {VertexKind::nic, v - t_.first_nic(), 0};
  if (v < t_.first_leaf()) return {VertexKind::scale_up_switch, v - t_.first_scale_up_switch(), 0};
  if (v < t_.first_spine()) return {VertexKind::leaf, v - t_.first_leaf(), leaf_pods[v - t_.first_leaf()]};
  if (v < t_.first_core()) return {VertexKind::spine, v - t_.first_spine(), spine_pods[v - t_.first_spine()]};
  return {VertexKind::core, v - t_.first_core(), 0};
}

Time Wiring::entry_latency(std::uint32_t v) const {
  if (v < t_.first_nic()) return Time{};
  if (v < t_.first_scale_up_switch()) return t_.nic.latency / 2;
  if (v < t_.first_leaf()) return t_.scale_up.latency;
  return switch_latency_;
}

Topology build_topology(const Node& node, long nodes, const FabricSpec& spec) {
  for (const Issue& issue : check_fabric(node, nodes, spec))
    if (issue.severity == Severity::error) throw std::invalid_argument(to_string(issue));

  Topology topology;
  topology.kind = spec.topology;
  topology.routing = spec.routing;
  topology.switches_add_up = spec.switch_model.in_network_reduction;
  topology.chips = static_cast<std::uint32_t>(nodes * node.chips_per_node);
  topology.nics = static_cast<std::uint32_t>(nodes * node.nics.per_node);
  const auto domain = static_cast<std::uint32_t>(node.scale_up.domain_chips);
  topology.domains = (topology.chips + domain - 1) / domain;
  topology.scale_up = node.scale_up;
  topology.nic = node.nics;
  topology.cables = {{"in the node", true, "", "", CableLength::rack},
                     {"node-leaf", spec.copper_to_leaf, "nic up", "nic down", CableLength::row}};
  switch (spec.topology) {
    case TopologyKind::fat_tree: wire_fat_tree(node, nodes, spec, topology); break;
    case TopologyKind::dragonfly:
    case TopologyKind::dragonfly_plus: wire_groups(node, spec, topology); break;
    case TopologyKind::torus:
    case TopologyKind::hyperx: wire_lattice(node, spec, topology); break;
    case TopologyKind::custom: wire_custom(node, spec, topology); break;
  }
  return topology;
}

}  // namespace gigaplan::network
