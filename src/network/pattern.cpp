// Which messages does one collective send? Rings, all-to-alls and single messages; pattern_trees.cpp has the others.
#include "network/pattern.hpp"

#include <algorithm>
#include <stdexcept>

namespace gigaplan::network {

void PatternWriter::write_group(std::uint32_t instance, const GroupCollective& how, Bytes wire) {
  instance_ = instance;
  group_ = traffic_.groups[instance];
  phase_ = 0;
  scale_ = 1;
  const Members members = traffic_.members_of(instance);
  if (members.size() < 2) return;
  r_ = members_per_domain(members);
  wire_of_payload_ = wire_bytes(how.kind, Bytes(1), static_cast<long>(members.size())).base();
  if (how.kind == Collective::all_to_all && how.skew > 1) write_hot_member(members, how.skew - 1);
  Algorithm algorithm = how.algorithm;
  if (algorithm == Algorithm::automatic)
    algorithm = choose_algorithm(how.kind, wire * (1 / wire_of_payload_), site(members));
  write(how.kind, algorithm, members);
}

void PatternWriter::write(Collective kind, Algorithm algorithm, Members members) {
  const double rounds = kind == Collective::all_reduce ? 2 : 1;
  switch (kind) {
    case Collective::all_to_all: return r_ > 0 ? write_all_to_all(members) : write_all_pairs(members);
    case Collective::broadcast: return write_chain(members);
    case Collective::send: return write_chain(members.first(2));
    default: break;
  }
  // Domains that hold unequally many: every algorithm falls back on the ring that needs no order.
  if (r_ == 0 && algorithm != Algorithm::halving_doubling) return write_plain_ring(members, rounds);
  switch (algorithm) {
    case Algorithm::automatic:
    case Algorithm::ring: return write_ring(members, rounds);
    case Algorithm::tree: return write_tree(members);
    case Algorithm::halving_doubling: return write_halving_doubling(members, kind == Collective::all_reduce);
    case Algorithm::hierarchical: return write_hierarchical(members, rounds);
    case Algorithm::in_network: return write_in_network(members);
  }
}

void PatternWriter::write_message(Group group, std::uint32_t source, std::uint32_t destination) {
  if (source == destination) return;
  group_ = group;
  instance_ = Traffic::none;
  phase_ = 0;
  scale_ = 1;
  const Time latency = step_latency(routing_, send(source, destination));
  end_flow(1, latency, source, destination);
}

/// 0 if not the same in all domains. Members ascend, and so do the domains of chips: a domain's members are neighbours.
std::uint32_t PatternWriter::members_per_domain(Members members) const {
  const auto domain = [&](std::size_t i) { return routing_.domain_of_chip[chip(members[i])]; };
  std::size_t r = 1;
  while (r < members.size() && domain(r) == domain(0)) ++r;
  if (members.size() % r != 0) return 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const bool starts = i % r == 0;
    if (i > 0 && starts == (domain(i) == domain(i - 1))) return 0;
  }
  return static_cast<std::uint32_t>(r);
}

CollectiveSite PatternWriter::site(Members members) {
  CollectiveSite site;
  site.members = static_cast<std::uint32_t>(members.size());
  site.per_domain = std::max(1u, members_per_domain(members));
  const std::uint32_t first = chip(members.front());
  site.domain_rate = routing_.link_capacity[routing_.trunk(TrunkKind::scale_up_up, first)];
  site.in_network_rate = site.domain_rate * routing_.in_network_share;
  site.domain_step = routing_.domain_step;
  site.in_network_step = routing_.in_network_step;
  site.nic_rate =
      routing_.link_capacity[routing_.trunk(TrunkKind::nic_up, routing_.nic_in_use(routing_.nic_of_chip[first]))];
  // Chips of a NIC that are members share it.
  double sharing = 0;
  for (std::size_t i = 0; i < site.per_domain; ++i)
    sharing += routing_.nic_of_chip[chip(members[i])] == routing_.nic_of_chip[first] ? 1 : 0;
  site.nic_rate = site.nic_rate * (1 / sharing);
  if (site.domains() > 1) {
    find_route(routing_, first, chip(members[site.per_domain]), route_);
    site.remote_step = step_latency(routing_, route_);
  }
  return site;
}

Time PatternWriter::ring_latency(const Edges& edges, std::uint32_t members) const {
  const Time sum = routing_.domain_step * static_cast<double>(edges.local + edges.relayed) +
                   routing_.nic_step * static_cast<double>(edges.remote) +
                   routing_.switch_step * (static_cast<double>(edges.switches) / routing_.whole);
  return sum * (static_cast<double>(ring_steps(members)) / members);
}

/// One message from each member to the next of its domain.
void PatternWriter::send_local_ring(Members members) {
  for (std::uint32_t i = 0; i < members.size(); ++i) send(members[i], members[i - i % r_ + (i + 1) % r_]);
}

