// How far apart are the ends of a fabric, and how much passes through its middle?
#include "network/facts.hpp"

#include <algorithm>
#include <array>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <boost/range/iterator_range.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "network/switch_graph.hpp"

namespace gigaplan::network {
namespace {

constexpr std::size_t most_bundles = 400'000;

SwitchGraph intact_switches(const Topology& t) {
  SwitchGraph graph;
  graph.offset.push_back(0);
  for (std::uint32_t v = t.first_leaf(); v < t.vertices(); ++v) {
    for (const auto arc : boost::make_iterator_range(boost::out_edges(v, t.graph))) {
      const auto to = static_cast<std::uint32_t>(boost::target(arc, t.graph));
      if (to >= t.first_leaf() && t.graph[arc].intact > 0)
        graph.links.push_back({to - t.first_leaf(), 0, t.graph[arc].multiplicity});
    }
    graph.offset.push_back(static_cast<std::uint32_t>(graph.links.size()));
  }
  return graph;
}

// The graph that Boost's maximum flow asks for: every arc with its reverse.
using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using FlowGraph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, long,
                    boost::property<boost::edge_residual_capacity_t, long,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor>>>>;

void add_arc(FlowGraph& graph, std::size_t from, std::size_t to, long capacity) {
  if (capacity <= 0) return;
  const auto arc = boost::add_edge(from, to, graph).first, back = boost::add_edge(to, from, graph).first;
  boost::put(boost::edge_capacity, graph, arc, capacity);
  boost::put(boost::edge_capacity, graph, back, 0L);
  boost::put(boost::edge_reverse, graph, arc, back);
  boost::put(boost::edge_reverse, graph, back, arc);
}

long megabits(const Arc& arc) {
  return std::lround(arc.bandwidth.in(unit::gigabit_per_second)*1e3 * arc.multiplicity * arc.intact);
}

}  // namespace

int diameter(const Topology& t) {
  const SwitchGraph graph = intact_switches(t);
  int most = t.nics > 1 && t.leaves > 0 ? 1 : 0;
  const std::uint32_t step = std::max(1u, t.leaves / 64);
  for (std::uint32_t leaf = 0; leaf < t.leaves; leaf += step) {
    const auto hops = hops_to(graph, leaf);
    for (std::uint32_t other = 0; other < t.leaves; ++other)
      if (hops[other] != unreachable) most = std::max(most, hops[other] + 1);
  }
  return most;
}

std::optional<ByteRate> bisection(const Topology& t) {
  const std::size_t switches = t.switches();
  FlowGraph graph(switches + 2);
  std::vector<std::array<long, 2>> ends(switches, {0, 0});  // of each switch: its NICs of either half
  std::size_t bundles = 0;
  const std::uint32_t half =
      t.nics / 2 / static_cast<std::uint32_t>(t.nic.per_node) * static_cast<std::uint32_t>(t.nic.per_node);
  for (std::uint32_t s = 0; s < switches; ++s) {
    for (const auto arc : boost::make_iterator_range(boost::out_edges(t.first_leaf() + s, t.graph))) {
      const auto to = static_cast<std::uint32_t>(boost::target(arc, t.graph));
      if (to < t.first_leaf()) {
        ends[s][to - t.first_nic() < half ? 0 : 1] += megabits(t.graph[arc]);
      } else {
        if (++bundles > most_bundles) return std::nullopt;
        add_arc(graph, s, to - t.first_leaf(), megabits(t.graph[arc]));
      }
    }
  }
  for (std::size_t s = 0; s < switches; ++s) {
    add_arc(graph, switches, s, ends[s][0]);
    add_arc(graph, s, switches + 1, ends[s][1]);
  }
  const long flow = boost::push_relabel_max_flow(graph, switches, switches + 1);
  return unit::gigabit_per_second * (static_cast<double>(flow) / 1e3) * t.nic.efficiency;
}

FabricFacts fabric_facts(const Topology& t, BillOfMaterials bill) {
  FabricFacts facts;
  facts.topology = topology_names.at(static_cast<std::size_t>(t.kind));
  facts.routing = routing_names.at(static_cast<std::size_t>(t.routing));
  facts.chips = t.chips;
  facts.nics = t.nics;
  facts.tiers = 1 + (t.spines > 0 ? 1 : 0) + (t.cores > 0 ? 1 : 0);
  facts.diameter = diameter(t);
  facts.injection = t.nic.bandwidth * t.nic.efficiency * static_cast<double>(t.nics);
  facts.bisection = bisection(t);
  facts.bill = std::move(bill);
  return facts;
}

}  // namespace gigaplan::network
