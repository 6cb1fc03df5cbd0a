// What is connected to what?
#include "network/topology.hpp"

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include "network/check.hpp"

namespace gigaplan::network {
namespace {

/// A bundle of parallel cables, before it becomes two arcs.
struct Bundle {
  std::uint32_t a = 0, b = 0;
  ByteRate bandwidth;
  std::uint32_t multiplicity = 1;
};

/// Parallel cables to target `t` of `targets` when `cables` are dealt out in turn, starting at `first`.
std::uint32_t dealt(long cables, long targets, long first, long t) {
  const long place = (t - first % targets + targets) % targets;
  return static_cast<std::uint32_t>(cables / targets + (place < cables % targets ? 1 : 0));
}

class Wiring {
 public:
  Wiring(const Node& node, const FabricSpec& spec, const Topology& topology)
      : node_(node), spec_(spec), t_(topology), shape_(topology.shape) {
    bundles_.reserve(2 * t_.chips + t_.nics * 2);
  }

  void connect_nodes() {
    const auto chips_per_nic = static_cast<std::uint32_t>(node_.chips_per_node / node_.nics.per_node);
    for (std::uint32_t chip = 0; chip < t_.chips; ++chip) {
      const auto domain = chip / static_cast<std::uint32_t>(node_.scale_up.domain_chips);
      add(chip, t_.first_scale_up_switch() + domain, node_.scale_up.bandwidth, 1);
      add(chip, t_.first_nic() + chip / chips_per_nic, node_.nics.bandwidth, 1);
    }
    const ByteRate cable = min(shape_.port_rate, node_.nics.bandwidth / shape_.ports_per_nic);
    for (std::uint32_t nic = 0; nic < t_.nics; ++nic) {
      add(t_.first_nic() + nic, t_.first_leaf() + leaf_of(nic / shape_.rails, nic % shape_.rails), cable,
          static_cast<std::uint32_t>(shape_.ports_per_nic));
    }
  }

  void connect_spines() {
    for (long leaf = 0; leaf < shape_.leaves && shape_.spines_per_pod > 0; ++leaf) {
      const long pod = leaf / shape_.leaves_per_pod(), first = leaf % shape_.leaves_per_pod() * shape_.leaf_uplinks;
      for (long spine = 0; spine < shape_.spines_per_pod; ++spine) {
        add(t_.first_leaf() + leaf, t_.first_spine() + pod * shape_.spines_per_pod + spine, shape_.port_rate,
            dealt(shape_.leaf_uplinks, shape_.spines_per_pod, first, spine));
      }
    }
  }

  void connect_core() {
    for (long pod = 0; pod < shape_.pods && shape_.cores > 0; ++pod) {
      const int uplinks = pod + 1 < shape_.pods ? shape_.spine_uplinks : shape_.last_spine_uplinks;
      for (long spine = 0; spine < shape_.spines_per_pod; ++spine) {
        const long core = spine / shape_.groups_per_core * shape_.cores_per_group;
        for (long i = 0; i < shape_.cores_per_group; ++i) {
          add(t_.first_spine() + pod * shape_.spines_per_pod + spine, t_.first_core() + core + i, shape_.port_rate,
              dealt(uplinks, shape_.cores_per_group, pod * shape_.spine_uplinks, i));
        }
      }
    }
  }

  /// Sorts the arcs by source (a counting sort) and hands them to Boost.
  [[nodiscard]] Graph graph() const {
    const std::size_t vertices = t_.first_core() + static_cast<std::size_t>(shape_.cores);
    std::vector<std::uint32_t> place(vertices + 1, 0);
    for (const Bundle& bundle : bundles_) ++place[bundle.a + 1], ++place[bundle.b + 1];
    for (std::size_t v = 0; v < vertices; ++v) place[v + 1] += place[v];
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs(2 * bundles_.size());
    std::vector<Arc> properties(arcs.size());
    const auto put = [&](std::uint32_t from, std::uint32_t to, const Bundle& bundle) {
      const std::uint32_t at = place[from]++;
      arcs[at] = {from, to};
      properties[at] = {bundle.bandwidth, entry_latency(to), bundle.multiplicity};
    };
    for (const Bundle& bundle : bundles_) {
      put(bundle.a, bundle.b, bundle);
      put(bundle.b, bundle.a, bundle);
    }
    Graph graph(boost::edges_are_sorted, arcs.begin(), arcs.end(), properties.begin(),
                static_cast<std::uint32_t>(vertices), static_cast<std::uint32_t>(arcs.size()));
    for (std::uint32_t v = 0; v < vertices; ++v) graph[v] = vertex(v);
    return graph;
  }

 private:
  void add(long a, long b, ByteRate bandwidth, std::uint32_t cables) {
    if (cables > 0)
      bundles_.push_back({static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), bandwidth, cables});
  }

  /// Leaves of a unit: all rails for the first nodes, then all rails for the next nodes, ...
  [[nodiscard]] long leaf_of(long node, long rail) const {
    const long unit = node / shape_.nodes_per_unit;
    const long part = node % shape_.nodes_per_unit / shape_.nodes_per_leaf;
    return unit * shape_.leaves_per_unit() + part * shape_.rails + rail;
  }

  [[nodiscard]] Vertex vertex(std::uint32_t v) const {
    const auto pod = [](long index, long per_pod) { return static_cast<std::uint32_t>(index / per_pod); };
    if (v < t_.first_nic()) return {VertexKind::chip, v, 0};
    if (v < t_.first_scale_up_switch()) return {VertexKind::nic, v - t_.first_nic(), 0};
    if (v < t_.first_leaf()) return {VertexKind::scale_up_switch, v - t_.first_scale_up_switch(), 0};
    if (v < t_.first_spine())
      return {VertexKind::leaf, v - t_.first_leaf(), pod(v - t_.first_leaf(), shape_.leaves_per_pod())};
    if (v < t_.first_core())
      return {VertexKind::spine, v - t_.first_spine(), pod(v - t_.first_spine(), shape_.spines_per_pod)};
    return {VertexKind::core, v - t_.first_core(), 0};
  }

  [[nodiscard]] Time entry_latency(std::uint32_t v) const {
    if (v < t_.first_nic()) return Time{};
    if (v < t_.first_scale_up_switch()) return node_.nics.latency / 2;
    if (v < t_.first_leaf()) return node_.scale_up.latency;
    return spec_.switch_model.latency;
  }

  const Node& node_;
  const FabricSpec& spec_;
  const Topology& t_;
  const FatTree& shape_;
  std::vector<Bundle> bundles_;
};

}  // namespace

Topology build_topology(const Node& node, long nodes, const FabricSpec& spec) {
  for (const Issue& issue : check_fabric(node, nodes, spec))
    if (issue.severity == Severity::error) throw std::invalid_argument(to_string(issue));

  Topology topology;
  topology.shape = size_fat_tree(node, nodes, spec);
  topology.chips = static_cast<std::uint32_t>(nodes * node.chips_per_node);
  topology.nics = static_cast<std::uint32_t>(nodes * node.nics.per_node);
  const auto domain = static_cast<std::uint32_t>(node.scale_up.domain_chips);
  topology.domains = (topology.chips + domain - 1) / domain;
  topology.scale_up = node.scale_up;
  topology.nic = node.nics;

  Wiring wiring(node, spec, topology);
  wiring.connect_nodes();
  wiring.connect_spines();
  wiring.connect_core();
  topology.graph = wiring.graph();
  return topology;
}

}  // namespace gigaplan::network
