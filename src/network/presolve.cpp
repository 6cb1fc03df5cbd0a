// Which links can never bind?
#include "network/presolve.hpp"

namespace gigaplan::network {
namespace {

constexpr double rounding = 1 + 1e-12;  // a trunk of 32 cables against the sum of 32 cables

/// Flows by link, but not on the first link of their route.
struct FlowsByLink {
  std::vector<std::uint32_t> offset, flows;

  explicit FlowsByLink(const Traffic& traffic) : offset(traffic.link_kind.size() + 1, 0) {
    for (std::size_t f = 0; f < traffic.flows.size(); ++f)
      for (const std::uint32_t link : traffic.links_of(f).subspan(1)) ++offset[link + 1];
    for (std::size_t link = 0; link + 1 < offset.size(); ++link) offset[link + 1] += offset[link];
    flows.resize(offset.back());
    std::vector<std::uint32_t> place(offset.begin(), offset.end() - 1);
    for (std::size_t f = 0; f < traffic.flows.size(); ++f) {
      for (const std::uint32_t link : traffic.links_of(f).subspan(1))
        flows[place[link]++] = static_cast<std::uint32_t>(f);
    }
  }
};

}  // namespace

std::vector<std::uint8_t> links_that_may_bind(const Traffic& traffic) {
  const std::size_t links = traffic.link_kind.size();
  std::vector<std::uint8_t> keep(links, 0);
  const FlowsByLink by_link(traffic);
  std::vector<std::uint32_t> seen(links, ~0u);

  /// Does Σ capacity of the distinct end links of the link's flows exceed its own?
  const auto exceeded = [&](std::uint32_t link, bool first) {
    const double limit = traffic.link_capacity[link].base() * rounding;
    double sum = 0;
    for (std::uint32_t i = by_link.offset[link]; i < by_link.offset[link + 1]; ++i) {
      const auto route = traffic.links_of(by_link.flows[i]);
      const std::uint32_t end = first ? route.front() : route.back();
      if (end == link) return true;  // it cannot vouch for itself
      if (seen[end] == link) continue;
      seen[end] = link;
      sum += traffic.link_capacity[end].base();
      if (sum > limit) return true;
    }
    return false;
  };
  for (std::uint32_t link = 0; link < links; ++link) {
    if (by_link.offset[link] == by_link.offset[link + 1]) continue;
    if (exceeded(link, true)) {
      // A fresh mark for the second pass: entries of the first are links' own ids.
      for (std::uint32_t i = by_link.offset[link]; i < by_link.offset[link + 1]; ++i)
        seen[traffic.links_of(by_link.flows[i]).back()] = ~0u;
      keep[link] = exceeded(link, false);
    }
  }
  for (std::size_t f = 0; f < traffic.flows.size(); ++f) keep[traffic.links_of(f).front()] = 1;
  return keep;
}

}  // namespace gigaplan::network
