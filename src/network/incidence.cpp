// What touches what?
#include "network/incidence.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "network/presolve.hpp"

namespace gigaplan::network {
namespace {

using Edge = Incidence::Edge;

constexpr std::uint32_t none = Traffic::none;
constexpr std::uint32_t heaviest = (1u << 24) - 1;  // Edge::weight

Edge make_edge(std::uint32_t object, std::uint32_t role, std::uint32_t weight) {
  Edge edge{object};
  edge.role = role & 0xffu;
  edge.weight = weight & heaviest;
  return edge;
}

/// What a link is in the graph.
struct Place {
  std::uint32_t object = none;  ///< a link of its own, or the rank that it is private to; none: dropped
  std::uint32_t role = Incidence::plain;
};

/// Joins the hops of one flow to objects: equal ones become one edge.
class Gather {
 public:
  Gather(const Traffic& traffic, const std::vector<Place>& places)
      : traffic_(traffic), places_(places), weight_(places.size(), 0) {}

  /// Calls edge(object, role, weight) for each object that the flow crosses; a rank once a private link.
  template <class Call>
  void operator()(std::uint32_t flow, Call call) {
    crossed_.clear();
    for (const Hop& hop : traffic_.hops_of(flow)) {
      const Place& place = places_[hop.link];
      if (place.object == none) continue;
      std::uint64_t& weight = weight_[hop.link];
      if (weight == 0) crossed_.push_back(hop.link);
      weight += hop.weight;
    }
    for (const std::uint32_t link : crossed_) {
      const std::uint64_t weight = std::exchange(weight_[link], 0);
      if (weight > heaviest) throw std::length_error("a collective crosses one link too often");
      call(places_[link].object, places_[link].role, static_cast<std::uint32_t>(weight));
    }
  }

 private:
  const Traffic& traffic_;
  const std::vector<Place>& places_;
  std::vector<std::uint64_t> weight_;   ///< by link, of the flow being joined
  std::vector<std::uint32_t> crossed_;  ///< links with a weight
};

/// Calls edge(a, b, role, weight) for every edge of the graph.
template <class Call>
void for_each_edge(const Traffic& traffic, const Incidence& graph, Gather& gather, Call call) {
  for (std::uint32_t g = 0; g < graph.groups; ++g)
    for (const std::uint32_t rank : traffic.members_of(g)) call(rank, graph.first_group() + g, Incidence::plain, 1u);
  for (std::uint32_t f = 0; f < graph.flows; ++f) {
    const Traffic::Flow& flow = traffic.flows[f];
    const std::uint32_t object = graph.first_flow() + f;
    if (flow.instance != none) {
      call(graph.first_group() + flow.instance, object, Incidence::plain, 1u);
    } else {
      call(flow.source, object, Incidence::plain, 1u);
      call(flow.destination, object, Incidence::destination, 1u);
    }
    gather(f, [&](std::uint32_t crossed, std::uint32_t role, std::uint32_t weight) {
      call(crossed, object, role, weight);
    });
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

void set_seeds(const Traffic& traffic, Incidence& graph) {
  graph.seed.reserve(graph.objects());
  Seeds<std::tuple<std::uint32_t, std::uint32_t, double>> ranks(0);
  const std::vector<std::uint32_t> signature = private_signatures(traffic, graph);
  for (std::uint32_t rank = 0; rank < graph.ranks; ++rank) {
    const double speed = traffic.rank_speed.empty() ? 1 : traffic.rank_speed[rank];
    graph.seed.push_back(ranks({traffic.rank_stage[rank], signature[rank], speed}));
  }
  std::uint32_t next = ranks.next();
  for (const Group group : traffic.groups) graph.seed.push_back(next + static_cast<std::uint32_t>(group));
  next += group_count;
  for (const Traffic::Flow& flow : traffic.flows) graph.seed.push_back(next + flow.flow_class);
  Seeds<LinkKey> links(next + static_cast<std::uint32_t>(traffic.classes.size()));
  for (const std::uint32_t link : graph.real_link) graph.seed.push_back(links(link_key(traffic, link)));
}

/// The rank whose messages alone cross a link, always whole and first, or `shared`, or `none` if nothing does.
constexpr std::uint32_t shared = none - 1;
std::vector<std::uint32_t> find_owners(const Traffic& traffic) {
  std::vector<std::uint32_t> owner(traffic.link_kind.size(), none);
  for (std::size_t m = 0; m < traffic.messages(); ++m) {
    const auto hops = traffic.hops_of_message(m);
    std::uint32_t& first = owner[hops.front().link];
    if (first != traffic.message_source[m]) first = first == none ? traffic.message_source[m] : shared;
    for (const Hop& hop : hops.subspan(1)) owner[hop.link] = shared;
  }
  return owner;
}

/// Numbers the links that may bind and says where each is in the graph.
std::vector<Place> place_links(const Traffic& traffic, Incidence& graph) {
  std::vector<Place> places(traffic.link_kind.size());
  const std::vector<std::uint8_t> keep = links_that_may_bind(traffic);
  const std::vector<std::uint32_t> owner = find_owners(traffic);
  std::vector<bool> taken(traffic.rank_stage.size() * traffic.link_names.size(), false);  // a private link of the kind
  for (std::uint32_t link = 0; link < keep.size(); ++link) {
    if (!keep[link]) continue;
    if (owner[link] != shared) {
      const std::size_t slot = owner[link] * traffic.link_names.size() + traffic.link_kind[link];
      if (!taken[slot]) {
        taken[slot] = true;
        graph.private_links.push_back({owner[link], link});
        places[link] = {owner[link], Incidence::first_private + traffic.link_kind[link]};
        continue;
      }
    }
    places[link].object = graph.first_link() + static_cast<std::uint32_t>(graph.real_link.size());
    graph.real_link.push_back(link);
  }
  graph.links = static_cast<std::uint32_t>(graph.real_link.size());
  graph.roles = Incidence::first_private + static_cast<std::uint32_t>(traffic.link_names.size());
  return places;
}

}  // namespace

Incidence join(const Traffic& traffic) {
  Incidence graph;
  graph.ranks = static_cast<std::uint32_t>(traffic.rank_stage.size());
  graph.groups = static_cast<std::uint32_t>(traffic.groups.size());
  graph.flows = static_cast<std::uint32_t>(traffic.flows.size());
  const std::vector<Place> places = place_links(traffic, graph);
  Gather gather(traffic, places);

  graph.offset.assign(graph.objects() + 1, 0);
  for_each_edge(traffic, graph, gather, [&](std::uint32_t a, std::uint32_t b, std::uint32_t, std::uint32_t) {
    ++graph.offset[a + 1];
    ++graph.offset[b + 1];
  });
  for (std::uint32_t i = 0; i < graph.objects(); ++i) graph.offset[i + 1] += graph.offset[i];
  graph.edges.resize(graph.offset.back());
  // Fill from the back of each row, so that no second array of places is needed: offsets end up where they belong.
  std::rotate(graph.offset.begin(), graph.offset.begin() + 1, graph.offset.end());
  for_each_edge(traffic, graph, gather,
                [&](std::uint32_t a, std::uint32_t b, std::uint32_t role, std::uint32_t weight) {
                  graph.edges[--graph.offset[a]] = make_edge(b, role, weight);
                  graph.edges[--graph.offset[b]] = make_edge(a, role, weight);
                });
  graph.offset.back() = static_cast<std::uint32_t>(graph.edges.size());
  set_seeds(traffic, graph);
  return graph;
}

}  // namespace gigaplan::network
