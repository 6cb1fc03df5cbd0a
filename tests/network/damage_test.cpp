// Does traffic go round what is broken, and is the fold still exact?
#include <doctest/doctest.h>

#include <boost/range/iterator_range.hpp>
#include <set>

#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/routing.hpp"
#include "network/traffic.hpp"
#include "topologies.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

examples::Machine named(const std::string& name, long nodes) {
  for (const auto& machine : examples::machines(nodes))
    if (machine.name == name) return machine;
  FAIL("no machine " << name);
  return {};
}

Topology damaged(const examples::Machine& machine, const Damage& damage, std::uint64_t seed = 3) {
  Topology t = build_topology(machine.node, machine.nodes, machine.fabric);
  CHECK(check_damage(t, damage).empty());
  apply_damage(damage, seed, t);
  return t;
}

double cables_left(const Topology& t, const std::string& kind) {
  double sum = 0;
  for (const auto edge : boost::make_iterator_range(boost::edges(t.graph)))
    if (t.cables[t.graph[edge].cable].name == kind) sum += t.graph[edge].multiplicity * t.graph[edge].intact;
  return sum / 2;
}

}  // namespace

TEST_CASE("as many cables as ordered are broken, both ways, the same for the same seed") {
  for (const auto& machine : examples::machines(16)) {
    CAPTURE(machine.name);
    const Topology whole = build_topology(machine.node, machine.nodes, machine.fabric);
    for (std::size_t kind = 1; kind < whole.cables.size(); ++kind) {
      const std::string& name = whole.cables[kind].name;
      const double before = cables_left(whole, name);
      if (before < 5) continue;
      const Damage damage{.links = {{name, 5, 0.25}}};
      const Topology t = damaged(machine, damage);
      CHECK(cables_left(t, name) == doctest::Approx(before - 5 * 0.75));
      for (const auto edge : boost::make_iterator_range(boost::edges(t.graph))) {
        const auto back = boost::edge(boost::target(edge, t.graph), boost::source(edge, t.graph), t.graph);
        CHECK(t.graph[back.first].intact == t.graph[edge].intact);
      }
      const Topology again = damaged(machine, damage), other = damaged(machine, damage, 4);
      std::vector<double> a, b, c;
      for (const auto edge : boost::make_iterator_range(boost::edges(t.graph))) a.push_back(t.graph[edge].intact);
      for (const auto edge : boost::make_iterator_range(boost::edges(again.graph)))
        b.push_back(again.graph[edge].intact);
      for (const auto edge : boost::make_iterator_range(boost::edges(other.graph)))
        c.push_back(other.graph[edge].intact);
      CHECK(a == b);
      CHECK(a != c);
    }
  }
}

TEST_CASE("a chip whose NIC is down sends over its neighbour's") {
  const auto machine = named("fat tree", 16);
  const Routing r = make_routing(damaged(machine, {.links = {{"node-leaf", 3, 0}}}));
  std::uint32_t relayed = 0;
  Route way;
  for (std::uint32_t chip = 0; chip < 64; ++chip) {
    find_route(r, chip, 64 + chip % 8, way);
    for (const Hop& hop : way.hops) CHECK(r.link_capacity[hop.link].base() > 0);
    relayed += way.relays;
  }
  std::set<std::uint32_t> down;
  for (std::uint32_t nic = 0; nic < 128; ++nic)
    if (r.link_capacity[r.trunk(TrunkKind::nic_up, nic)].base() == 0) down.insert(nic);
  CHECK(down.size() == 3);
  for (const std::uint32_t nic : down) CHECK(r.substitute_nic[nic] / 8 == nic / 8);
}

TEST_CASE("where rails have trees of their own, both ends change to a rail on which neither is down") {
  const auto machine = named("rail-only", 16);
  const Routing r = make_routing(damaged(machine, {.links = {{"node-leaf", 2, 0}}}));
  const auto down = [&](std::uint32_t nic) { return r.link_capacity[r.trunk(TrunkKind::nic_up, nic)].base() == 0; };
  Route way;
  int twice = 0;
  for (std::uint32_t from = 0; from < 128; ++from) {
    for (std::uint32_t to = 0; to < 128; ++to) {
      if (from / 8 == to / 8) continue;
      find_route(r, from, to, way);
      for (const Hop& hop : way.hops) CHECK(r.link_capacity[hop.link].base() > 0);
      // On its own rail nothing is relayed; a broken NIC at either end makes both ends relay.
      if (from % 8 == to % 8) CHECK(way.relays == (down(from) || down(to) ? 2 : 0));
      twice += way.relays == 2 ? 1 : 0;
    }
  }
  CHECK(twice > 0);
}

