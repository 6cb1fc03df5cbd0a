// Does SimGrid read the platforms that we write, and find the routes and times in them that we mean?
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <set>
#include <simgrid/s4u.hpp>
#include <string>
#include <utility>
#include <vector>

#include "../network/topologies.hpp"
#include "io/simgrid_platform.hpp"
#include "network/routing.hpp"
#include "network/switch_graph.hpp"
#include "network/topology.hpp"
#include "sim/child.hpp"
#include "sim/engine.hpp"
#include "sim/training_step.hpp"
#include "temporary.hpp"

namespace gigaplan::sim {
namespace {

namespace s4u = simgrid::s4u;
using network::Routing;
using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

constexpr double bytes = 1e9;

Scenario scenario_of(const network::examples::Machine& machine) {
  Scenario scenario;
  scenario.name = "A <test> -- of \"" + machine.name + "\" & co -";
  scenario.cluster = {.node = machine.node, .nodes = machine.nodes, .fabric = machine.fabric, .provenance = {}};
  scenario.cluster.node.chip.peak.bf16 = OperationRate(1e15);
  return scenario;
}

Routing routing_of(const Scenario& s) {
  return network::make_routing(build_cluster(s), s.seed);
}

struct Loaded {
  double hosts = 0, speed = 0;
  double unused_links = 0;      ///< that no route crosses, over all pairs of hosts (if asked to look)
  std::vector<double> times_s;  ///< of one message for each pair, one after the other
};

s4u::Host* chip(std::uint32_t index) {
  return s4u::Host::by_name("chip-" + std::to_string(index));
}

double count_unused_links(const s4u::Engine& engine) {
  std::set<const s4u::Link*> used;
  for (const auto* from : engine.get_all_hosts()) {
    for (const auto* to : engine.get_all_hosts()) {
      std::vector<s4u::Link*> links;
      double latency = 0;
      if (from != to) from->route_to(to, links, &latency);
      used.insert(links.begin(), links.end());
    }
  }
  return static_cast<double>(std::ranges::count_if(engine.get_all_links(), [&](const auto* link) {
    return !used.contains(link) && link->get_name() != "__loopback__";
  }));
}

Loaded load(const Scenario& scenario, const Routing& routing, const Pairs& pairs, bool look_at_links) {
  const temporary::Folder folder;
  const auto file = folder.path() / "platform.xml";
  std::ofstream out(file);
  io::write_simgrid_platform(out, scenario, routing, {.gigaplan = "0--", .simgrid = "", .model_settings = {}});
  out.close();
  const auto numbers = run_in_child([&](const auto&) {
    auto& engine = start_engine(1e-12);
    engine.load_platform(file.string());
    engine.seal_platform();
    std::vector<double> found = {static_cast<double>(engine.get_host_count()), chip(0)->get_speed(),
                                 look_at_links ? count_unused_links(engine) : 0};
    s4u::Actor::create("sender", chip(0), [&] {
      for (const auto& [from, to] : pairs) {
        const double before_s = s4u::Engine::get_clock();
        s4u::Comm::sendto(chip(from), chip(to), static_cast<std::uint64_t>(bytes));
        found.push_back(s4u::Engine::get_clock() - before_s);
      }
    });
    engine.run();
    return found;
  });
  return {numbers[0], numbers[1], numbers[2], {numbers.begin() + 3, numbers.end()}};
}

/// Random ones, and all that leave chip 0 and stay near it.
Pairs some_pairs(std::uint32_t chips) {
  Pairs pairs;
  for (std::uint32_t to = 1; to < 20; ++to) pairs.emplace_back(0, to);
  std::mt19937 random(7);
  while (pairs.size() < 80) {
    const auto from = static_cast<std::uint32_t>(random() % chips), to = static_cast<std::uint32_t>(random() % chips);
    if (from != to) pairs.emplace_back(from, to);
  }
  return pairs;
}

/// Bytes over what the slowest link leaves, and the latency of a message: what routing says.
double expected_s(const Routing& routing, std::uint32_t from, std::uint32_t to) {
  network::Route route;
  network::find_route(routing, from, to, route);
  double rate = 1e300;
  for (const auto& hop : route.hops)
    rate = std::min(rate, routing.link_capacity[hop.link].base() * routing.whole / hop.weight);
  return bytes / rate + network::step_latency(routing, route).base();
}

/// Where a message takes one shortest path instead: all links between switches are at least as fast as a NIC here, so
/// that it takes 1e9 B / 45e9 B/s (400 Gbit/s · 0.9), 5 µs for the NICs and 0.3 µs for each switch.
double shortest_s(const Routing& routing, const network::SwitchGraph& graph, std::uint32_t from, std::uint32_t to) {
  if (routing.domain_of_chip[from] == routing.domain_of_chip[to]) return expected_s(routing, from, to);
  const auto hops = network::hops_to(graph, routing.leaf_of_nic[routing.nic_of_chip[to]]);
  return 1e9 / 45e9 + 5e-6 + 0.3e-6 * (1 + hops[routing.leaf_of_nic[routing.nic_of_chip[from]]]);
}

const network::SwitchGraph* graph_of(const Routing& routing) {
  return std::visit(
      [](const auto& routes) -> const network::SwitchGraph* {
        if constexpr (requires { routes.graph; }) {
          return &routes.graph;
        } else {
          return nullptr;
        }
      },
      routing.fabric);
}

}  // namespace

TEST_CASE("SimGrid loads every kind of fabric and times single messages as routing does") {
  for (const auto& machine : network::examples::machines(16)) {
    CAPTURE(machine.name);
    const auto scenario = scenario_of(machine);
    const auto routing = routing_of(scenario);
    REQUIRE(io::check_simgrid_platform(routing).empty());
    const auto* graph = graph_of(routing);
    const auto pairs = some_pairs(128);
    const auto loaded = load(scenario, routing, pairs, graph == nullptr);
    CHECK(loaded.hosts == 128);  // 16 nodes of 8
    CHECK(loaded.speed == 1e15);
    CHECK(loaded.unused_links == 0);
    REQUIRE(loaded.times_s.size() == pairs.size());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto [from, to] = pairs[i];
      CAPTURE(from);
      CAPTURE(to);
      const double expected = graph == nullptr ? expected_s(routing, from, to) : shortest_s(routing, *graph, from, to);
      CHECK(loaded.times_s[i] == doctest::Approx(expected).epsilon(1e-9));
    }
  }
}

