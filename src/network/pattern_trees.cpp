// Which messages do trees, halving and doubling, hierarchies and adding switches send?
#include <algorithm>
#include <bit>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "network/damage.hpp"
#include "network/pattern.hpp"

namespace gigaplan::network {
/// Both trees of every rail, up and down; the longest message.
Time PatternWriter::send_trees(Members members) {
  const auto domains = static_cast<std::uint32_t>(members.size()) / r_;
  Time longest;
  const auto edge = [&](std::uint32_t a, std::uint32_t b, std::uint32_t lane) {
    longest = max(longest, step_latency(routing_, send(members[a * r_ + lane], members[b * r_ + lane])));
    longest = max(longest, step_latency(routing_, send(members[b * r_ + lane], members[a * r_ + lane])));
  };
  for (std::uint32_t lane = 0; lane < r_; ++lane) {
    for (std::uint32_t node = 1; node < domains; ++node) {
      const std::uint32_t parent = tree_parent(node, domains);
      edge(node, parent, lane);
      edge(other_tree(node, domains), other_tree(parent, domains), lane);
    }
  }
  return longest;
}

void PatternWriter::write_tree(Members members) {
  const auto domains = static_cast<std::uint32_t>(members.size()) / r_;
  const Time chain = routing_.domain_step * (2.0 * (r_ - 1));
  if (r_ > 1) {
    send_local_ring(members);
    end_flow(of_payload(2.0 * (r_ - 1) / r_), domains > 1 ? Time{} : chain);
  }
  if (domains < 2) return;
  const Time longest = send_trees(members);
  end_flow(of_payload(0.5 / r_), longest * (2.0 * tree_depth(domains)) + chain);
}

void PatternWriter::write_halving_doubling(Members members, bool reduce) {
  const auto size = static_cast<std::uint32_t>(members.size());
  const std::uint32_t core = std::bit_floor(size);
  if (core != size && !reduce) return write_bruck(members);
  const auto exchange = [&](double part, double times, auto messages) {
    Time longest;
    messages([&](std::uint32_t from, std::uint32_t to) {
      longest = max(longest, step_latency(routing_, send(members[from], members[to])));
    });
    end_flow(of_payload(part * times), longest * times);
    next_phase();
  };
  if (core != size) {
    exchange(1, 1, [&](auto call) {
      for (std::uint32_t i = core; i < size; ++i) call(i, i - core);
    });
  }
  for (std::uint32_t distance = 1, part = 2; distance < core; distance *= 2, part *= 2) {
    exchange(1.0 / part, reduce ? 2 : 1, [&](auto call) {
      for (std::uint32_t i = 0; i < core; ++i) call(i, i ^ distance);
    });
  }
  if (core == size) return;
  exchange(1, 1, [&](auto call) {
    for (std::uint32_t i = core; i < size; ++i) call(i - core, i);
  });
}

void PatternWriter::write_bruck(Members members) {
  const auto size = static_cast<std::uint32_t>(members.size());
  for (std::uint32_t distance = 1; distance < size; distance *= 2) {
    Time longest;
    for (std::uint32_t i = 0; i < size; ++i)
      longest = max(longest, step_latency(routing_, send(members[i], members[(i + size - distance) % size])));
    end_flow(of_payload(std::min(distance, size - distance) / static_cast<double>(size)), longest);
    next_phase();
  }
}

void PatternWriter::write_hierarchical(Members members, double rounds) {
  const auto size = static_cast<std::uint32_t>(members.size()), domains = size / r_;
  if (r_ > 1) {
    send_local_ring(members);
    end_flow(of_payload(rounds * (r_ - 1) / r_), routing_.domain_step * (rounds * ring_steps(r_)));
    next_phase();
  }
  if (domains < 2) return;
  Time longest;
  for (std::uint32_t lane = 0; lane < r_; ++lane) {
    Edges edges;
    for (std::uint32_t i = lane; i < size; i += r_) edges.add(send(members[i], members[(i + r_) % size]));
    longest = max(longest, ring_latency(edges, domains) * rounds);
  }
  end_flow(of_payload(rounds * (domains - 1) / domains / r_), longest);
}

void PatternWriter::write_in_network(Members members) {
  const Time domain = routing_.in_network_step * 2;
  if (r_ > 1) {
    if (!(routing_.in_network_share > 0)) throw std::invalid_argument("the scale-up switches cannot add up");
    send_local_ring(members);  // N up and N down each chip's link, as a message to the neighbour does
    end_flow(of_payload(1 / routing_.in_network_share), domain);
  }
  if (members.size() <= r_) return;
  if (!std::holds_alternative<TreeTrunks>(routing_.fabric) || !routing_.switches_add_up)
    throw std::invalid_argument("the switches cannot add up");
  Time longest;
  for (std::uint32_t lane = 0; lane < r_; ++lane) longest = max(longest, send_to_switches(members, lane));
  end_flow(of_payload(1.0 / r_), longest + (r_ > 1 ? domain : Time{}));
}

/// What the members of a rail add up in the switches, once up and once down each link; its latency.
Time PatternWriter::send_to_switches(Members members, std::uint32_t lane) {
  const auto& trunks = std::get<TreeTrunks>(routing_.fabric);
  const std::uint32_t root = members[lane], shift = common_rail(members, lane);
  std::set<std::uint32_t> leaves, pods;
  bool relayed = false;
  for (std::size_t i = lane; i < members.size(); i += r_) {
    const std::uint32_t own = routing_.nic_of_chip[chip(members[i])];
    const std::uint32_t nic = routing_.nic_in_use(rail_nic(own, shift));
    relayed |= nic != own;
    send_to_leaf(members[i], nic);
    leaves.insert(routing_.leaf_of_nic[nic]);
  }
  const auto both_ways = [&](std::uint32_t up, std::uint32_t down) {
    send_over(root, {up});
    send_over(root, {down});
  };
  for (const std::uint32_t leaf : leaves) {
    if (leaves.size() == 1) break;
    both_ways(trunks.first_leaf_up + leaf, trunks.first_leaf_down + leaf);
    pods.insert(trunks.pod_of_leaf[leaf]);
  }
  for (const std::uint32_t pod : pods) {
    if (pods.size() == 1) break;
    both_ways(trunks.first_pod_up + pod, trunks.first_pod_down + pod);
  }
  const double switches = pods.size() > 1 ? 5 : leaves.size() > 1 ? 3 : 1;
  return (routing_.nic_step + routing_.switch_step * switches + (relayed ? routing_.domain_step : Time{})) * 2;
}

/// Up over a NIC and down again; over the scale-up links if it is another chip's.
void PatternWriter::send_to_leaf(std::uint32_t rank, std::uint32_t nic) {
  const std::uint32_t up = routing_.trunk(TrunkKind::nic_up, nic), down = routing_.trunk(TrunkKind::nic_down, nic);
  const std::uint32_t own = chip(rank), other = nic * routing_.chips_per_nic;
  if (nic == routing_.nic_of_chip[own]) {
    send_over(rank, {up});
    send_over(rank, {down});
    return;
  }
  send_over(rank, {routing_.trunk(TrunkKind::scale_up_up, own), routing_.trunk(TrunkKind::scale_up_down, other), up});
  send_over(rank, {down, routing_.trunk(TrunkKind::scale_up_up, other), routing_.trunk(TrunkKind::scale_up_down, own)});
}

std::uint32_t PatternWriter::rail_nic(std::uint32_t nic, std::uint32_t shift) const {
  const std::uint32_t n = routing_.nics_per_node;
  return nic / n * n + (nic + shift) % n;
}

/// Switches of one rail's tree do not meet those of another: where rails have trees of their own, how many rails
/// further the first one is whose NIC is up in the nodes of all members. Else 0.
std::uint32_t PatternWriter::common_rail(Members members, std::uint32_t lane) const {
  if (routing_.rail_trees == 1 || routing_.substitute_nic.empty()) return 0;
  for (std::uint32_t shift = 0; shift < routing_.nics_per_node; ++shift) {
    bool all = true;
    for (std::size_t i = lane; i < members.size() && all; i += r_) {
      const std::uint32_t nic = rail_nic(routing_.nic_of_chip[chip(members[i])], shift);
      all = routing_.nic_in_use(nic) == nic &&
            routing_.link_capacity[routing_.trunk(TrunkKind::nic_up, nic)] > ByteRate{};
    }
    if (all) return shift;
  }
  throw Unreachable("the damage leaves nodes that add up in switches without a rail in common");
}

}  // namespace gigaplan::network