TEST_CASE("routes go round switches that are down, or say that there is no way") {
  // Two of three spines of the custom fabric down: everything over the third.
  const auto machine = named("custom", 16);
  const Topology t = damaged(machine, {.switches = {{"inner", 2}}});
  const Routing r = make_routing(t);
  Route way;
  std::set<std::uint32_t> links;
  for (std::uint32_t to = 8; to < 128; to += 8) {
    find_route(r, 0, to, way);
    REQUIRE(way.hops.size() == 4);
    links.insert(way.hops[1].link);
  }
  CHECK(links.size() == 1);
  const Routing none = make_routing(damaged(machine, {.switches = {{"inner", 3}}}));
  CHECK_THROWS_AS(find_route(none, 0, 8, way), Unreachable);

  // A torus and a dragonfly that miss links: every pair still meets.
  for (const std::string name : {"torus", "dragonfly", "HyperX", "dragonfly+"}) {
    const auto direct = named(name, 16);
    const Topology whole = build_topology(direct.node, direct.nodes, direct.fabric);
    const Topology broken = damaged(direct, {.links = {{whole.cables[2].name, 6, 0}}});
    const Routing routes = make_routing(broken);
    for (std::uint32_t to = 1; to < broken.chips; to += 7) {
      if (to / 8 == 0) continue;
      CHECK_NOTHROW(find_route(routes, 0, to, way));
      for (const Hop& hop : way.hops) CHECK(routes.link_capacity[hop.link].base() > 0);
    }
  }
}

TEST_CASE("a plane of four that is down takes a quarter of everything") {
  const auto machine = named("four planes", 16);
  const Routing whole = make_routing(damaged(machine, {}));
  const Routing three = make_routing(damaged(machine, {.planes_down = 1}));
  for (const TrunkKind kind : {TrunkKind::nic_up, TrunkKind::nic_down, TrunkKind::leaf_up, TrunkKind::leaf_down})
    CHECK(three.link_capacity[three.trunk(kind, 0)].base() ==
          doctest::Approx(0.75 * whole.link_capacity[whole.trunk(kind, 0)].base()));
}

TEST_CASE("damage that the fabric does not have is refused, with what it has") {
  const auto machine = named("fat tree", 16);
  const Topology t = build_topology(machine.node, machine.nodes, machine.fabric);
  const auto told = [&](const Damage& damage) {
    const Issues issues = check_damage(t, damage);
    REQUIRE(issues.size() == 1);
    return to_string(issues[0]);
  };
  CHECK(told({.links = {{"global", 1, 0}}}).find("use node-leaf, leaf-spine, spine-core") != std::string::npos);
  CHECK(told({.links = {{"node-leaf", 129, 0}}}).find("129 of 128 cables") != std::string::npos);
  CHECK(told({.switches = {{"router", 1}}}).find("use leaf, spine") != std::string::npos);
  CHECK(told({.slow_chips = {{129, 0.5}}}).find("129 of 128 chips") != std::string::npos);
  CHECK(told({.planes_down = 1}).find("1 of 1 planes") != std::string::npos);
}

TEST_CASE("stragglers are ranks of their own in the fold") {
  ParallelPlan p;
  p.tensor = 8;
  p.data = 4;
  const auto machine = named("fat tree", 16);
  const StepProgram program = examples::program(p);
  const auto speeds = chip_speeds({.slow_chips = {{2, 0.5}}}, 9, 128);
  CHECK(std::count(speeds.begin(), speeds.end(), 0.5) == 2);
  std::vector<double> one(128, 1.0);
  one[3] = 0.5;
  PlacedJob job{&program, {}};
  for (std::uint32_t chip = 0; chip < 32; ++chip) job.chips.push_back(chip);
  const Topology t = build_topology(machine.node, machine.nodes, machine.fabric);
  const Fold f = fold(make_traffic(std::span(&job, 1), t, 0, one));
  std::uint64_t slow = 0;
  for (const auto& cell : f.ranks) slow += cell.speed == 0.5 ? cell.ranks : 0;
  CHECK(slow == 1);
  CHECK(f.ranks.size() > 1);
}
