// Which links does a message cross?
#include "network/routing.hpp"

#include <algorithm>
#include <boost/range/iterator_range.hpp>

namespace gigaplan::network {
namespace {

/// Reads attachment, capacities and latencies off the graph.
class Reader {
 public:
  Reader(const Topology& topology, Routing& routing) : t_(topology), r_(routing) {}

  void number_trunks() {
    r_.link_names.assign(trunk_names.begin(), trunk_names.end());
    const std::array<std::uint32_t, trunk_kinds> count = {t_.chips, t_.chips, t_.nics, t_.nics,
                                                          leaves(), leaves(), pods(),  pods()};
    for (std::size_t k = 0; k < trunk_kinds; ++k) r_.first[k + 1] = r_.first[k] + count[k];
    cables_.resize(r_.first.back());
    for (std::size_t k = 0; k < trunk_kinds; ++k) r_.link_kind.resize(r_.first[k + 1], static_cast<std::uint8_t>(k));
    r_.domain_of_chip.resize(t_.chips);
    r_.nic_of_chip.resize(t_.chips);
    r_.leaf_of_nic.resize(t_.nics);
    r_.pod_of_leaf.resize(leaves());
  }

  void read_arcs() {
    for (const std::uint32_t v : boost::make_iterator_range(boost::vertices(t_.graph))) {
      for (const auto arc : boost::make_iterator_range(boost::out_edges(v, t_.graph)))
        read_arc(t_.graph[v], t_.graph[boost::target(arc, t_.graph)], t_.graph[arc]);
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

  /// Latencies go by kind of vertex, so every path of as many switches has the same.
  void sum_latencies() {
    const Time chip = into_[at(VertexKind::chip)];
    r_.domain_step = into_[at(VertexKind::scale_up_switch)] + chip;
    r_.nic_step = into_[at(VertexKind::nic)] * 2 + chip;
    r_.switch_step = into_[at(VertexKind::leaf)];
  }

 private:
  static std::size_t at(VertexKind kind) { return static_cast<std::size_t>(kind); }
  [[nodiscard]] std::uint32_t leaves() const { return t_.first_spine() - t_.first_leaf(); }
  [[nodiscard]] std::uint32_t pods() const { return static_cast<std::uint32_t>(t_.shape.pods); }

  void add(TrunkKind kind, std::uint32_t index, const Arc& arc, double efficiency) {
    cables_[r_.trunk(kind, index)] += arc.multiplicity;
    cable_rate_[static_cast<std::size_t>(kind)] = arc.bandwidth * efficiency;
  }

  void read_arc(const Vertex& from, const Vertex& to, const Arc& arc) {
    into_[at(to.kind)] = arc.latency;
    const double scale_up = t_.scale_up.efficiency, nic = t_.nic.efficiency;
    switch (from.kind) {
      case VertexKind::chip:
        if (to.kind == VertexKind::scale_up_switch) {
          r_.domain_of_chip[from.index] = to.index;
          add(TrunkKind::scale_up_up, from.index, arc, scale_up);
        } else {
          r_.nic_of_chip[from.index] = to.index;
        }
        break;
      case VertexKind::scale_up_switch: add(TrunkKind::scale_up_down, to.index, arc, scale_up); break;
      case VertexKind::nic:
        if (to.kind != VertexKind::leaf) break;
        r_.leaf_of_nic[from.index] = to.index;
        add(TrunkKind::nic_up, from.index, arc, nic);
        break;
      case VertexKind::leaf:
        r_.pod_of_leaf[from.index] = from.pod;
        if (to.kind == VertexKind::nic) add(TrunkKind::nic_down, to.index, arc, nic);
        if (to.kind == VertexKind::spine) add(TrunkKind::leaf_up, from.index, arc, nic);
        break;
      case VertexKind::spine:
        if (to.kind == VertexKind::leaf) add(TrunkKind::leaf_down, to.index, arc, nic);
        if (to.kind == VertexKind::core) add(TrunkKind::pod_up, from.pod, arc, nic);
        break;
      case VertexKind::core: add(TrunkKind::pod_down, to.pod, arc, nic); break;
    }
  }

  const Topology& t_;
  Routing& r_;
  std::vector<std::uint32_t> cables_;               ///< of a trunk
  std::array<ByteRate, trunk_kinds> cable_rate_{};  ///< of one cable of a kind of trunk, efficiency applied
  std::array<Time, 6> into_{};                      ///< latency of the arcs that enter a kind of vertex
};

}  // namespace

Routing make_routing(const Topology& topology) {
  Routing routing;
  Reader reader(topology, routing);
  reader.number_trunks();
  reader.read_arcs();
  reader.sum_capacities();
  reader.sum_latencies();
  return routing;
}

void find_route(const Routing& r, std::uint32_t from, std::uint32_t to, Route& route) {
  route.hops.clear();
  route.switches = 0;
  const auto cross = [&](TrunkKind kind, std::uint32_t index) {
    route.hops.push_back({r.trunk(kind, index), r.whole});
  };
  route.local = r.domain_of_chip[from] == r.domain_of_chip[to];
  if (route.local) {
    cross(TrunkKind::scale_up_up, from);
    cross(TrunkKind::scale_up_down, to);
    return;
  }
  const std::uint32_t up = r.nic_of_chip[from], down = r.nic_of_chip[to];
  const std::uint32_t up_leaf = r.leaf_of_nic[up], down_leaf = r.leaf_of_nic[down];
  const bool same_leaf = up_leaf == down_leaf;
  const std::uint32_t up_pod = r.pod_of_leaf[up_leaf], down_pod = r.pod_of_leaf[down_leaf];
  const bool same_pod = up_pod == down_pod;
  route.switches = (same_leaf ? 1u : same_pod ? 3u : 5u) * r.whole;
  cross(TrunkKind::nic_up, up);
  if (!same_leaf) cross(TrunkKind::leaf_up, up_leaf);
  if (!same_pod) cross(TrunkKind::pod_up, up_pod);
  if (!same_pod) cross(TrunkKind::pod_down, down_pod);
  if (!same_leaf) cross(TrunkKind::leaf_down, down_leaf);
  cross(TrunkKind::nic_down, down);
}

Time step_latency(const Routing& routing, const Route& route) {
  if (route.local) return routing.domain_step;
  return routing.nic_step + routing.switch_step * (static_cast<double>(route.switches) / routing.whole);
}

}  // namespace gigaplan::network
