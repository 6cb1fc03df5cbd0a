// Which messages does one collective send?
#include "network/pattern.hpp"

#include <algorithm>

namespace gigaplan::network {

void PatternWriter::write_group(std::uint32_t instance) {
  instance_ = instance;
  group_ = traffic_.groups[instance];
  const auto members = traffic_.members_of(instance);
  if (members.size() < 2) return;
  const std::uint32_t r = members_per_domain(members);
  if (group_ == Group::expert) {
    r > 0 ? write_all_to_all(members, r) : write_all_pairs(members);
  } else {
    r > 0 ? write_ring(members, r) : write_plain_ring(members);
  }
}

void PatternWriter::write_message(Group group, std::uint32_t source, std::uint32_t destination) {
  if (source == destination) return;
  group_ = group;
  instance_ = Traffic::none;
  const Time latency = step_latency(routing_, send(source, destination));
  end_flow(1, latency, source, destination);
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

Time PatternWriter::ring_latency(const Edges& edges) const {
  const std::uint32_t count = edges.local + edges.remote;
  const Time sum = routing_.domain_step * (edges.local + edges.relayed) + routing_.nic_step * edges.remote +
                   routing_.switch_step * (static_cast<double>(edges.switches) / routing_.whole);
  return sum * (static_cast<double>(ring_steps(count)) / count);
}

/// One message from each member to the next of its domain.
void PatternWriter::write_local_ring(std::span<const std::uint32_t> members, std::uint32_t r) {
  for (std::uint32_t i = 0; i < members.size(); ++i) send(members[i], members[i - i % r + (i + 1) % r]);
}

void PatternWriter::write_ring(std::span<const std::uint32_t> members, std::uint32_t r) {
  const auto size = static_cast<std::uint32_t>(members.size());
  if (r > 1) {
    write_local_ring(members, r);
    end_flow(size > r ? (r - 1.0) / r : 1.0, routing_.domain_step * ring_steps(r));
  }
  if (size == r) return;
  // The rings of all rails start together and the last one counts: one flow, with the longest latency.
  Time latency;
  for (std::uint32_t lane = 0; lane < r; ++lane) {
    Edges edges;
    for (std::uint32_t i = lane; i < size; i += r) edges.add(send(members[i], members[(i + r) % size]));
    latency = max(latency, ring_latency(edges));
  }
  end_flow(1.0 / r, latency);
}

void PatternWriter::write_plain_ring(std::span<const std::uint32_t> members) {
  Edges edges;
  for (std::size_t i = 0; i < members.size(); ++i) edges.add(send(members[i], members[(i + 1) % members.size()]));
  end_flow(1, ring_latency(edges));
}

void PatternWriter::write_all_to_all(std::span<const std::uint32_t> members, std::uint32_t r) {
  const auto size = static_cast<std::uint32_t>(members.size());
  const double peers = size - 1.0;
  const Time gather = r > 1 ? routing_.domain_step : Time{};
  if (r > 1) {
    write_local_ring(members, r);
    end_flow((r - 1.0) * (size / r) / peers, gather);  // NOLINT(bugprone-integer-division): r divides size
  }
  if (size == r) return;
  Time longest;
  for (std::uint32_t i = 0; i < size; ++i) {
    for (std::uint32_t step = r; step < size; step += r)
      longest = max(longest, step_latency(routing_, send(members[i], members[(i + step) % size])));
  }
  end_flow(r / peers, gather + longest);
}

void PatternWriter::write_all_pairs(std::span<const std::uint32_t> members) {
  for (const bool local : {true, false}) {
    Time longest;
    for (const std::uint32_t from : members) {
      for (const std::uint32_t to : members) {
        if (from == to || (routing_.domain_of_chip[from] == routing_.domain_of_chip[to]) != local) continue;
        longest = max(longest, step_latency(routing_, send(from, to)));
      }
    }
    if (traffic_.messages() > traffic_.message_offset.back())
      end_flow(1 / (static_cast<double>(members.size()) - 1), longest);
  }
}

/// Classes are few; the one just used is the likeliest.
std::uint32_t PatternWriter::flow_class(double share, Time latency) {
  const Traffic::FlowClass wanted{group_, share, latency};
  const auto found = std::find(traffic_.classes.rbegin(), traffic_.classes.rend(), wanted);
  if (found != traffic_.classes.rend()) return static_cast<std::uint32_t>(traffic_.classes.rend() - found - 1);
  traffic_.classes.push_back(wanted);
  return static_cast<std::uint32_t>(traffic_.classes.size() - 1);
}

const Route& PatternWriter::send(std::uint32_t source, std::uint32_t destination) {
  find_route(routing_, source, destination, route_);
  traffic_.message_source.push_back(source);
  traffic_.hops.insert(traffic_.hops.end(), route_.hops.begin(), route_.hops.end());
  traffic_.hop_offset.push_back(static_cast<std::uint32_t>(traffic_.hops.size()));
  return route_;
}

void PatternWriter::end_flow(double share, Time latency, std::uint32_t source, std::uint32_t destination) {
  traffic_.flows.push_back({flow_class(share, latency), instance_, source, destination});
  traffic_.message_offset.push_back(static_cast<std::uint32_t>(traffic_.messages()));
}

}  // namespace gigaplan::network
