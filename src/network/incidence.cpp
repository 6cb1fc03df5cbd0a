// What touches what?
#include "network/incidence.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "network/presolve.hpp"

namespace gigaplan::network {
namespace {

constexpr std::uint32_t dropped = ~0u;

/// Calls edge(a, b, role) for every edge of the graph.
template <class Edge>
void for_each_edge(const Traffic& traffic, const Incidence& graph, const std::vector<std::uint32_t>& link_object,
                   Edge edge) {
  for (std::uint32_t g = 0; g < graph.groups; ++g)
    for (const std::uint32_t rank : traffic.members_of(g)) edge(rank, graph.first_group() + g, 0u);
  for (std::uint32_t f = 0; f < graph.flows; ++f) {
    const Traffic::Flow& flow = traffic.flows[f];
    const std::uint32_t object = graph.first_flow() + f;
    edge(flow.source, object, 0u);
    if (flow.instance != Traffic::no_instance)
      edge(graph.first_group() + flow.instance, object, 0u);
    else
      edge(flow.destination, object, 1u);
    for (const std::uint32_t link : traffic.links_of(f))
      if (link_object[link] != dropped) edge(link_object[link], object, 0u);
  }
}

void set_seeds(const Traffic& traffic, Incidence& graph) {
  std::uint32_t next = 0;
  graph.seed.reserve(graph.objects());
  for (const std::uint32_t stage : traffic.rank_stage) {
    graph.seed.push_back(stage);
    next = std::max(next, stage + 1);
  }
  for (const Group group : traffic.groups) graph.seed.push_back(next + static_cast<std::uint32_t>(group));
  next += group_count;
  for (const Traffic::Flow& flow : traffic.flows) graph.seed.push_back(next + flow.flow_class);
  next += static_cast<std::uint32_t>(traffic.classes.size());
  std::map<std::pair<std::uint8_t, ByteRate>, std::uint32_t> link_seeds;
  for (const std::uint32_t link : graph.real_link) {
    const auto size = static_cast<std::uint32_t>(link_seeds.size());
    const auto seed = link_seeds.try_emplace({traffic.link_kind[link], traffic.link_capacity[link]}, size);
    graph.seed.push_back(next + seed.first->second);
  }
}

}  // namespace

Incidence join(const Traffic& traffic) {
  Incidence graph;
  graph.ranks = static_cast<std::uint32_t>(traffic.rank_stage.size());
  graph.groups = static_cast<std::uint32_t>(traffic.groups.size());
  graph.flows = static_cast<std::uint32_t>(traffic.flows.size());

  std::vector<std::uint32_t> link_object(traffic.link_kind.size(), dropped);
  const std::vector<std::uint8_t> keep = links_that_may_bind(traffic);
  for (std::uint32_t link = 0; link < keep.size(); ++link)
    if (keep[link]) {
      link_object[link] = graph.first_link() + static_cast<std::uint32_t>(graph.real_link.size());
      graph.real_link.push_back(link);
    }
  graph.links = static_cast<std::uint32_t>(graph.real_link.size());

  graph.offset.assign(graph.objects() + 1, 0);
  for_each_edge(traffic, graph, link_object, [&](std::uint32_t a, std::uint32_t b, std::uint32_t) {
    ++graph.offset[a + 1];
    ++graph.offset[b + 1];
  });
  for (std::uint32_t i = 0; i < graph.objects(); ++i) graph.offset[i + 1] += graph.offset[i];
  graph.neighbours.resize(graph.offset.back());
  // Fill from the back of each row, so that no second array of places is needed: offsets end up where they belong.
  std::rotate(graph.offset.begin(), graph.offset.begin() + 1, graph.offset.end());
  for_each_edge(traffic, graph, link_object, [&](std::uint32_t a, std::uint32_t b, std::uint32_t role) {
    graph.neighbours[--graph.offset[a]] = 2 * b + role;
    graph.neighbours[--graph.offset[b]] = 2 * a + role;
  });
  graph.offset.back() = static_cast<std::uint32_t>(graph.neighbours.size());
  set_seeds(traffic, graph);
  return graph;
}

}  // namespace gigaplan::network
