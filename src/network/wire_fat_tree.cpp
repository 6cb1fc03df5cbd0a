// Which cable goes where in a fat tree?
#include <algorithm>

#include "network/wiring.hpp"

namespace gigaplan::network {
namespace {

/// Parallel cables to target `t` of `targets` when `cables` are dealt out in turn, starting at `first`.
long dealt(long cables, long targets, long first, long t) {
  const long place = (t - first % targets + targets) % targets;
  return cables / targets + (place < cables % targets ? 1 : 0);
}

enum Cable : std::size_t { node_leaf = 1, leaf_spine, spine_core };

/// One of the trees.
class TreeWiring {
 public:
  TreeWiring(const Topology& topology, long tree, Wiring& wiring)
      : t_(topology), s_(topology.shape), tree_(tree), wiring_(wiring) {}

  void connect_nics(ByteRate cable) {
    for (long node = 0; node < s_.nodes; ++node) {
      for (long rail = 0; rail < s_.rails; ++rail) {
        for (long i = 0; i < s_.nics_per_rail; ++i)
          wiring_.add(nic(node, rail, i), leaf(leaf_of(node, rail)), cable, s_.ports_per_nic, node_leaf);
      }
    }
  }

  void connect_spines() {
    for (long l = 0; l < s_.leaves && s_.spines_per_pod > 0; ++l) {
      const long pod = l / s_.leaves_per_pod(), first = l % s_.leaves_per_pod() * s_.leaf_uplinks;
      for (long j = 0; j < s_.spines_per_pod; ++j) {
        wiring_.add(leaf(l), spine(pod * s_.spines_per_pod + j), s_.port_rate,
                    dealt(s_.leaf_uplinks, s_.spines_per_pod, first, j), leaf_spine);
      }
    }
  }

  void connect_core() {
    for (long pod = 0; pod < s_.pods && s_.cores > 0; ++pod) {
      const int uplinks = pod + 1 < s_.pods ? s_.spine_uplinks : s_.last_spine_uplinks;
      for (long j = 0; j < s_.spines_per_pod; ++j) {
        const long core = j / s_.groups_per_core * s_.cores_per_group;
        for (long i = 0; i < s_.cores_per_group; ++i) {
          wiring_.add(spine(pod * s_.spines_per_pod + j), core_vertex(core + i), s_.port_rate,
                      dealt(uplinks, s_.cores_per_group, pod * s_.spine_uplinks, i), spine_core);
        }
      }
    }
  }

 private:
  [[nodiscard]] static std::uint32_t id(long number) { return static_cast<std::uint32_t>(number); }
  /// A tree of its own for each rail serves that NIC of each node; else rail and place are the NIC's number.
  [[nodiscard]] std::uint32_t nic(long node, long rail, long i) const {
    const long per_node = t_.nic.per_node;
    const long number = s_.rail_trees > 1 ? tree_ / s_.planes : rail * s_.nics_per_rail + i;
    return t_.first_nic() + id(node * per_node + number);
  }
  [[nodiscard]] std::uint32_t leaf(long l) const { return t_.first_leaf() + id(tree_ * s_.leaves + l); }
  [[nodiscard]] std::uint32_t spine(long j) const { return t_.first_spine() + id(tree_ * s_.spines() + j); }
  [[nodiscard]] std::uint32_t core_vertex(long c) const { return t_.first_core() + id(tree_ * s_.cores + c); }
  /// Leaves of a unit: all rails for the first nodes, then all rails for the next nodes, ...
  [[nodiscard]] long leaf_of(long node, long rail) const {
    const long unit = node / s_.nodes_per_unit;
    const long part = node % s_.nodes_per_unit / s_.nodes_per_leaf;
    return unit * s_.leaves_per_unit() + part * s_.rails + rail;
  }

  const Topology& t_;
  const FatTree& s_;
  long tree_;
  Wiring& wiring_;
};

}  // namespace

void wire_fat_tree(const Node& node, long nodes, const FabricSpec& spec, Topology& topology) {
  topology.shape = size_fat_tree(node, nodes, spec);
  const FatTree& shape = topology.shape;
  const long trees = shape.trees();
  topology.leaves = static_cast<std::uint32_t>(trees * shape.leaves);
  topology.spines = static_cast<std::uint32_t>(trees * shape.spines());
  topology.cores = static_cast<std::uint32_t>(trees * shape.cores);
  topology.split = shape.split;
  topology.cables.push_back({"leaf-spine", false, "leaf to spine", "spine to leaf", CableLength::hall});
  topology.cables.push_back({"spine-core", false, "spine to core", "core to spine", CableLength::campus});

  Wiring wiring(topology, spec.switch_model.latency);
  wiring.connect_chips(node);
  const ByteRate cable = min(shape.port_rate, node.nics.bandwidth / shape.planes / shape.ports_per_nic);
  for (long tree = 0; tree < trees; ++tree) {
    TreeWiring one(topology, tree, wiring);
    one.connect_nics(cable);
    one.connect_spines();
    one.connect_core();
  }
  std::vector<std::uint32_t> leaf_pods, spine_pods;
  for (long tree = 0; tree < trees; ++tree) {
    for (long l = 0; l < shape.leaves; ++l)
      leaf_pods.push_back(static_cast<std::uint32_t>(tree * shape.pods + l / shape.leaves_per_pod()));
    for (long j = 0; j < shape.spines(); ++j)
      spine_pods.push_back(static_cast<std::uint32_t>(tree * shape.pods + j / shape.spines_per_pod));
  }
  topology.graph = wiring.graph(leaf_pods, spine_pods);
}

}  // namespace gigaplan::network
