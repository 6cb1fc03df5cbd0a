// How long does a collective take where nothing is in its way?
#include "network/collective_cost.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <vector>

namespace gigaplan::network {
namespace {

struct Site : CollectiveSite {
  explicit Site(const CollectiveSite& site) : CollectiveSite(site) {}
  [[nodiscard]] double r() const { return per_domain; }
  [[nodiscard]] double d() const { return members / per_domain; }  // NOLINT(bugprone-integer-division): whole
  [[nodiscard]] double e() const { return members; }
  [[nodiscard]] Time local(Bytes bytes) const { return bytes / domain_rate; }
  [[nodiscard]] Time remote(Bytes bytes) const { return bytes / nic_rate; }
  [[nodiscard]] bool one_domain() const { return members == per_domain; }
};

/// All parts at once: (r-1)/r of a rank's bytes to its neighbour, 1/r over its NIC. A chunk passes E-1 edges, of which
/// one in r is between domains; an all-reduce goes round twice.
Time ring(Collective kind, Bytes payload, const Site& s) {
  const Bytes wire = wire_bytes(kind, payload, s.members);
  const double rounds = kind == Collective::all_reduce ? 2 : 1;
  if (s.one_domain()) return s.local(wire) + s.domain_step * (rounds * (s.e() - 1));
  const Time step = (s.domain_step * (s.r() - 1) + s.remote_step) * (1 / s.r());
  const Time remote = s.remote(wire * (1 / s.r())) + step * (rounds * (s.e() - 1));
  const Time local = s.local(wire * ((s.r() - 1) / s.r())) + s.domain_step * (rounds * (s.r() - 1));
  return s.per_domain == 1 ? remote : max(remote, local);
}

/// The most edges of a member in both trees together: it sends half of the bytes over each.
double busiest_in_trees(std::uint32_t size) {
  std::vector<int> edges(size, 0);
  for (std::uint32_t node = 1; node < size; ++node) {
    const std::uint32_t parent = tree_parent(node, size);
    for (const std::uint32_t end : {node, parent, other_tree(node, size), other_tree(parent, size)}) ++edges[end];
  }
  return *std::max_element(edges.begin(), edges.end());
}

/// Along a chain of each domain and up two trees of the domains, each with half the bytes, and back: an inner node of
/// one tree is a leaf of the other, so a rank sends at most 2 N / r over its NIC.
Time tree(Bytes payload, const Site& s) {
  const Bytes local = payload * (2 * (s.r() - 1) / s.r());
  const Time chain = s.domain_step * (2 * (s.r() - 1));
  if (s.one_domain()) return s.local(local) + chain;
  const Time remote =
      s.remote(payload * (busiest_in_trees(s.domains()) / 2 / s.r())) + s.remote_step * (2.0 * tree_depth(s.domains()));
  return max(s.local(local), remote + chain);
}

/// Step k: bytes · 2^-(k+1) to the member 2^k away (powers of two), there and for an all-reduce back. A member that is
/// not among the largest power of two hands its bytes to one that is, before and after.
Time halving_doubling(Collective kind, Bytes payload, const Site& s) {
  const bool reduce = kind == Collective::all_reduce;
  const std::uint32_t core = std::bit_floor(s.members);
  const bool even = core == s.members;
  const auto step = [&](std::uint32_t distance, Bytes bytes) {
    return even && distance < s.per_domain ? s.local(bytes) + s.domain_step : s.remote(bytes) + s.remote_step;
  };
  Time total;
  if (!even && !reduce) {  // Bruck's: the bytes of 2^k members to the one 2^k before
    for (std::uint32_t distance = 1; distance < s.members; distance *= 2) {
      const double blocks = std::min(distance, s.members - distance);
      total += s.remote(payload * (blocks / s.e())) + s.remote_step;
    }
    return total;
  }
  for (std::uint32_t distance = 1, part = 2; distance < core; distance *= 2, part *= 2)
    total += step(distance, payload * (1.0 / part)) * (reduce ? 2 : 1);
  if (!even) total += (s.remote(payload) + s.remote_step) * 2;
  return total;
}

/// Inside domains, then between those of equal place, then inside; an all-gather has the last two, a reduce-scatter the
/// first two, of which the parts are as long.
Time hierarchical(Collective kind, Bytes payload, const Site& s) {
  const double rounds = kind == Collective::all_reduce ? 2 : 1;
  Time total;
  if (s.per_domain > 1) total += (s.local(payload * ((s.r() - 1) / s.r())) + s.domain_step * (s.r() - 1)) * rounds;
  if (!s.one_domain())
    total += (s.remote(payload * ((s.d() - 1) / s.d() / s.r())) + s.remote_step * (s.d() - 1)) * rounds;
  return total;
}

/// Each rank sends its bytes once and gets the sum once: to the switches of the domain, and 1/r of them to those of the
/// fabric.
Time in_network(Bytes payload, const Site& s) {
  const Time local = payload / s.in_network_rate;
  if (s.one_domain()) return local + s.in_network_step * 2;
  const Time remote = s.remote(payload * (1 / s.r())) + s.remote_step * 2;
  return s.per_domain == 1 ? remote : max(local, remote) + s.in_network_step * 2;
}

}  // namespace

std::uint32_t tree_depth(std::uint32_t members) {
  return members < 2 ? 0 : static_cast<std::uint32_t>(std::bit_width(members - 1));
}

Time closed_form(Collective kind, Algorithm algorithm, Bytes payload, const CollectiveSite& site) {
  const Site s(site);
  if (s.members < 2) return Time{};
  const bool reduce = kind == Collective::all_reduce;
  switch (algorithm) {
    case Algorithm::ring: return ring(kind, payload, s);
    case Algorithm::halving_doubling: return halving_doubling(kind, payload, s);
    case Algorithm::hierarchical: return hierarchical(kind, payload, s);
    case Algorithm::tree:
      if (reduce) return tree(payload, s);
      break;
    case Algorithm::in_network:
      if (reduce) return in_network(payload, s);
      break;
    case Algorithm::automatic: break;
  }
  throw std::invalid_argument("this collective has no such algorithm");
}

Algorithm choose_algorithm(Collective kind, Bytes payload, const CollectiveSite& site) {
  if (kind != Collective::all_reduce) return Algorithm::ring;
  const auto time = [&](Algorithm algorithm, Bytes bytes) { return closed_form(kind, algorithm, bytes, site); };
  // NCCL's tuner reckons that trees reach 0.92 of a ring's bandwidth and send N where a ring sends N (E-1)/E.
  const Time ring = time(Algorithm::ring, payload), ring_start = time(Algorithm::ring, Bytes{});
  const double members = site.members;
  const Time tree = time(Algorithm::tree, Bytes{}) + (ring - ring_start) * (members / (members - 1) / 0.92);
  const bool by_tree = tree < ring;
  if (site.in_network_rate > ByteRate{} && site.domains() == 1) {
    if (time(Algorithm::in_network, payload) < (by_tree ? tree : ring)) return Algorithm::in_network;
  }
  return by_tree ? Algorithm::tree : Algorithm::ring;
}

}  // namespace gigaplan::network
