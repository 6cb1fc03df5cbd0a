// Which links lead from one switch to others?
#include "network/switch_graph.hpp"

#include <algorithm>
#include <stdexcept>

namespace gigaplan::network {

std::uint32_t SwitchGraph::link(std::uint32_t at, std::uint32_t to) const {
  const auto row = from(at);
  const auto found = std::ranges::lower_bound(row, to, {}, &Link::to);
  if (found == row.end() || found->to != to) throw std::logic_error("a route asks for a link that is not there");
  return found->link;
}

std::vector<std::uint16_t> hops_to(const SwitchGraph& graph, std::uint32_t to) {
  std::vector<std::uint16_t> hops(graph.switches(), unreachable);
  std::vector<std::uint32_t> queue = {to};
  queue.reserve(graph.switches());
  hops[to] = 0;
  for (std::size_t next = 0; next < queue.size(); ++next) {
    for (const SwitchGraph::Link& link : graph.from(queue[next])) {
      if (hops[link.to] != unreachable) continue;
      hops[link.to] = static_cast<std::uint16_t>(hops[queue[next]] + 1);
      queue.push_back(link.to);
    }
  }
  return hops;
}

}  // namespace gigaplan::network
