// Which links are there, and what is attached to them?
#include "network/routing.hpp"

#include <algorithm>
#include <boost/range/iterator_range.hpp>
#include <stdexcept>
#include <utility>

namespace gigaplan::network {
namespace {

/// Reads attachment, capacities and latencies off the graph.
class Reader {
 public:
  Reader(const Topology& topology, Routing& routing)
      : t_(topology), r_(routing), trunks_(t_.kind == TopologyKind::fat_tree && t_.routing == RoutingKind::adaptive) {}

  void read() {
    number_links();
    r_.domain_of_chip.resize(t_.chips);
    r_.nic_of_chip.resize(t_.chips);
    for (const std::uint32_t v : boost::make_iterator_range(boost::vertices(t_.graph))) {
      for (const auto arc : boost::make_iterator_range(boost::out_edges(v, t_.graph)))
        read_arc(v, static_cast<std::uint32_t>(boost::target(arc, t_.graph)), t_.graph[arc]);
    }
    sum_capacities();
    substitute_nics();
    set_latencies();
  }

  /// Links from the first four kinds on; by cable if a message takes one of parallel cables.
  SwitchGraph switch_graph() {
    const bool by_cable = t_.routing == RoutingKind::ecmp || t_.routing == RoutingKind::d_mod_k;
    for (std::size_t kind = 2; kind < t_.cables.size(); ++kind) {
      first_kind_.push_back(static_cast<std::uint8_t>(r_.link_names.size()));
      r_.link_names.push_back(t_.cables[kind].out);
      if (!t_.cables[kind].back.empty()) r_.link_names.push_back(t_.cables[kind].back);
    }
    SwitchGraph graph;
    graph.offset.push_back(0);
    for (std::uint32_t s = 0; s < t_.switches(); ++s) {
      for (const auto arc : boost::make_iterator_range(boost::out_edges(t_.first_leaf() + s, t_.graph))) {
        const auto to = static_cast<std::uint32_t>(boost::target(arc, t_.graph));
        if (to < t_.first_leaf()) continue;
        add_links(s, to - t_.first_leaf(), t_.graph[arc], by_cable, graph);
      }
      const auto row = graph.links.begin() + static_cast<std::ptrdiff_t>(graph.offset.back());
      std::sort(row, graph.links.end(),
                [](const auto& a, const auto& b) { return std::pair(a.to, a.link) < std::pair(b.to, b.link); });
      graph.offset.push_back(static_cast<std::uint32_t>(graph.links.size()));
    }
    return graph;
  }

  /// A link between switches is down: routes that reckon with all of them do not hold.
  [[nodiscard]] bool damaged() const { return damaged_; }

  TreeTrunks tree_trunks() const {
    TreeTrunks trunks{r_.trunk(TrunkKind::leaf_up, 0),
                      r_.trunk(TrunkKind::leaf_down, 0),
                      r_.trunk(TrunkKind::pod_up, 0),
                      r_.trunk(TrunkKind::pod_down, 0),
                      {}};
    for (std::uint32_t leaf = 0; leaf < trunk_leaves(); ++leaf) {
      const auto per_tree = static_cast<std::uint32_t>(t_.shape.leaves);
      trunks.pod_of_leaf.push_back(leaf / per_tree * static_cast<std::uint32_t>(t_.shape.pods) +
                                   leaf % per_tree / static_cast<std::uint32_t>(t_.shape.leaves_per_pod()));
    }
    return trunks;
  }

 private:
  [[nodiscard]] std::uint32_t trunk_leaves() const {
    return static_cast<std::uint32_t>(t_.shape.rail_trees * t_.shape.leaves);
  }
  [[nodiscard]] std::uint32_t trunk_pods() const {
    return static_cast<std::uint32_t>(t_.shape.rail_trees * t_.shape.pods);
  }
  /// Planes of a tree are one: leaf and pod among those of the first plane of each rail's tree.
  [[nodiscard]] std::uint32_t trunk_leaf(std::uint32_t leaf) const {
    const auto leaves = static_cast<std::uint32_t>(t_.shape.leaves);
    return leaf / leaves / static_cast<std::uint32_t>(t_.shape.planes) * leaves + leaf % leaves;
  }
  [[nodiscard]] std::uint32_t trunk_pod(std::uint32_t pod) const {
    const auto pods = static_cast<std::uint32_t>(t_.shape.pods);
    return pod / pods / static_cast<std::uint32_t>(t_.shape.planes) * pods + pod % pods;
  }

