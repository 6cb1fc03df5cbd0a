// How do messages spread over the shortest paths of a graph?
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <utility>

#include "base/random.hpp"
#include "network/damage.hpp"
#include "network/fabric_routes.hpp"

namespace gigaplan::network {
namespace {

constexpr std::uint32_t largest_whole = 5040;

std::uint64_t mix_next(std::uint64_t x) {
  return mix_bits(x + golden_gamma);
}

/// Cables that lead from `at` one hop nearer to `to`.
template <class Call>
std::uint32_t for_each_next(const ShortestPaths& paths, std::uint32_t at, std::uint32_t to, Call call) {
  const std::uint32_t distance = paths.distance(at, to);
  std::uint32_t cables = 0;
  for (const SwitchGraph::Link& link : paths.graph.from(at)) {
    if (paths.distance(link.to, to) + 1 != distance) continue;
    call(link);
    cables += link.cables;
  }
  return cables;
}

std::uint32_t count_next(const ShortestPaths& paths, std::uint32_t at, std::uint32_t to) {
  return for_each_next(paths, at, to, [](const SwitchGraph::Link&) {});
}

/// Sends `whole` units on, an even part over each next cable; what does not divide goes to the first ones in turn.
void spray(const ShortestPaths& paths, const LeafPair& pair, std::vector<Hop>& hops) {
  std::map<std::uint32_t, std::uint32_t> here = {{pair.from_leaf, paths.whole}}, next;
  while (here.begin()->first != pair.to_leaf || here.size() > 1) {
    for (const auto& [at, units] : here) {
      const std::uint32_t cables = count_next(paths, at, pair.to_leaf);
      std::uint32_t passed = 0, sent = 0;
      for_each_next(paths, at, pair.to_leaf, [&, units = units](const SwitchGraph::Link& link) {
        passed += link.cables;
        const auto part = static_cast<std::uint32_t>(std::uint64_t{units} * passed / cables) - sent;
        sent += part;
        if (part == 0) return;
        hops.push_back({link.link, part});
        next[link.to] += part;
      });
    }
    here = std::exchange(next, {});
  }
}

/// One cable at each switch.
void follow(const ShortestPaths& paths, const LeafPair& pair, std::vector<Hop>& hops) {
  std::uint64_t digits = pair.to_nic;
  for (std::uint32_t at = pair.from_leaf; at != pair.to_leaf;) {
    const std::uint32_t cables = count_next(paths, at, pair.to_leaf);
    std::uint64_t choice = digits % cables;
    if (paths.kind == RoutingKind::d_mod_k) {
      digits /= cables;
    } else {
      choice = mix_next(mix_next(mix_next(paths.seed ^ mix_next(at)) + pair.from_nic) + pair.to_nic) % cables;
    }
    std::uint32_t to = at;
    std::uint64_t passed = 0;
    for_each_next(paths, at, pair.to_leaf, [&](const SwitchGraph::Link& link) {
      if (choice >= passed && choice < passed + link.cables) {
        hops.push_back({link.link, paths.whole});
        to = link.to;
      }
      passed += link.cables;
    });
    at = to;
  }
}

/// The product of lcm(splits) over the most splits on a way, over some destinations.
std::uint32_t even_whole(const ShortestPaths& paths) {
  std::uint64_t split = 1;
  std::uint32_t most = 0;
  const std::uint32_t step = std::max(1u, paths.leaves / 32);
  for (std::uint32_t to = 0; to < paths.leaves; to += step) {
    std::vector<std::uint32_t> order(paths.graph.switches()), splits(order.size(), 0);
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order, {}, [&](std::uint32_t at) { return paths.distance(at, to); });
    for (const std::uint32_t at : order) {
      if (at == to || paths.distance(at, to) == unreachable) continue;
      std::uint32_t beyond = 0;
      const std::uint32_t cables = for_each_next(
          paths, at, to, [&](const SwitchGraph::Link& link) { beyond = std::max(beyond, splits[link.to]); });
      splits[at] = beyond + (cables > 1 ? 1 : 0);
      if (at >= paths.leaves) continue;  // messages start at leaves
      most = std::max(most, splits[at]);
    }
    for (const std::uint32_t at : order) {
      if (at == to || paths.distance(at, to) == unreachable) continue;
      split = std::min<std::uint64_t>(std::lcm(split, count_next(paths, at, to)), largest_whole + 1);
    }
  }
  std::uint64_t whole = 1;
  for (std::uint32_t i = 0; i < most && whole <= largest_whole; ++i) whole *= split;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(whole, largest_whole));
}

}  // namespace

std::uint32_t ShortestPaths::distance(std::uint32_t at, std::uint32_t to) const {
  if (hyperx.switches() <= 1) return hops[std::size_t{to} * graph.switches() + at];
  const auto x = static_cast<std::uint32_t>(hyperx.x), y = static_cast<std::uint32_t>(hyperx.y);
  return (at % x != to % x ? 1u : 0u) + (at / x % y != to / x % y ? 1u : 0u) + (at / x / y != to / x / y ? 1u : 0u);
}

void ShortestPaths::route(const LeafPair& pair, std::vector<Hop>& out) const {
  if (distance(pair.from_leaf, pair.to_leaf) == unreachable)
    throw Unreachable("the damage cuts off a part of the cluster: no way is left between two of its switches");
  kind == RoutingKind::adaptive ? spray(*this, pair, out) : follow(*this, pair, out);
}

ShortestPaths find_shortest_paths(SwitchGraph graph, std::uint32_t leaves, RoutingKind kind, std::uint64_t seed,
                                  const Lattice* hyperx) {
  ShortestPaths paths;
  paths.graph = std::move(graph);
  paths.kind = kind;
  paths.seed = seed;
  paths.leaves = leaves;
  if (hyperx != nullptr) {
    paths.hyperx = *hyperx;
    const int dimensions = (hyperx->x > 1 ? 1 : 0) + (hyperx->y > 1 ? 1 : 0) + (hyperx->z > 1 ? 1 : 0);
    constexpr std::array<std::uint32_t, 4> orders = {1, 1, 2, 6};  // in which to cross them
    if (kind == RoutingKind::adaptive) paths.whole = orders.at(static_cast<std::size_t>(dimensions));
    return paths;
  }
  paths.hops.reserve(std::size_t{leaves} * paths.graph.switches());
  for (std::uint32_t to = 0; to < leaves; ++to) {
    const auto hops = hops_to(paths.graph, to);
    paths.hops.insert(paths.hops.end(), hops.begin(), hops.end());
  }
  if (kind == RoutingKind::adaptive) paths.whole = even_whole(paths);
  return paths;
}

}  // namespace gigaplan::network
