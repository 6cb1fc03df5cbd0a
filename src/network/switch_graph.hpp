// Which links lead from one switch to others?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gigaplan::network {

/// The switches of a fabric and the directed links between them, in compressed rows. Switches are numbered leaves,
/// spines, cores.
struct SwitchGraph {
  struct Link {
    std::uint32_t to = 0;      ///< switch
    std::uint32_t link = 0;    ///< id among all links
    std::uint32_t cables = 1;  ///< in parallel, as one link
    bool operator==(const Link&) const = default;
  };
  std::vector<std::uint32_t> offset;  ///< switches + 1
  std::vector<Link> links;            ///< of each switch by `to`

  [[nodiscard]] std::uint32_t switches() const { return static_cast<std::uint32_t>(offset.size()) - 1; }
  [[nodiscard]] std::span<const Link> from(std::uint32_t at) const {
    return {links.data() + offset[at], offset[at + 1] - offset[at]};
  }
  /// The link (the first of several) from `at` to its neighbour `to`. \throws std::logic_error if there is none
  [[nodiscard]] std::uint32_t link(std::uint32_t at, std::uint32_t to) const;
  bool operator==(const SwitchGraph&) const = default;
};

/// Hops from every switch to one, by breadth-first search over links in both directions; `unreachable` where there is
/// no way.
inline constexpr std::uint16_t unreachable = 0xffff;
[[nodiscard]] std::vector<std::uint16_t> hops_to(const SwitchGraph& graph, std::uint32_t to);

}  // namespace gigaplan::network
