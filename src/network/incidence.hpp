// What touches what? Ranks, groups, flows and links of a step as one graph for the refinement.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/traffic.hpp"

namespace gigaplan::network {

/// An undirected multigraph in compressed rows. Objects are numbered ranks, groups, flows, links (those that may bind).
/// Edges: rank-group (membership), flow-group (collectives), flow-source, flow-destination (pipelines: a collective
/// completes as a barrier of its group, so its receivers need no tie), flow-link (as often as the route crosses it).
struct Incidence {
  std::uint32_t ranks = 0, groups = 0, flows = 0, links = 0;
  std::vector<std::uint32_t> offset;      ///< objects + 1
  std::vector<std::uint32_t> neighbours;  ///< object · 2 + role; role 1 marks a flow's destination, at both ends
  std::vector<std::uint32_t> seed;        ///< colour to start with; objects of different kinds never share one
  std::vector<std::uint32_t> real_link;   ///< index in the traffic of each link here

  /// A link that only one rank's flows cross, each as its first: the rank stands for it, and half of all objects are
  /// saved. Ranks of a cell have private links of the same kinds and capacities, in the same order.
  struct PrivateLink {
    std::uint32_t rank = 0, link = 0;  ///< link: index in the traffic
  };
  std::vector<PrivateLink> private_links;  ///< by link

  [[nodiscard]] std::uint32_t objects() const { return ranks + groups + flows + links; }
  [[nodiscard]] std::uint32_t first_group() const { return ranks; }
  [[nodiscard]] std::uint32_t first_flow() const { return ranks + groups; }
  [[nodiscard]] std::uint32_t first_link() const { return ranks + groups + flows; }
  [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t object) const {
    return {neighbours.data() + offset[object], offset[object + 1] - offset[object]};
  }
};

/// Presolves (network/presolve.hpp) and joins. Seeds: a rank's stage and private links (kind, capacity); a group's
/// kind; a flow's class (group, share, latency) and the kind of its private link; a link's kind and capacity.
[[nodiscard]] Incidence join(const Traffic& traffic);

}  // namespace gigaplan::network
