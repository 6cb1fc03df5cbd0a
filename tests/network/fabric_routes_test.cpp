// Does every message arrive, whole, without loops, as shortly as promised?
#include <doctest/doctest.h>

#include <boost/range/iterator_range.hpp>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "base/random.hpp"
#include "network/bill.hpp"
#include "network/check.hpp"
#include "network/routing.hpp"
#include "topologies.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

const SwitchGraph* graph_of(const Routing& r) {
  return std::visit(
      [](const auto& routes) -> const SwitchGraph* {
        if constexpr (requires { routes.graph; }) {
          return &routes.graph;
        } else {
          return nullptr;
        }
      },
      r.fabric);
}

struct Ends {
  std::uint32_t from = 0, to = 0;
};
std::map<std::uint32_t, Ends> ends_of_links(const SwitchGraph& graph) {
  std::map<std::uint32_t, Ends> ends;
  for (std::uint32_t s = 0; s < graph.switches(); ++s)
    for (const auto& link : graph.from(s)) ends[link.link] = {s, link.to};
  return ends;
}

/// Kirchhoff: what enters a switch leaves it, but at the two leaves; and nothing goes round in a loop.
void check_message(const Topology& t, const Routing& r, const std::map<std::uint32_t, Ends>& ends, std::uint32_t from,
                   std::uint32_t to) {
  Route way;
  find_route(r, from, to, way);
  if (way.local) return;
  CAPTURE(from);
  CAPTURE(to);
  REQUIRE(way.hops.size() >= 2);
  CHECK(r.link_names[r.link_kind[way.hops.front().link]] == "nic up");
  CHECK(r.link_names[r.link_kind[way.hops.back().link]] == "nic down");
  std::map<std::uint32_t, std::int64_t> balance;
  std::set<std::uint32_t> seen;
  std::uint64_t crossed = 0;
  for (std::size_t i = 1; i + 1 < way.hops.size(); ++i) {
    const Hop& hop = way.hops[i];
    const Ends& link = ends.at(hop.link);
    balance[link.from] += hop.weight;
    balance[link.to] -= hop.weight;
    crossed += hop.weight;
    CHECK(seen.insert(hop.link).second);
    CHECK(hop.weight > 0);
    CHECK(hop.weight <= r.whole);
  }
  const std::uint32_t a = r.leaf_of_nic[r.nic_of_chip[from]], b = r.leaf_of_nic[r.nic_of_chip[to]];
  balance[a] -= a == b ? 0 : r.whole;
  balance[b] += a == b ? 0 : r.whole;
  for (const auto& [at, units] : balance) CHECK(units == 0);
  CHECK(way.switches == crossed + r.whole);

  const SwitchGraph& graph = *graph_of(r);
  const double hops = static_cast<double>(crossed) / r.whole;
  const double shortest = hops_to(graph, b)[a];
  if (t.kind == TopologyKind::dragonfly) {
    CHECK(hops >= shortest);
    CHECK(hops <= (t.routing == RoutingKind::valiant ? 5 : 3));
  } else {
    CHECK(hops == doctest::Approx(shortest));
  }
  // One path: no switch twice.
  if (t.routing != RoutingKind::ecmp && t.routing != RoutingKind::d_mod_k) return;
  CHECK(way.hops.size() == 2 + static_cast<std::size_t>(shortest));
}

}  // namespace

TEST_CASE("on every fabric a message arrives whole, without loops, on shortest or minimal paths") {
  RandomStream random(4, "routes");
  for (const long nodes : {16L, 40L}) {
    for (const auto& machine : examples::machines(nodes)) {
      CAPTURE(machine.name);
      CAPTURE(nodes);
      const Issues issues = check_fabric(machine.node, machine.nodes, machine.fabric);
      for (const Issue& issue : issues) CHECK_MESSAGE(issue.severity != Severity::error, to_string(issue));
      if (has_errors(issues)) continue;
      const Topology t = build_topology(machine.node, machine.nodes, machine.fabric);
      const Routing r = make_routing(t, 7);
      if (graph_of(r) == nullptr) continue;  // trunks: routing_test.cpp
      const auto ends = ends_of_links(*graph_of(r));
      for (int i = 0; i < 300; ++i) {
        const auto from = static_cast<std::uint32_t>(random.bits() % t.chips);
        const auto to = static_cast<std::uint32_t>(random.bits() % t.chips);
        if (from != to) check_message(t, r, ends, from, to);
      }
    }
  }
}

