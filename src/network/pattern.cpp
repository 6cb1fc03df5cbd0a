// Which flows does one collective make?
#include "network/pattern.hpp"

#include <algorithm>

namespace gigaplan::network {

void PatternWriter::write_group(std::uint32_t instance) {
  instance_ = instance;
  group_ = traffic_.groups[instance];
  const auto members = traffic_.members_of(instance);
  if (members.size() < 2) return;
  const bool even = members_per_domain(members) > 0;
  if (group_ == Group::expert) {
    even ? write_all_to_all(members) : write_all_pairs(members);
  } else {
    even ? write_ring(members) : write_plain_ring(members);
  }
}

void PatternWriter::write_message(Group group, std::uint32_t source, std::uint32_t destination) {
  if (source == destination) return;
  instance_ = Traffic::no_instance;
  const Route way = route(routing_, source, destination);
  add(flow_class(group, 1, step(way.reach)), source, destination, way);
}

/// 0 if not the same in all domains. Members ascend, and so do the domains of chips: a domain's members are neighbours.
std::uint32_t PatternWriter::members_per_domain(std::span<const std::uint32_t> members) const {
  const auto domain = [&](std::size_t i) { return routing_.domain_of_chip[members[i]]; };
  std::size_t r = 1;
  while (r < members.size() && domain(r) == domain(0)) ++r;
  if (members.size() % r != 0) return 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const bool starts = i % r == 0;
    if (i > 0 && starts == (domain(i) == domain(i - 1))) return 0;
  }
  return static_cast<std::uint32_t>(r);
}

Time PatternWriter::ring_latency(const std::array<std::uint32_t, reaches>& edges) const {
  Time sum;
  std::uint32_t count = 0;
  for (std::size_t reach = 0; reach < reaches; ++reach) {
    sum += routing_.step_latency[reach] * edges[reach];
    count += edges[reach];
  }
  return sum * (static_cast<double>(ring_steps(count)) / count);
}

void PatternWriter::write_ring(std::span<const std::uint32_t> members) {
  const std::uint32_t r = members_per_domain(members), domains = static_cast<std::uint32_t>(members.size()) / r;
  if (r > 1) {
    const double share = domains > 1 ? (r - 1.0) / r : 1.0;
    const std::uint32_t local = flow_class(group_, share, step(Reach::domain) * ring_steps(r));
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const std::uint32_t next = i - i % r + (i + 1) % r;
      add(local, members[i], members[next], route(routing_, members[i], members[next]));
    }
  }
  for (std::uint32_t lane = 0; lane < r && domains > 1; ++lane) {
    std::array<std::uint32_t, reaches> edges{};
    routes_.resize(domains);
    const auto member = [&](std::uint32_t domain) { return members[domain % domains * r + lane]; };
    for (std::uint32_t d = 0; d < domains; ++d) {
      routes_[d] = route(routing_, member(d), member(d + 1));
      ++edges[static_cast<std::size_t>(routes_[d].reach)];
    }
    const std::uint32_t remote = flow_class(group_, 1.0 / r, ring_latency(edges));
    for (std::uint32_t d = 0; d < domains; ++d) add(remote, member(d), member(d + 1), routes_[d]);
  }
}

void PatternWriter::write_plain_ring(std::span<const std::uint32_t> members) {
  std::array<std::uint32_t, reaches> edges{};
  routes_.resize(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    routes_[i] = route(routing_, members[i], members[(i + 1) % members.size()]);
    ++edges[static_cast<std::size_t>(routes_[i].reach)];
  }
  const std::uint32_t edge = flow_class(group_, 1, ring_latency(edges));
  for (std::size_t i = 0; i < members.size(); ++i) add(edge, members[i], members[(i + 1) % members.size()], routes_[i]);
}

void PatternWriter::write_all_to_all(std::span<const std::uint32_t> members) {
  const std::uint32_t r = members_per_domain(members), domains = static_cast<std::uint32_t>(members.size()) / r;
  const double peers = static_cast<double>(members.size()) - 1;
  const Time gather = r > 1 ? step(Reach::domain) : Time{};
  if (r > 1) {
    const std::uint32_t local = flow_class(group_, (r - 1.0) * domains / peers, gather);
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      const std::uint32_t next = i - i % r + (i + 1) % r;
      add(local, members[i], members[next], route(routing_, members[i], members[next]));
    }
  }
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    for (std::uint32_t d = 1; d < domains; ++d) {
      const std::uint32_t to = members[(i + d * r) % members.size()];
      const Route way = route(routing_, members[i], to);
      add(flow_class(group_, r / peers, gather + step(way.reach)), members[i], to, way);
    }
  }
}

void PatternWriter::write_all_pairs(std::span<const std::uint32_t> members) {
  const double peers = static_cast<double>(members.size()) - 1;
  for (const std::uint32_t from : members) {
    for (const std::uint32_t to : members) {
      if (from == to) continue;
      const Route way = route(routing_, from, to);
      add(flow_class(group_, 1 / peers, step(way.reach)), from, to, way);
    }
  }
}

/// Classes are few; the one just used is the likeliest.
std::uint32_t PatternWriter::flow_class(Group group, double share, Time latency) {
  const Traffic::FlowClass wanted{group, share, latency};
  const auto found = std::find(traffic_.classes.rbegin(), traffic_.classes.rend(), wanted);
  if (found != traffic_.classes.rend()) return static_cast<std::uint32_t>(traffic_.classes.rend() - found - 1);
  traffic_.classes.push_back(wanted);
  return static_cast<std::uint32_t>(traffic_.classes.size() - 1);
}

void PatternWriter::add(std::uint32_t flow_class, std::uint32_t source, std::uint32_t destination, const Route& route) {
  traffic_.flows.push_back({flow_class, instance_, source, destination});
  const auto links = route.span();
  traffic_.flow_links.insert(traffic_.flow_links.end(), links.begin(), links.end());
  traffic_.link_offset.push_back(static_cast<std::uint32_t>(traffic_.flow_links.size()));
}

}  // namespace gigaplan::network