  void number_links() {
    const std::uint32_t leaves = trunks_ ? trunk_leaves() : 0, pods = trunks_ ? trunk_pods() : 0;
    const std::array<std::uint32_t, trunk_kinds> count = {t_.chips, t_.chips, t_.nics, t_.nics,
                                                          leaves,   leaves,   pods,    pods};
    const std::size_t kinds = trunks_ ? trunk_kinds : 4;
    r_.link_names.assign(trunk_names.begin(), trunk_names.begin() + static_cast<std::ptrdiff_t>(kinds));
    for (std::size_t k = 0; k < trunk_kinds; ++k) {
      r_.first[k + 1] = r_.first[k] + count[k];
      r_.link_kind.resize(r_.first[k + 1], static_cast<std::uint8_t>(k));
    }
    cables_.resize(r_.first.back(), 0.0);
    r_.rail_trees = static_cast<std::uint32_t>(std::max(1, t_.shape.rail_trees));
    r_.leaf_of_nic.resize(t_.nics);
    r_.nics_per_node = static_cast<std::uint32_t>(t_.nic.per_node);
    r_.chips_per_nic = t_.chips / t_.nics;
  }

  /// A bundle as one link, or each of its cables; what is lost of it is lost from the last cables.
  void add_links(std::uint32_t from, std::uint32_t to, const Arc& bundle, bool by_cable, SwitchGraph& graph) {
    const bool back = from > to && !t_.cables[bundle.cable].back.empty();
    const double intact = bundle.multiplicity * bundle.intact;
    for (std::uint32_t i = 0; i < (by_cable ? bundle.multiplicity : 1); ++i) {
      const double cables = by_cable ? std::clamp(intact - i, 0.0, 1.0) : intact;
      damaged_ |= cables < 1e-9;
      if (cables < 1e-9) continue;
      graph.links.push_back({to, static_cast<std::uint32_t>(r_.link_kind.size()), by_cable ? 1 : bundle.multiplicity});
      r_.link_kind.push_back(static_cast<std::uint8_t>(first_kind_[bundle.cable - 2u] + (back ? 1 : 0)));
      r_.link_capacity.push_back(bundle.bandwidth * t_.nic.efficiency * cables);
    }
  }

  /// The next NIC of the node that is up, for each that is not.
  void substitute_nics() {
    const auto up = [&](std::uint32_t nic) { return cables_[r_.trunk(TrunkKind::nic_up, nic)] > 0; };
    for (std::uint32_t nic = 0; nic < t_.nics; ++nic) {
      if (up(nic)) continue;
      r_.substitute_nic.resize(t_.nics, ~0u);
      const std::uint32_t node = nic / r_.nics_per_node * r_.nics_per_node;
      for (std::uint32_t i = 1; i < r_.nics_per_node; ++i) {
        const std::uint32_t other = node + (nic - node + i) % r_.nics_per_node;
        if (!up(other)) continue;
        r_.substitute_nic[nic] = other;
        break;
      }
      if (r_.substitute_nic[nic] == ~0u) r_.substitute_nic[nic] = nic;  // cut off: find_route() says so
    }
  }

  void add(TrunkKind kind, std::uint32_t index, const Arc& arc, double efficiency) {
    if (!trunks_ && kind >= TrunkKind::leaf_up) return;
    cables_[r_.trunk(kind, index)] += arc.multiplicity * arc.intact;
    cable_rate_[static_cast<std::size_t>(kind)] = arc.bandwidth * efficiency;
  }