TEST_CASE("a scale-up domain of several nodes, and chips that share a NIC") {
  network::examples::Machine machine{"racks", network::examples::node8(), 16, network::examples::fabric(3, 64, 4, 2)};
  machine.node.scale_up.domain_chips = 32;  // 4 nodes
  for (const int nics : {8, 4}) {
    machine.node.nics.per_node = nics;
    const auto scenario = scenario_of(machine);
    const auto routing = routing_of(scenario);
    const auto pairs = some_pairs(128);
    const auto loaded = load(scenario, routing, pairs, true);
    CHECK(loaded.unused_links == 0);
    // inside the domain: 1e9 B / (450e9 B/s · 0.8) + 2 µs, though chips 0 and 8 share a leaf
    CHECK(loaded.times_s[7] == doctest::Approx(1e9 / 360e9 + 2e-6).epsilon(1e-9));
    for (std::size_t i = 0; i < pairs.size(); ++i)
      CHECK(loaded.times_s[i] == doctest::Approx(expected_s(routing, pairs[i].first, pairs[i].second)).epsilon(1e-9));
  }
}

TEST_CASE("damage is in the platform: what is down is missing, what is weak is slow, chips without a NIC use another") {
  for (const auto& machine : network::examples::machines(16)) {
    const bool rails = machine.name == "rail-only";
    if (machine.name != "fat tree" && machine.name != "three tiers" && machine.name != "four planes" && !rails)
      continue;
    CAPTURE(machine.name);
    auto scenario = scenario_of(machine);
    scenario.cluster.damage.links = {{"node-leaf", rails ? 0 : 3, 0},
                                     {"node-leaf", 4, 0.5}};  // rail-only: else some pairs have no rail in common
    const auto routing = routing_of(scenario);
    const auto pairs = some_pairs(128);
    const auto loaded = load(scenario, routing, pairs, true);
    CHECK(loaded.unused_links == 0);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      CHECK(loaded.times_s[i] == doctest::Approx(expected_s(routing, pairs[i].first, pairs[i].second)).epsilon(1e-9));
  }
}

TEST_CASE("a message over a NIC at half its rate takes twice as long, and a slow chip has less speed") {
  const network::examples::Machine machine{"tree", network::examples::node8(), 16,
                                           network::examples::fabric(2, 256, 4)};
  auto scenario = scenario_of(machine);
  // From chip 0 to the same rail of node 8 (another leaf): 45 GB/s, 5 µs for NICs, 0.3 µs for each of 3 switches.
  const auto time_s = [&] { return load(scenario, routing_of(scenario), {{0, 64}}, false).times_s.front(); };
  CHECK(time_s() == doctest::Approx(1e9 / 45e9 + 5.9e-6).epsilon(1e-9));
  scenario.cluster.damage.links = {{"node-leaf", 128, 0.5}};  // all
  CHECK(time_s() == doctest::Approx(2e9 / 45e9 + 5.9e-6).epsilon(1e-9));
  scenario.cluster.damage = {.links = {}, .switches = {}, .slow_chips = {{128, 0.25}}, .planes_down = 0};
  CHECK(load(scenario, routing_of(scenario), {}, false).speed == 0.25e15);
}

TEST_CASE("SimGrid's shortest paths go round links that are down") {
  for (const auto& machine : network::examples::machines(16)) {
    if (machine.name != "torus" && machine.name != "dragonfly" && machine.name != "fat tree, ECMP") continue;
    CAPTURE(machine.name);
    auto scenario = scenario_of(machine);
    const auto between = build_cluster(scenario).cables[2].name;
    scenario.cluster.damage.links = {{between, 6, 0}};
    const auto routing = routing_of(scenario);
    const auto* graph = graph_of(routing);
    const auto pairs = some_pairs(128);
    const auto loaded = load(scenario, routing, pairs, false);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const auto [from, to] = pairs[i];
      CHECK(loaded.times_s[i] == doctest::Approx(shortest_s(routing, *graph, from, to)).epsilon(1e-9));
    }
  }
}

TEST_CASE("where SimGrid would have to search for paths among too many switches, it says so") {
  auto machine = network::examples::machines(1600)[5];  // 12,800 chips, none with a neighbour on its leaf
  REQUIRE(machine.name == "three tiers, D-mod-k");
  machine.fabric.switch_model.ports = 256;
  machine.fabric.spine_oversubscription = 1;
  const auto issues = io::check_simgrid_platform(routing_of(scenario_of(machine)));
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].message.find("more than the 12000") != std::string::npos);
}

}  // namespace gigaplan::sim
