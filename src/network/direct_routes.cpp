// How do messages cross a dragonfly or a torus?
#include <algorithm>
#include <array>
#include <utility>

#include "network/fabric_routes.hpp"

namespace gigaplan::network {
namespace {

/// Hops over the same link become one, in the order of links.
void merge(std::vector<Hop>& hops, std::size_t first) {
  const auto begin = hops.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, hops.end(), [](const Hop& a, const Hop& b) { return a.link < b.link; });
  auto kept = begin;
  for (auto hop = begin; hop != hops.end(); ++hop) {
    if (hop != begin && kept->link == hop->link) {
      kept->weight += hop->weight;
    } else {
      if (hop != begin) ++kept;
      *kept = *hop;
    }
  }
  if (begin != hops.end()) hops.erase(kept + 1, hops.end());
}

}  // namespace

void DragonflyRoutes::cross(std::uint32_t from, std::uint32_t to, std::uint32_t weight, std::vector<Hop>& hops) const {
  if (from != to) hops.push_back({graph.link(from, to), weight});
}

/// `weight` over each cable from one group to another.
void DragonflyRoutes::cross_groups(std::uint32_t a, std::uint32_t b, std::uint32_t weight,
                                   std::vector<Hop>& hops) const {
  for (std::uint32_t j = 0; j < shape.cables_per_pair; ++j)
    cross(router(a, shape.gateway(a, b, j)), router(b, shape.gateway(b, a, j)), weight, hops);
}

/// `weight` from a router to where each cable towards group b begins.
void DragonflyRoutes::to_gateways(std::uint32_t from, std::uint32_t b, std::uint32_t weight,
                                  std::vector<Hop>& hops) const {
  const std::uint32_t a = from / shape.leaves_per_group;
  for (std::uint32_t j = 0; j < shape.cables_per_pair; ++j)
    cross(from, router(a, shape.gateway(a, b, j)), weight, hops);
}

/// `weight` from where each cable from group a ends to a router.
void DragonflyRoutes::from_gateways(std::uint32_t a, std::uint32_t to, std::uint32_t weight,
                                    std::vector<Hop>& hops) const {
  const std::uint32_t b = to / shape.leaves_per_group;
  for (std::uint32_t j = 0; j < shape.cables_per_pair; ++j) cross(router(b, shape.gateway(b, a, j)), to, weight, hops);
}

/// From a's cables to the middle group over that group to its cables to b: every cable in to every cable out.
void DragonflyRoutes::detour(std::uint32_t a, std::uint32_t middle, std::uint32_t b, std::vector<Hop>& hops) const {
  cross_groups(a, middle, shape.cables_per_pair, hops);
  for (std::uint32_t in = 0; in < shape.cables_per_pair; ++in)
    to_gateways(router(middle, shape.gateway(middle, a, in)), b, 1, hops);
  cross_groups(middle, b, shape.cables_per_pair, hops);
}

void DragonflyRoutes::route(const LeafPair& pair, std::vector<Hop>& hops) const {
  const std::uint32_t a = pair.from_leaf / shape.leaves_per_group, b = pair.to_leaf / shape.leaves_per_group;
  if (a == b) return cross(pair.from_leaf, pair.to_leaf, whole, hops);
  const std::size_t first = hops.size();
  if (!valiant || shape.groups < 3) {
    const std::uint32_t part = whole / shape.cables_per_pair;
    to_gateways(pair.from_leaf, b, part, hops);
    cross_groups(a, b, part, hops);
    from_gateways(a, pair.to_leaf, part, hops);
  } else {
    for (std::uint32_t middle = 0; middle < shape.groups; ++middle) {
      if (middle == a || middle == b) continue;
      to_gateways(pair.from_leaf, middle, shape.cables_per_pair, hops);
      detour(a, middle, b, hops);
      from_gateways(middle, pair.to_leaf, shape.cables_per_pair, hops);
    }
  }
  merge(hops, first);
}

DragonflyRoutes find_dragonfly_routes(SwitchGraph graph, const GroupShape& shape, bool valiant) {
  DragonflyRoutes routes;
  routes.graph = std::move(graph);
  routes.shape = shape;
  routes.valiant = valiant;
  const std::uint32_t cables = std::max(1u, shape.cables_per_pair);
  routes.whole = valiant && shape.groups > 2 ? (shape.groups - 2) * cables * cables : cables;
  return routes;
}

void TorusRoutes::route(const LeafPair& pair, std::vector<Hop>& hops) const {
  const auto x = static_cast<std::uint32_t>(lattice.x), y = static_cast<std::uint32_t>(lattice.y),
             z = static_cast<std::uint32_t>(lattice.z);
  const std::array<std::uint32_t, 3> size = {x, y, z}, stride = {1, x, x * y};
  std::uint32_t at = pair.from_leaf;
  for (std::size_t d = 0; d < 3; ++d) {
    const std::uint32_t from = at / stride[d] % size[d], to = pair.to_leaf / stride[d] % size[d];
    const std::uint32_t up = (to + size[d] - from) % size[d], down = (from + size[d] - to) % size[d];
    const auto walk = [&](std::uint32_t steps, std::uint32_t direction, std::uint32_t weight) {
      std::uint32_t here = from;
      for (std::uint32_t i = 0; i < steps; ++i) {
        const std::uint32_t next = (here + direction) % size[d];
        hops.push_back(
            {graph.link(at - from * stride[d] + here * stride[d], at - from * stride[d] + next * stride[d]), weight});
        here = next;
      }
    };
    const bool both = up == down && size[d] > 2;
    if (up <= down) walk(up, 1, both ? whole / 2 : whole);
    if (up > down || both) walk(down, size[d] - 1, both ? whole / 2 : whole);
    at = at - from * stride[d] + to * stride[d];
  }
}

TorusRoutes find_torus_routes(SwitchGraph graph, const Lattice& lattice) {
  TorusRoutes routes;
  routes.graph = std::move(graph);
  routes.lattice = lattice;
  const auto halves = [](int size) { return size > 2 && size % 2 == 0; };
  routes.whole = halves(lattice.x) || halves(lattice.y) || halves(lattice.z) ? 2 : 1;
  return routes;
}

}  // namespace gigaplan::network