TEST_CASE("every cable is wired both ways, and the bill counts each once") {
  for (const auto& machine : examples::machines(40)) {
    CAPTURE(machine.name);
    const Topology t = build_topology(machine.node, machine.nodes, machine.fabric);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> cables;
    std::uint64_t outside = 0;
    std::map<std::uint32_t, std::uint64_t> ports;
    for (std::uint32_t v = 0; v < t.vertices(); ++v) {
      for (const auto arc : boost::make_iterator_range(boost::out_edges(v, t.graph))) {
        const auto w = static_cast<std::uint32_t>(boost::target(arc, t.graph));
        cables[{v, w}] += t.graph[arc].multiplicity;
        if (v >= t.first_leaf()) ports[v] += t.graph[arc].multiplicity;
        if (v >= t.first_leaf() && w < v) outside += t.graph[arc].multiplicity;
      }
    }
    for (const auto& [ends, count] : cables) CHECK(cables[{ends.second, ends.first}] == count);
    const BillOfMaterials bill = bill_of_materials(t, machine.fabric, machine.node);
    CHECK(BillOfMaterials::total(bill.cables) == outside);
    CHECK(BillOfMaterials::total(bill.switches) == t.switches());
    for (const auto& [v, used] : ports)
      CHECK(used <= static_cast<std::uint64_t>(machine.fabric.switch_model.ports) * static_cast<unsigned>(t.split));
  }
}

// Frontier: 74 groups of 32 switches with 16 endpoints each; every switch has 31 local and 17 global ports, 64 in all.
// A dragonfly of 4 endpoints, 8 routers and 4 global ports is balanced (a = 2p = 2h; Kim et al. 2008): 33 groups, 1,056
// endpoints, one cable a pair.
TEST_CASE("a balanced dragonfly has one cable between any two groups and uses every port") {
  Node node = examples::node8();
  node.chips_per_node = node.nics.per_node = node.scale_up.domain_chips = 4;
  FabricSpec spec = examples::fabric(0, 15, 0);
  spec.topology = TopologyKind::dragonfly;
  spec.dragonfly = Dragonfly{.routers_per_group = 8, .nics_per_router = 4, .global_ports = 4};
  const Topology t = build_topology(node, 264, spec);
  CHECK(t.groups.groups == 33);
  CHECK(t.groups.cables_per_pair == 1);
  const BillOfMaterials bill = bill_of_materials(t, spec, node);
  CHECK(BillOfMaterials::of(bill.switches, "router") == 264);
  CHECK(BillOfMaterials::of(bill.cables, "global") == 33 * 32 / 2);
  CHECK(BillOfMaterials::of(bill.cables, "local") == 33 * 28);
  CHECK(BillOfMaterials::of(bill.cables, "node-router") == 1056);
  // Groups stand in a row each, and may be far apart.
  std::vector<std::string> cables;
  for (const auto& line : bill.lines)
    if (line.name.find(" cable") != std::string::npos) cables.push_back(line.name);
  CHECK(cables == std::vector<std::string>{"node-router cable, fibre to 30 m", "local cable, fibre to 30 m",
                                           "global cable, fibre to 500 m"});
}

TEST_CASE("Valiant spreads one pair of groups over all others") {
  // 8 groups of 4 routers; minimal: all traffic of the pair on its own cables; Valiant: a sixth of it over each other
  // group, and none on the pair's own cables.
  const auto machines = examples::machines(32);
  for (const auto& machine : machines) {
    if (machine.fabric.topology != TopologyKind::dragonfly) continue;
    const Topology t = build_topology(machine.node, 32, machine.fabric);
    REQUIRE(t.groups.groups == 8);
    const Routing r = make_routing(t);
    const auto ends = ends_of_links(*graph_of(r));
    Route way;
    find_route(r, 0, 32, way);             // group 0 to group 1: 32 chips a group
    std::map<std::uint32_t, double> into;  // group: part of the message that leaves group 0 for it
    for (std::size_t i = 1; i + 1 < way.hops.size(); ++i) {
      const Ends& link = ends.at(way.hops[i].link);
      if (link.from / 4 == 0 && link.to / 4 != 0)
        into[link.to / 4] += static_cast<double>(way.hops[i].weight) / r.whole;
    }
    if (machine.fabric.routing == RoutingKind::valiant) {
      CHECK(into.size() == 6);
      for (const auto& [group, part] : into) CHECK(part == doctest::Approx(1.0 / 6));
      CHECK(!into.contains(1));
    } else {
      CHECK(into.size() == 1);
      CHECK(into[1] == doctest::Approx(1));
    }
  }
}