/// The ring of one rail over the domains; returns the latency of a chunk that goes round, inside domains too.
Time PatternWriter::send_lane(Members members, std::uint32_t lane, double rounds) {
  const auto size = static_cast<std::uint32_t>(members.size());
  Edges edges;
  for (std::uint32_t i = lane; i < size; i += r_) edges.add(send(members[i], members[(i + r_) % size]));
  edges.local += std::uint64_t{size} - size / r_;
  return ring_latency(edges, size) * rounds;
}

void PatternWriter::write_ring(Members members, double rounds) {
  const auto size = static_cast<std::uint32_t>(members.size());
  if (r_ > 1) {
    send_local_ring(members);
    end_flow(size > r_ ? (r_ - 1.0) / r_ : 1.0, routing_.domain_step * (rounds * ring_steps(r_)));
  }
  if (size == r_) return;
  // The rings of all rails start together and the last one counts: one flow, with the longest latency.
  Time latency;
  for (std::uint32_t lane = 0; lane < r_; ++lane) latency = max(latency, send_lane(members, lane, rounds));
  end_flow(1.0 / r_, latency);
}

void PatternWriter::write_plain_ring(Members members, double rounds) {
  Edges edges;
  const auto size = static_cast<std::uint32_t>(members.size());
  for (std::uint32_t i = 0; i < size; ++i) edges.add(send(members[i], members[(i + 1) % size]));
  end_flow(1, ring_latency(edges, size) * rounds);
}

void PatternWriter::write_chain(Members members) {
  Edges edges;
  for (std::size_t i = 0; i + 1 < members.size(); ++i) edges.add(send(members[i], members[i + 1]));
  const auto hops = static_cast<std::uint32_t>(members.size()) - 1;
  end_flow(1, ring_latency(edges, hops + 1) * ((hops + 1.0) / hops));
}

void PatternWriter::write_all_to_all(Members members) {
  const auto size = static_cast<std::uint32_t>(members.size());
  const double peers = size - 1.0;
  const Time gather = r_ > 1 ? routing_.domain_step : Time{};
  if (r_ > 1) {
    send_local_ring(members);
    end_flow((r_ - 1.0) * (size / r_) / peers, gather);  // NOLINT(bugprone-integer-division): r divides size
  }
  if (size == r_) return;
  Time longest;
  for (std::uint32_t i = 0; i < size; ++i) {
    for (std::uint32_t step = r_; step < size; step += r_)
      longest = max(longest, step_latency(routing_, send(members[i], members[(i + step) % size])));
  }
  end_flow(r_ / peers, gather + longest);
}

void PatternWriter::write_all_pairs(Members members) {
  for (const bool local : {true, false}) {
    Time longest;
    for (const std::uint32_t from : members) {
      for (const std::uint32_t to : members) {
        if (from == to || same_domain(from, to) != local) continue;
        longest = max(longest, step_latency(routing_, send(from, to)));
      }
    }
    end_flow(1 / (static_cast<double>(members.size()) - 1), longest);
  }
}

/// Of the tokens of each rank, `extra` / E more than an even part go to the first member. What is left is spread
/// evenly.
void PatternWriter::write_hot_member(Members members, double extra) {
  const auto size = static_cast<double>(members.size());
  const double part = std::min(extra / size, 1.0);
  for (const bool local : {true, false}) {
    Time longest;
    for (const std::uint32_t from : members.subspan(1)) {
      if (same_domain(from, members.front()) != local) continue;
      longest = max(longest, step_latency(routing_, send(from, members.front())));
    }
    end_flow(of_payload(part), longest);
  }
  scale_ = 1 - part;
}

const Route& PatternWriter::send(std::uint32_t source, std::uint32_t destination) {
  find_route(routing_, chip(source), chip(destination), route_);
  traffic_.message_source.push_back(source);
  traffic_.hops.insert(traffic_.hops.end(), route_.hops.begin(), route_.hops.end());
  traffic_.hop_offset.push_back(static_cast<std::uint32_t>(traffic_.hops.size()));
  return route_;
}

void PatternWriter::send_over(std::uint32_t source, std::initializer_list<std::uint32_t> links) {
  traffic_.message_source.push_back(source);
  for (const std::uint32_t link : links) {
    require_intact(routing_, link);
    traffic_.hops.push_back({link, routing_.whole});
  }
  traffic_.hop_offset.push_back(static_cast<std::uint32_t>(traffic_.hops.size()));
}

void PatternWriter::end_flow(double share, Time latency, std::uint32_t source, std::uint32_t destination) {
  if (traffic_.messages() == traffic_.message_offset.back()) return;
  // Classes are few; the one just used is the likeliest.
  const Traffic::FlowClass wanted{group_, phase_, share * scale_, latency};
  auto& classes = traffic_.classes;
  const auto found = std::find(classes.rbegin(), classes.rend(), wanted);
  const auto number =
      static_cast<std::uint32_t>(found != classes.rend() ? classes.rend() - found - 1 : std::ptrdiff_t(classes.size()));
  if (number == classes.size()) classes.push_back(wanted);
  traffic_.flows.push_back({number, instance_, source, destination});
  traffic_.message_offset.push_back(static_cast<std::uint32_t>(traffic_.messages()));
}

}  // namespace gigaplan::network
