// Which links can never bind?
#include "network/presolve.hpp"

#include <algorithm>

namespace gigaplan::network {
namespace {

constexpr double rounding = 1 + 1e-12;  // a trunk of 32 cables against the sum of 32 cables

/// Who crosses each link, but not as the first of its message.
struct Crossings {
  struct Crossing {
    std::uint32_t message = 0, weight = 0;
  };
  std::vector<std::uint32_t> offset;
  std::vector<Crossing> crossings;

  explicit Crossings(const Traffic& traffic) : offset(traffic.link_kind.size() + 1, 0) {
    for (std::size_t m = 0; m < traffic.messages(); ++m)
      for (const Hop& hop : traffic.hops_of_message(m).subspan(1)) ++offset[hop.link + 1];
    for (std::size_t link = 0; link + 1 < offset.size(); ++link) offset[link + 1] += offset[link];
    crossings.resize(offset.back());
    std::vector<std::uint32_t> place(offset.begin(), offset.end() - 1);
    for (std::size_t m = 0; m < traffic.messages(); ++m) {
      for (const Hop& hop : traffic.hops_of_message(m).subspan(1))
        crossings[place[hop.link]++] = {static_cast<std::uint32_t>(m), hop.weight};
    }
  }
};

/// Looks whether the end links of a link's messages vouch for it.
class Witnesses {
 public:
  explicit Witnesses(const Traffic& traffic)
      : traffic_(traffic), crossings_(traffic), part_(traffic.link_kind.size(), 0) {}

  [[nodiscard]] bool crossed_later(std::uint32_t link) const {
    return crossings_.offset[link] != crossings_.offset[link + 1];
  }

  /// Σ over distinct end links (the first ones, or the last) of capacity × the largest part: more than the link has?
  [[nodiscard]] bool exceeded(std::uint32_t link, bool first) {
    const double limit = traffic_.link_capacity[link].base() * traffic_.whole * rounding;
    double sum = 0;
    for (std::uint32_t i = crossings_.offset[link]; i < crossings_.offset[link + 1] && sum <= limit; ++i) {
      const auto& [message, weight] = crossings_.crossings[i];
      const auto hops = traffic_.hops_of_message(message);
      const std::uint32_t end = first ? hops.front().link : hops.back().link;
      if (end == link) sum = limit * 2;  // it cannot vouch for itself
      std::uint32_t& part = part_[end];
      if (part == 0) seen_.push_back(end);
      if (weight <= part) continue;
      sum += traffic_.link_capacity[end].base() * (weight - part);
      part = weight;
    }
    for (const std::uint32_t end : seen_) part_[end] = 0;
    seen_.clear();
    return sum > limit;
  }

 private:
  const Traffic& traffic_;
  Crossings crossings_;
  std::vector<std::uint32_t> part_;  ///< by end link: largest weight so far
  std::vector<std::uint32_t> seen_;  ///< end links with a part
};

}  // namespace

std::vector<std::uint8_t> links_that_may_bind(const Traffic& traffic) {
  const auto links = static_cast<std::uint32_t>(traffic.link_kind.size());
  std::vector<std::uint8_t> keep(links, 0);
  Witnesses witnesses(traffic);
  for (std::uint32_t link = 0; link < links; ++link) {
    if (witnesses.crossed_later(link)) keep[link] = witnesses.exceeded(link, true) && witnesses.exceeded(link, false);
  }
  for (std::size_t m = 0; m < traffic.messages(); ++m) keep[traffic.hops_of_message(m).front().link] = 1;
  return keep;
}

}  // namespace gigaplan::network
