// How many switches and cables does the ordered fat tree take? Counts only; topology.hpp wires them.
#pragma once

#include <string>

#include "base/quantity.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"

namespace gigaplan::network {

/// The sizes of a fat tree, as wire_fat_tree() wires it: of one tree, of which there are `trees()` alike.
///
/// Trees. One for all rails, or one a rail (Rails::only); each as many times as there are planes. A plane has one of
/// the `planes` ports of each NIC, of bandwidth ÷ planes.
///
/// Ports. A port faster than a NIC is split into 2, 4 or 8 (the breakouts that exist), the most that leave each part at
/// least as fast as the NIC, and the whole switch runs so: 64 x 800G becomes 128 x 400G. A NIC faster than a port takes
/// several ports of its leaf. A "cable" is one connection at the split rate.
///
/// Leaves. NIC i of the nodes of a unit goes to the unit's leaves of rail i: `leaves_per_rail` of them,
/// `nodes_per_leaf` consecutive nodes each. Every leaf gets the uplinks that a full one needs, so that the last unit
/// can fill up.
///
/// Spines. As many as carry the uplinks of all leaves of a full pod, rounded up to the next divisor of the uplinks of a
/// leaf, so that each leaf has equally many cables to each spine (as in the DGX SuperPOD B300 XDR reference
/// architecture: 32 leaves of 72 uplinks take 18 spines of 144 ports, not 16), unless that costs more than half as many
/// again; then bundles differ by one cable.
///
/// Core. Spine j of every pod meets in core group j; few pods: several groups share a switch. None with one pod.
struct FatTree {
  long nodes = 0;
  int rails = 0;          ///< that have leaves of their own in a tree: 1 where all NICs of a node go to one leaf
  int nics_per_rail = 1;  ///< NICs of a node on one leaf
  int rail_trees = 1;     ///< trees that serve different NICs of a node
  int planes = 1;         ///< trees that serve the same NICs
  int split = 1;          ///< parts of one switch port
  int ports_per_nic = 1;  ///< leaf ports (and cables) of one NIC in a tree
  int radix = 0;          ///< ports of a switch after splitting
  ByteRate port_rate;     ///< of one split port, one direction

  int nodes_per_unit = 0;
  long units = 0;
  int leaves_per_rail = 0;  ///< in a unit
  int nodes_per_leaf = 0;
  int leaf_uplinks = 0;
  long leaves = 0;

  long units_per_pod = 0;  ///< two tiers: all of them
  long pods = 0;
  int spines_per_pod = 0;
  int spine_uplinks = 0;       ///< of a full pod
  int last_spine_uplinks = 0;  ///< of the last pod, which may have fewer leaves
  int groups_per_core = 1;     ///< core groups that share a switch
  int cores_per_group = 0;
  long cores = 0;

  [[nodiscard]] long trees() const { return 1L * rail_trees * planes; }
  [[nodiscard]] long leaves_per_unit() const { return 1L * rails * leaves_per_rail; }
  [[nodiscard]] long leaves_per_pod() const { return leaves_per_unit() * units_per_pod; }
  [[nodiscard]] long spines() const { return pods * spines_per_pod; }
  bool operator==(const FatTree&) const = default;
};

/// Sizes the fabric. Always returns; with input that check_fabric() finds fault with, the result may not be buildable.
[[nodiscard]] FatTree size_fat_tree(const Node& node, long nodes, const FabricSpec& spec);

/// The most down ports of a switch of `radix` ports whose ports down : up are at most `oversubscription`.
[[nodiscard]] int down_ports(int radix, double oversubscription);

/// Up ports that `down` ports need at `oversubscription` down : up.
[[nodiscard]] int up_ports(long down, double oversubscription);

}  // namespace gigaplan::network
