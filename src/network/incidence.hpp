// What touches what? Ranks, groups, flows and links of a step as one graph for the refinement.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "network/traffic.hpp"

namespace gigaplan::network {

/// An undirected graph with weighted, coloured edges, in compressed rows. Objects are numbered ranks, groups, flows,
/// links (those that may bind). Edges: rank-group (membership), flow-group (collectives), flow-source and
/// flow-destination (pipelines), flow-link (weight: Σ of its messages' hops there).
struct Incidence {
  struct Edge {
    std::uint32_t object = 0;
    std::uint32_t role : 8 = plain;
    std::uint32_t weight : 24 = 1;
  };
  /// Roles: to a flow's destination; over the rank's private link of a kind: first_private + the link's kind.
  static constexpr std::uint32_t plain = 0, destination = 1, first_private = 2;

  std::uint32_t ranks = 0, groups = 0, flows = 0, links = 0;
  std::uint32_t roles = first_private;   ///< numbered 0 .. roles-1
  std::vector<std::uint32_t> offset;     ///< objects + 1
  std::vector<Edge> edges;               ///< each from both ends
  std::vector<std::uint32_t> seed;       ///< colour to start with; objects of different kinds never share one
  std::vector<std::uint32_t> real_link;  ///< index in the traffic of each link here

  /// A link that only one rank's messages cross, each whole and as its first: the rank stands for it, and half of all
  /// objects are saved. At most one of a kind a rank. Ranks of a cell have private links of the same kinds and
  /// capacities.
  struct PrivateLink {
    std::uint32_t rank = 0, link = 0;  ///< link: index in the traffic
  };
  std::vector<PrivateLink> private_links;  ///< by link

  [[nodiscard]] std::uint32_t objects() const { return ranks + groups + flows + links; }
  [[nodiscard]] std::uint32_t first_group() const { return ranks; }
  [[nodiscard]] std::uint32_t first_flow() const { return ranks + groups; }
  [[nodiscard]] std::uint32_t first_link() const { return ranks + groups + flows; }
  [[nodiscard]] std::span<const Edge> of(std::uint32_t object) const {
    return {edges.data() + offset[object], offset[object + 1] - offset[object]};
  }
};

/// Presolves (network/presolve.hpp) and joins. Seeds: a rank's stage, speed and private links (kind, capacity); a
/// group's kind; a flow's class (group, share, latency); a link's kind and capacity. \throws std::length_error if a
/// flow crosses a link more than 16 million times
[[nodiscard]] Incidence join(const Traffic& traffic);

}  // namespace gigaplan::network
