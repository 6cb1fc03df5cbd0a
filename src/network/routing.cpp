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
    const std::array<std::uint32_t, trunk_kinds> count = {t_.chips, t_.chips, t_.nics, t_.nics,
                                                          leaves(), leaves(), pods(),  pods()};
    for (std::size_t k = 0; k < trunk_kinds; ++k) r_.first[k + 1] = r_.first[k] + count[k];
    cables_.resize(r_.first.back());
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
    r_.capacity.resize(cables_.size());
    for (std::size_t k = 0; k < trunk_kinds; ++k) {
      for (std::uint32_t trunk = r_.first[k]; trunk < r_.first[k + 1]; ++trunk)
        r_.capacity[trunk] = cable_rate_[k] * cables_[trunk];
    }
  }

  /// Σ of the arcs' latencies on a path of each reach; the same for all paths, since they go by kind of vertex.
  void sum_latencies() {
    const Time domain = into_[at(VertexKind::scale_up_switch)], nic = into_[at(VertexKind::nic)];
    const Time leaf = into_[at(VertexKind::leaf)], spine = into_[at(VertexKind::spine)];
    const Time chip = into_[at(VertexKind::chip)];
    r_.step_latency[0] = domain + chip;
    r_.step_latency[1] = nic * 2 + leaf + chip;
    r_.step_latency[2] = r_.step_latency[1] + spine + leaf;
    r_.step_latency[3] = r_.step_latency[2] + into_[at(VertexKind::core)] + spine;
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

TrunkKind Routing::kind(std::uint32_t trunk) const {
  const auto next = std::upper_bound(first.begin(), first.end(), trunk);
  return static_cast<TrunkKind>(next - first.begin() - 1);
}

Routing make_routing(const Topology& topology) {
  Routing routing;
  Reader reader(topology, routing);
  reader.number_trunks();
  reader.read_arcs();
  reader.sum_capacities();
  reader.sum_latencies();
  return routing;
}

Route route(const Routing& r, std::uint32_t from, std::uint32_t to) {
  Route route;
  const auto cross = [&](TrunkKind kind, std::uint32_t index) { route.trunks[route.length++] = r.trunk(kind, index); };
  if (r.domain_of_chip[from] == r.domain_of_chip[to]) {
    cross(TrunkKind::scale_up_up, from);
    cross(TrunkKind::scale_up_down, to);
    return route;
  }
  const std::uint32_t up = r.nic_of_chip[from], down = r.nic_of_chip[to];
  const std::uint32_t up_leaf = r.leaf_of_nic[up], down_leaf = r.leaf_of_nic[down];
  const std::uint32_t up_pod = r.pod_of_leaf[up_leaf], down_pod = r.pod_of_leaf[down_leaf];
  route.reach = up_leaf == down_leaf ? Reach::leaf : up_pod == down_pod ? Reach::pod : Reach::core;
  cross(TrunkKind::nic_up, up);
  if (route.reach != Reach::leaf) cross(TrunkKind::leaf_up, up_leaf);
  if (route.reach == Reach::core) cross(TrunkKind::pod_up, up_pod);
  if (route.reach == Reach::core) cross(TrunkKind::pod_down, down_pod);
  if (route.reach != Reach::leaf) cross(TrunkKind::leaf_down, down_leaf);
  cross(TrunkKind::nic_down, down);
  return route;
}

}  // namespace gigaplan::network
