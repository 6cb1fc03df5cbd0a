// Which links does a message cross?
#include "network/routing.hpp"

#include <variant>

#include "network/damage.hpp"

namespace gigaplan::network {
namespace {

struct NicPair {
  std::uint32_t up, down;
};

/// The NICs over which a message leaves and arrives: the chips' own, or others of their nodes if those are down. If
/// rails have trees of their own, both on one rail: the receiver's, or the next on which neither is down.
NicPair nics_to_use(const Routing& r, std::uint32_t from, std::uint32_t to) {
  const std::uint32_t own = r.nic_of_chip[from], other = r.nic_of_chip[to], n = r.nics_per_node;
  if (r.rail_trees < 2) return {r.nic_in_use(own), r.nic_in_use(other)};
  for (std::uint32_t k = 0; k < n; ++k) {
    const std::uint32_t rail = (other + k) % n;
    const NicPair pair{own / n * n + rail, other / n * n + rail};
    if (r.nic_in_use(pair.up) == pair.up && r.nic_in_use(pair.down) == pair.down) return pair;
  }
  throw Unreachable("the damage leaves two nodes without a rail in common");
}

}  // namespace

void require_intact(const Routing& r, std::uint32_t link) {
  if (!(r.link_capacity[link].base() > 0))
    throw Unreachable("the damage cuts off a part of the cluster: a link that there is no way round is down");
}

std::uint32_t TreeTrunks::route(const LeafPair& pair, std::vector<Hop>& hops) const {
  const std::uint32_t up = pod_of_leaf[pair.from_leaf], down = pod_of_leaf[pair.to_leaf];
  hops.push_back({first_leaf_up + pair.from_leaf, 1});
  if (up != down) {
    hops.push_back({first_pod_up + up, 1});
    hops.push_back({first_pod_down + down, 1});
  }
  hops.push_back({first_leaf_down + pair.to_leaf, 1});
  return up == down ? 3 : 5;
}

void find_route(const Routing& r, std::uint32_t from, std::uint32_t to, Route& route) {
  route.hops.clear();
  route.switches = 0;
  route.relays = 0;
  const auto cross = [&](TrunkKind kind, std::uint32_t index) {
    route.hops.push_back({r.trunk(kind, index), r.whole});
  };
  route.local = r.domain_of_chip[from] == r.domain_of_chip[to];
  if (route.local) {
    cross(TrunkKind::scale_up_up, from);
    cross(TrunkKind::scale_up_down, to);
    return;
  }
  const auto [up, down] = nics_to_use(r, from, to);
  if (up != r.nic_of_chip[from]) {
    cross(TrunkKind::scale_up_up, from);
    cross(TrunkKind::scale_up_down, up * r.chips_per_nic);
    ++route.relays;
  }
  require_intact(r, r.trunk(TrunkKind::nic_up, up));
  require_intact(r, r.trunk(TrunkKind::nic_down, down));
  const LeafPair pair{r.leaf_of_nic[up], r.leaf_of_nic[down], up, down};
  cross(TrunkKind::nic_up, up);
  route.switches = r.whole;
  if (pair.from_leaf != pair.to_leaf) {
    const std::size_t before = route.hops.size();
    if (const auto* trunks = std::get_if<TreeTrunks>(&r.fabric)) {
      route.switches = trunks->route(pair, route.hops);
      for (std::size_t i = before; i < route.hops.size(); ++i) require_intact(r, route.hops[i].link);
    } else {
      std::visit([&](const auto& routes) { static_cast<void>(routes.route(pair, route.hops)); }, r.fabric);
      for (std::size_t i = before; i < route.hops.size(); ++i) route.switches += route.hops[i].weight;
    }
  }
  cross(TrunkKind::nic_down, down);
  if (down == r.nic_of_chip[to]) return;
  cross(TrunkKind::scale_up_up, down * r.chips_per_nic);
  cross(TrunkKind::scale_up_down, to);
  ++route.relays;
}

Time step_latency(const Routing& routing, const Route& route) {
  if (route.local) return routing.domain_step;
  return routing.nic_step + routing.domain_step * static_cast<double>(route.relays) +
         routing.switch_step * (static_cast<double>(route.switches) / routing.whole);
}

}  // namespace gigaplan::network
