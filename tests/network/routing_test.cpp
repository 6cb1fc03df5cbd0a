// Are routes connected, loop-free and as short as a search finds them?
#include <doctest/doctest.h>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/range/iterator_range.hpp>
#include <set>
#include <vector>

#include "base/random.hpp"
#include "examples.hpp"
#include "network/routing.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

constexpr std::uint32_t not_a_trunk = ~0u;

/// The trunk that an arc belongs to, from the kinds at its ends.
std::uint32_t trunk_of(const Topology& t, const Routing& r, Graph::edge_descriptor arc) {
  const Vertex from = t.graph[boost::source(arc, t.graph)], to = t.graph[boost::target(arc, t.graph)];
  switch (from.kind) {
    case VertexKind::chip:
      return to.kind == VertexKind::scale_up_switch ? r.trunk(TrunkKind::scale_up_up, from.index) : not_a_trunk;
    case VertexKind::nic: return to.kind == VertexKind::leaf ? r.trunk(TrunkKind::nic_up, from.index) : not_a_trunk;
    case VertexKind::scale_up_switch: return r.trunk(TrunkKind::scale_up_down, to.index);
    case VertexKind::leaf:
      return to.kind == VertexKind::nic ? r.trunk(TrunkKind::nic_down, to.index)
                                        : r.trunk(TrunkKind::leaf_up, from.index);
    case VertexKind::spine:
      return to.kind == VertexKind::leaf ? r.trunk(TrunkKind::leaf_down, to.index)
                                         : r.trunk(TrunkKind::pod_up, from.pod);
    case VertexKind::core: return r.trunk(TrunkKind::pod_down, to.pod);
  }
  return not_a_trunk;
}

struct Found {
  std::vector<std::uint32_t> hops;
  std::vector<double> latency;  ///< Σ of arcs on the search tree
};

/// Breadth-first search from a chip over the arcs that `allowed` lets through; unreached: ~0.
template <class Allowed>
Found search(const Topology& t, std::uint32_t start, Allowed allowed) {
  struct Predicate {
    Allowed* allowed = nullptr;
    bool operator()(Graph::edge_descriptor arc) const { return (*allowed)(arc); }
  };
  const boost::filtered_graph<Graph, Predicate> graph(t.graph, Predicate{&allowed});
  Found found{std::vector<std::uint32_t>(boost::num_vertices(t.graph), ~0u),
              std::vector<double>(boost::num_vertices(t.graph), 0)};
  found.hops[start] = 0;
  struct Visitor : boost::default_bfs_visitor {
    Found* found;
    explicit Visitor(Found* f) : found(f) {}
    void tree_edge(const Graph::edge_descriptor& arc, const boost::filtered_graph<Graph, Predicate>& g) const {
      const auto from = boost::source(arc, g), to = boost::target(arc, g);
      found->hops[to] = found->hops[from] + 1;
      found->latency[to] = found->latency[from] + g[arc].latency.base();
    }
  };
  boost::breadth_first_search(graph, start, boost::visitor(Visitor(&found)));
  return found;
}

void check_routes(const Topology& t, RandomStream& random) {
  const Routing r = make_routing(t);
  Route way;
  for (int i = 0; i < 6; ++i) {
    const auto from = static_cast<std::uint32_t>(random.bits() % t.chips);
    const auto scale_up = [&](Graph::edge_descriptor arc) {
      return t.graph[boost::source(arc, t.graph)].kind == VertexKind::scale_up_switch ||
             t.graph[boost::target(arc, t.graph)].kind == VertexKind::scale_up_switch;
    };
    const Found over_scale_up = search(t, from, scale_up);
    const Found over_nics = search(t, from, [&](Graph::edge_descriptor arc) { return !scale_up(arc); });
    for (int j = 0; j < 20; ++j) {
      const auto to = static_cast<std::uint32_t>(random.bits() % t.chips);
      if (to == from) continue;
      CAPTURE(from);
      CAPTURE(to);
      find_route(r, from, to, way);
      const bool same_domain = over_scale_up.hops[to] != ~0u;
      CHECK(way.local == same_domain);
      const Found& shortest = same_domain ? over_scale_up : over_nics;
      // Chip, NIC, switches, NIC, chip; or chip, scale-up switch, chip.
      CHECK(shortest.hops[to] == (same_domain ? 2 : 3 + way.switches / r.whole));
      CHECK(shortest.latency[to] == doctest::Approx(step_latency(r, way).base()));

      std::set<std::uint32_t> trunks;
      for (const Hop& hop : way.hops) {
        CHECK(hop.weight == r.whole);
        trunks.insert(hop.link);
      }
      CHECK(trunks.size() == way.hops.size());  // loop-free
      // Restricted to the route's trunks and the two chips' own attachments, the graph still joins them as shortly.
      const Found along = search(t, from, [&](Graph::edge_descriptor arc) {
        const auto tail = boost::source(arc, t.graph), head = boost::target(arc, t.graph);
        const std::uint32_t trunk = trunk_of(t, r, arc);
        return trunk == not_a_trunk ? tail == from || head == to : trunks.contains(trunk);
      });
      CHECK(along.hops[to] == shortest.hops[to]);
    }
  }
}

}  // namespace