TEST_CASE("rails of their own are changed inside the node, and planes behave as one network") {
  const auto machines = examples::machines(16);
  const auto named = [&](const std::string& name) {
    for (const auto& machine : machines)
      if (machine.name == name) return machine;
    return machines.front();
  };
  const auto rails = named("rail-only");
  const Topology t = build_topology(rails.node, rails.nodes, rails.fabric);
  const Routing r = make_routing(t);
  Route way;
  find_route(r, 0, 8 * 8 + 3, way);  // chip 0 of node 0 to chip 3 of node 8
  CHECK(way.relays == 1);
  REQUIRE(way.hops.size() == 6);
  CHECK(way.hops[0].link == r.trunk(TrunkKind::scale_up_up, 0));
  CHECK(way.hops[1].link == r.trunk(TrunkKind::scale_up_down, 3));
  CHECK(way.hops[2].link == r.trunk(TrunkKind::nic_up, 3));
  CHECK(way.hops[5].link == r.trunk(TrunkKind::nic_down, 8 * 8 + 3));
  CHECK(step_latency(r, way).in(unit::microsecond) == doctest::Approx(2 + 5 + 3 * 0.3));
  find_route(r, 0, 8 * 8, way);
  CHECK(way.relays == 0);

  // Four planes: four times the switches' halves, yet the trunks have what one plane of full width has.
  const auto one = named("fat tree"), four = named("four planes");
  const Routing a = make_routing(build_topology(one.node, one.nodes, one.fabric));
  const Routing b = make_routing(build_topology(four.node, four.nodes, four.fabric));
  REQUIRE(a.link_capacity.size() == b.link_capacity.size());
  for (std::size_t link = 0; link < a.link_capacity.size(); ++link)
    CHECK(a.link_capacity[link].base() == doctest::Approx(b.link_capacity[link].base()));
}

TEST_CASE("hashed routing is the seed's, and collides as often as a hash does") {
  // 16 uplinks a leaf; 32 NICs of a leaf each send to the same place of another unit: expected busy uplinks of n balls
  // in m bins: m (1 - (1 - 1/m)^n).
  FabricSpec spec = examples::fabric(2, 64, 32);
  spec.routing = RoutingKind::ecmp;
  const Topology t = build_topology(examples::node8(), 64, spec);
  REQUIRE(t.shape.leaf_uplinks == 32);
  double busy = 0;
  constexpr int seeds = 40;
  std::set<std::set<std::uint32_t>> patterns;
  for (int seed = 0; seed < seeds; ++seed) {
    const Routing r = make_routing(t, static_cast<std::uint64_t>(seed));
    std::set<std::uint32_t> links;
    Route way;
    for (std::uint32_t node = 0; node < 32; ++node) {
      find_route(r, node * 8, (node + 32) * 8, way);
      links.insert(way.hops[1].link);
    }
    busy += static_cast<double>(links.size());
    patterns.insert(links);
  }
  const double expected = 32 * (1 - std::pow(1 - 1.0 / 32, 32));  // 20.4
  CHECK(busy / seeds == doctest::Approx(expected).epsilon(0.05));
  CHECK(patterns.size() == seeds);
}

TEST_CASE("what cannot be built is said, with what would mend it") {
  const Node node = examples::node8();
  const auto errors = [&](const FabricSpec& spec, long nodes) {
    std::string all;
    for (const Issue& issue : check_fabric(node, nodes, spec))
      if (issue.severity == Severity::error) all += to_string(issue) + "\n";
    return all;
  };
  const auto has = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  FabricSpec spec = examples::fabric(0, 64, 0);
  spec.topology = TopologyKind::custom;
  CHECK(has(errors(spec, 2), "describe the network"));
  spec.custom.emplace();
  spec.custom->switches = {{"a", 8}, {"b", 8}};
  CHECK(has(errors(spec, 2), "no way from \"a\" to \"b\""));
  spec.custom->links = {{"a", "a", 1, {}}};
  CHECK(has(errors(spec, 2), "joined to itself"));
  spec.custom->links = {{"a", "c", 1, {}}};
  CHECK(has(errors(spec, 2), "no switch \"c\""));
  spec.custom->links = {{"a", "b", 100, {}}};
  CHECK(has(errors(spec, 2), "has 108 cables, but 64 ports"));
  spec.custom->links = {{"a", "b", 4, {}}};
  CHECK(errors(spec, 2).empty());
  CHECK(has(errors(spec, 3), "ports for 16 NICs, and 24 NICs"));
  spec.custom->switches = {{"a", 8}, {"a", 8}};
  CHECK(has(errors(spec, 2), "twice"));

  spec.topology = TopologyKind::dragonfly;
  spec.dragonfly = Dragonfly{.routers_per_group = 4, .nics_per_router = 8, .global_ports = 1};
  CHECK(has(errors(spec, 64), "16 groups are to be joined in pairs, but a group has 4 global ports"));
  CHECK(has(errors(spec, 64), "at least 4 global_ports"));
  spec.dragonfly->global_ports = 60;
  CHECK(has(errors(spec, 64), "needs 71 ports"));
  spec.dragonfly->global_ports = 4;
  CHECK(errors(spec, 64).empty());
  spec.routing = RoutingKind::ecmp;
  CHECK(has(errors(spec, 64), "use adaptive or valiant"));
  spec.routing = RoutingKind::adaptive;
  spec.topology = TopologyKind::torus;
  spec.torus = Lattice{.x = 4, .y = 4, .z = 4};
  CHECK(has(errors(spec, 64), "ports for 64 NICs, and there are 512"));
  spec.torus->z = 32;
  CHECK(errors(spec, 64).empty());
}
