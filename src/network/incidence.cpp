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
    if (flow.instance != Traffic::no_instance) {
      edge(graph.first_group() + flow.instance, object, 0u);
    } else {
      edge(flow.destination, object, 1u);
    }
    for (const std::uint32_t link : traffic.links_of(f))
      if (link_object[link] != dropped) edge(link_object[link], object, 0u);
  }
}

/// Gives equal keys equal seeds, starting at `first`.
template <class Key>
class Seeds {
 public:
  explicit Seeds(std::uint32_t first) : first_(first) {}
  std::uint32_t operator()(const Key& key) {
    return seeds_.try_emplace(key, first_ + static_cast<std::uint32_t>(seeds_.size())).first->second;
  }
  [[nodiscard]] std::uint32_t next() const { return first_ + static_cast<std::uint32_t>(seeds_.size()); }

 private:
  std::uint32_t first_;
  std::map<Key, std::uint32_t> seeds_;
};

using LinkKey = std::pair<std::uint8_t, ByteRate>;  ///< kind, capacity

LinkKey link_key(const Traffic& traffic, std::uint32_t link) {
  return {traffic.link_kind[link], traffic.link_capacity[link]};
}

/// A number for what the private links of each rank are like, in order of links; 0 for none.
std::vector<std::uint32_t> private_signatures(const Traffic& traffic, const Incidence& graph) {
  Seeds<std::pair<std::uint32_t, LinkKey>> chain(1);  // what came before, and one link more
  std::vector<std::uint32_t> signature(graph.ranks, 0);
  for (const auto& [rank, link] : graph.private_links)
    signature[rank] = chain({signature[rank], link_key(traffic, link)});
  return signature;
}

void set_seeds(const Traffic& traffic, const std::vector<std::uint32_t>& link_object, Incidence& graph) {
  graph.seed.reserve(graph.objects());
  Seeds<std::pair<std::uint32_t, std::uint32_t>> ranks(0);
  const std::vector<std::uint32_t> signature = private_signatures(traffic, graph);
  for (std::uint32_t rank = 0; rank < graph.ranks; ++rank)
    graph.seed.push_back(ranks({traffic.rank_stage[rank], signature[rank]}));
  std::uint32_t next = ranks.next();
  for (const Group group : traffic.groups) graph.seed.push_back(next + static_cast<std::uint32_t>(group));
  next += group_count;
  const auto kinds = static_cast<std::uint32_t>(traffic.link_names.size()) + 1;
  for (std::uint32_t f = 0; f < graph.flows; ++f) {
    const std::uint32_t first = traffic.links_of(f).front();
    const std::uint32_t kind = link_object[first] == dropped ? traffic.link_kind[first] + 1u : 0u;
    graph.seed.push_back(next + traffic.flows[f].flow_class * kinds + kind);
  }
  Seeds<LinkKey> links(next + static_cast<std::uint32_t>(traffic.classes.size()) * kinds);
  for (const std::uint32_t link : graph.real_link) graph.seed.push_back(links(link_key(traffic, link)));
}

/// The rank that alone crosses a link, always first on the route, or `shared`, or `unused`; one a link.
constexpr std::uint32_t unused = ~0u, shared = ~0u - 1;
std::vector<std::uint32_t> find_owners(const Traffic& traffic) {
  std::vector<std::uint32_t> owner(traffic.link_kind.size(), unused);
  for (std::uint32_t f = 0; f < traffic.flows.size(); ++f) {
    const auto links = traffic.links_of(f);
    std::uint32_t& first = owner[links.front()];
    if (first != traffic.flows[f].source) first = first == unused ? traffic.flows[f].source : shared;
    for (const std::uint32_t link : links.subspan(1)) owner[link] = shared;
  }
  return owner;
}

/// Numbers the links that may bind; returns each one's object, `dropped` for the rest.
std::vector<std::uint32_t> number_links(const Traffic& traffic, Incidence& graph) {
  std::vector<std::uint32_t> link_object(traffic.link_kind.size(), dropped);
  const std::vector<std::uint8_t> keep = links_that_may_bind(traffic);
  const std::vector<std::uint32_t> owner = find_owners(traffic);
  for (std::uint32_t link = 0; link < keep.size(); ++link) {
    if (!keep[link]) continue;
    if (owner[link] != shared) {
      graph.private_links.push_back({owner[link], link});
      continue;
    }
    link_object[link] = graph.first_link() + static_cast<std::uint32_t>(graph.real_link.size());
    graph.real_link.push_back(link);
  }
  graph.links = static_cast<std::uint32_t>(graph.real_link.size());
  return link_object;
}

}  // namespace

Incidence join(const Traffic& traffic) {
  Incidence graph;
  graph.ranks = static_cast<std::uint32_t>(traffic.rank_stage.size());
  graph.groups = static_cast<std::uint32_t>(traffic.groups.size());
  graph.flows = static_cast<std::uint32_t>(traffic.flows.size());
  const std::vector<std::uint32_t> link_object = number_links(traffic, graph);

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
  set_seeds(traffic, link_object, graph);
  return graph;
}

}  // namespace gigaplan::network