TEST_CASE("routes are connected, loop-free and shortest, with the latency of the arcs they cross") {
  RandomStream random(1, "routes");
  struct Case {
    int tiers, ports, unit, pod, nics, domain;
    long nodes;
    double leaf, spine;
  };
  for (const Case& c :
       {Case{2, 64, 4, 0, 8, 8, 13, 1, 1}, Case{3, 16, 4, 1, 8, 8, 15, 1, 2}, Case{3, 16, 6, 2, 4, 16, 22, 1.5, 1},
        Case{3, 8, 12, 1, 1, 8, 40, 1, 1}, Case{2, 36, 9, 0, 2, 72, 27, 2, 1}, Case{2, 8, 1, 0, 1, 8, 1, 1, 1}}) {
    CAPTURE(c.nodes);
    Node node = examples::node8();
    node.nics.per_node = c.nics;
    node.scale_up.domain_chips = c.domain;
    FabricSpec spec = examples::fabric(c.tiers, c.ports, c.unit, c.pod);
    spec.leaf_oversubscription = c.leaf;
    spec.spine_oversubscription = c.spine;
    check_routes(build_topology(node, c.nodes, spec), random);
  }
}

TEST_CASE("a trunk has the summed capacity of its cables, less the protocols' share") {
  // 3 tiers, 16 ports, units of 8 nodes x 1 NIC, 2:1 at the spine: leaf 8 up. Pods of 2 units: 2 leaves, 16 uplinks, 10
  // down ports a spine (10 + 5) need 2 spines, 8 down and 4 up each.
  Node node = examples::node8();
  node.nics.per_node = 1;
  FabricSpec spec = examples::fabric(3, 16, 8, 2);
  spec.spine_oversubscription = 2;
  const Topology t = build_topology(node, 32, spec);
  REQUIRE(t.shape.spines_per_pod == 2);
  const Routing r = make_routing(t);
  const double port = 400e9 / 8 * 0.9;
  const auto capacity = [&](TrunkKind kind) { return r.link_capacity[r.trunk(kind, 1)].base(); };
  CHECK(capacity(TrunkKind::scale_up_up) == doctest::Approx(450e9 * 0.8));
  CHECK(capacity(TrunkKind::scale_up_down) == doctest::Approx(450e9 * 0.8));
  CHECK(capacity(TrunkKind::nic_up) == doctest::Approx(port));
  CHECK(capacity(TrunkKind::nic_down) == doctest::Approx(port));
  CHECK(capacity(TrunkKind::leaf_up) == doctest::Approx(8 * port));
  CHECK(capacity(TrunkKind::leaf_down) == doctest::Approx(8 * port));
  CHECK(capacity(TrunkKind::pod_up) == doctest::Approx(8 * port));
  CHECK(capacity(TrunkKind::pod_down) == doctest::Approx(8 * port));
  // Steps: 5 µs of software and NICs, 0.3 µs a switch: 1, 3 or 5 of them; 2 µs in the domain.
  CHECK(r.domain_step.in(unit::microsecond) == doctest::Approx(2));
  CHECK(r.nic_step.in(unit::microsecond) == doctest::Approx(5));
  CHECK(r.switch_step.in(unit::microsecond) == doctest::Approx(0.3));
  REQUIRE(r.link_kind.size() == r.link_capacity.size());
  for (std::uint32_t link = 0; link < r.link_kind.size(); ++link) {
    CHECK(r.first[r.link_kind[link]] <= link);
    CHECK(link < r.first[r.link_kind[link] + 1u]);
  }
}
