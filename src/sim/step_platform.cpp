#include "sim/step_platform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace gigaplan::sim {

namespace s4u = simgrid::s4u;

namespace {

std::vector<s4u::Link*> make_links(s4u::NetZone& zone, const network::Fold& fold) {
  std::vector<s4u::Link*> links;
  links.reserve(fold.links.size());
  for (std::size_t i = 0; i < fold.links.size(); ++i) {
    const double bandwidth = fold.links[i].capacity.base() / fold.links[i].divisor;
    links.push_back(zone.create_link(fmt::format("l{}", i), bandwidth)->set_latency(0)->seal());
  }
  return links;
}

/// A link that stands k times in a route weighs k times in the max-min solution of a Full zone.
std::vector<s4u::LinkInRoute> route_of(const network::Fold::FlowCell& flow, const std::vector<s4u::Link*>& links) {
  std::vector<s4u::LinkInRoute> route;
  for (const auto& hop : flow.hops) {
    route.insert(route.end(), hop.weight, s4u::LinkInRoute(links[hop.link_cell]));
  }
  if (route.empty()) {
    throw std::logic_error("a flow cell crosses no link that limits it");
  }
  return route;
}

std::vector<double> lone_rates(const network::Fold& fold) {
  std::vector<int> users(fold.links.size(), 0);
  for (const auto& flow : fold.flows) {
    for (const auto& hop : flow.hops) {
      ++users[hop.link_cell];
    }
  }
  std::vector<double> rates;
  for (const auto& flow : fold.flows) {
    double rate = is_pipeline(flow.group) ? 0 : std::numeric_limits<double>::infinity();
    for (const auto& hop : flow.hops) {
      const auto& link = fold.links[hop.link_cell];
      rate = users[hop.link_cell] > 1 ? 0 : std::min(rate, link.capacity.base() / (link.divisor * hop.weight));
    }
    rates.push_back(rate);
  }
  return rates;
}

}  // namespace

StepPlatform build_step_platform(const network::Fold& fold) {
  StepPlatform platform;
  auto* const root = s4u::create_empty_zone("gigafactory");

  auto* const chips = s4u::create_empty_zone("chips");
  chips->set_parent(root);
  for (std::size_t i = 0; i < fold.ranks.size(); ++i) {
    platform.chips.push_back(chips->create_host(fmt::format("c{}", i), 1.0)->seal());
  }
  chips->seal();

  // Routes belong to ordered pairs of hosts, so about the square root of the number of flow cells is enough of them.
  auto* const fabric = s4u::create_full_zone("fabric");
  fabric->set_parent(root);
  const auto links = make_links(*fabric, fold);
  std::vector<s4u::Host*> ends;
  while (ends.size() * (ends.empty() ? 0 : ends.size() - 1) < fold.flows.size()) {
    ends.push_back(fabric->create_host(fmt::format("e{}", ends.size()), 1.0)->seal());
  }
  std::size_t from = 0;
  std::size_t to = 0;
  for (const auto& flow : fold.flows) {
    do {
      to = (to + 1) % ends.size();
      from += to == 0 ? 1 : 0;
    } while (from == to);
    fabric->add_route(ends[from]->get_netpoint(), ends[to]->get_netpoint(), nullptr, nullptr, route_of(flow, links),
                      false);
    platform.wires.push_back({ends[from], ends[to]});
  }
  fabric->seal();
  root->seal();
  platform.links = links;
  platform.lone_rate = lone_rates(fold);
  return platform;
}

}  // namespace gigaplan::sim
