// How long does a collective take where nothing is in its way? Closed forms, as NCCL's tuner uses them to choose.
#pragma once

#include <cstdint>

#include "base/quantity.hpp"
#include "model/step_program.hpp"

namespace gigaplan::network {

/// What a collective's members see of the machine: r = per_domain of `members` in each of members / r domains.
struct CollectiveSite {
  std::uint32_t members = 1, per_domain = 1;
  ByteRate domain_rate;      ///< of one member's scale-up link, efficiency applied
  ByteRate in_network_rate;  ///< the same while its switches add up; 0: they cannot
  ByteRate nic_rate;         ///< that a member has when all send, efficiency applied
  Time domain_step;          ///< of one message inside a domain
  Time in_network_step;      ///< of one way through a domain's switches that add up
  Time remote_step;          ///< of one message between domains, switches included
  [[nodiscard]] std::uint32_t domains() const { return members / per_domain; }
};

/// The in-order binary tree over 0 .. size-1 whose leaves are the odd numbers: the parent of `node` (not 0, the root)
/// has the lowest set bit cleared and the next one set, or if that is too large just cleared.
[[nodiscard]] constexpr std::uint32_t tree_parent(std::uint32_t node, std::uint32_t size) {
  const std::uint32_t bit = node & (~node + 1);
  const std::uint32_t up = (node ^ bit) | (bit << 1);
  return up < size ? up : node ^ bit;
}
/// The same node in the second tree of a double binary tree, where leaves and inner nodes have changed places:
/// mirrored, or shifted by one if the size is odd.
[[nodiscard]] constexpr std::uint32_t other_tree(std::uint32_t node, std::uint32_t size) {
  return size % 2 == 0 ? size - 1 - node : (node + 1) % size;
}
/// Levels of a binary tree of `members`: the longest way from a leaf to the root.
[[nodiscard]] std::uint32_t tree_depth(std::uint32_t members);

/// Time of one collective of payload N (wire_bytes() says of what); each form's derivation is in the .cpp, its messages
/// in network/pattern.hpp. \throws std::invalid_argument for a tree or in_network that is no all-reduce, and for
/// automatic
[[nodiscard]] Time closed_form(Collective kind, Algorithm algorithm, Bytes payload, const CollectiveSite& site);

/// What `automatic` means: for an all-reduce what NCCL's tuner (src/graph/tuning.cc) would choose, which thinks less of
/// the bandwidth of trees than closed_form(): the soonest of ring, tree and, inside a scale-up domain whose switches
/// can add up, in_network. Else ring.
[[nodiscard]] Algorithm choose_algorithm(Collective kind, Bytes payload, const CollectiveSite& site);

}  // namespace gigaplan::network