  void read_arc(std::uint32_t v, std::uint32_t w, const Arc& arc) {
    const Vertex& from = t_.graph[v];
    const Vertex& to = t_.graph[w];
    const double nic = t_.nic.efficiency;
    switch (from.kind) {
      case VertexKind::chip:
        if (to.kind == VertexKind::scale_up_switch) {
          r_.domain_of_chip[from.index] = to.index;
          add(TrunkKind::scale_up_up, from.index, arc, t_.scale_up.efficiency);
        } else {
          r_.nic_of_chip[from.index] = to.index;
        }
        break;
      case VertexKind::scale_up_switch: add(TrunkKind::scale_up_down, to.index, arc, t_.scale_up.efficiency); break;
      case VertexKind::nic:
        if (to.kind != VertexKind::leaf) break;
        r_.leaf_of_nic[from.index] = trunks_ ? trunk_leaf(to.index) : to.index;
        add(TrunkKind::nic_up, from.index, arc, nic);
        break;
      case VertexKind::leaf:
        if (to.kind == VertexKind::nic) add(TrunkKind::nic_down, to.index, arc, nic);
        if (to.kind == VertexKind::spine && trunks_) add(TrunkKind::leaf_up, trunk_leaf(from.index), arc, nic);
        break;
      case VertexKind::spine:
        if (!trunks_) break;
        if (to.kind == VertexKind::leaf) add(TrunkKind::leaf_down, trunk_leaf(to.index), arc, nic);
        if (to.kind == VertexKind::core) add(TrunkKind::pod_up, trunk_pod(from.pod), arc, nic);
        break;
      case VertexKind::core:
        if (trunks_) add(TrunkKind::pod_down, trunk_pod(to.pod), arc, nic);
        break;
    }
  }

  /// Whole cables times the rate of one, so that equal trunks have equal capacities to the last bit.
  void sum_capacities() {
    r_.link_capacity.resize(cables_.size());
    for (std::size_t k = 0; k < trunk_kinds; ++k) {
      for (std::uint32_t trunk = r_.first[k]; trunk < r_.first[k + 1]; ++trunk)
        r_.link_capacity[trunk] = cable_rate_[k] * cables_[trunk];
    }
  }

  void set_latencies() {
    r_.domain_step = t_.scale_up.latency;
    r_.in_network_step = t_.scale_up.in_network_step();
    r_.nic_step = t_.nic.latency;
    r_.in_network_share = t_.scale_up.in_network_efficiency / t_.scale_up.efficiency;
    r_.switches_add_up = t_.switches_add_up;
    for (const auto arc : boost::make_iterator_range(boost::out_edges(t_.first_nic(), t_.graph))) {
      if (t_.graph[boost::target(arc, t_.graph)].kind == VertexKind::leaf) r_.switch_step = t_.graph[arc].latency;
    }
  }

  const Topology& t_;
  Routing& r_;
  bool trunks_;
  std::vector<double> cables_;                      ///< of a link of the first kinds, as far as intact
  bool damaged_ = false;                            ///< a link between switches is missing
  std::vector<std::uint8_t> first_kind_;            ///< of links, by kind of cable between switches
  std::array<ByteRate, trunk_kinds> cable_rate_{};  ///< of one cable of a kind of link, efficiency applied
};

}  // namespace

Routing make_routing(const Topology& topology, std::uint64_t seed) {
  Routing routing;
  Reader reader(topology, routing);
  reader.read();
  if (topology.kind == TopologyKind::fat_tree && topology.routing == RoutingKind::adaptive) {
    routing.fabric = reader.tree_trunks();
    return routing;
  }
  SwitchGraph graph = reader.switch_graph();
  const bool regular = !reader.damaged();
  if (topology.kind == TopologyKind::dragonfly && regular) {
    auto routes = find_dragonfly_routes(std::move(graph), topology.groups, topology.routing == RoutingKind::valiant);
    routing.whole = routes.whole;
    routing.fabric = std::move(routes);
  } else if (topology.kind == TopologyKind::torus && regular) {
    auto routes = find_torus_routes(std::move(graph), topology.lattice);
    routing.whole = routes.whole;
    routing.fabric = std::move(routes);
  } else {
    const Lattice* hyperx = topology.kind == TopologyKind::hyperx && regular ? &topology.lattice : nullptr;
    const auto kind = topology.routing == RoutingKind::valiant ? RoutingKind::adaptive : topology.routing;
    auto routes = find_shortest_paths(std::move(graph), topology.leaves, kind, seed, hyperx);
    routing.whole = routes.whole;
    routing.fabric = std::move(routes);
  }
  return routing;
}

}  // namespace gigaplan::network
