// Which links are alike, and which of them are full?
#include "network/link_classes.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>

#include "network/loads.hpp"

namespace gigaplan::network {
namespace {

constexpr double alike = 0.01;

/// Links first .. last-1 of those that are sorted by kind and load.
struct Range {
  std::size_t first = 0, last = 0;
  double mean = 0;
  std::size_t gap = 0;  ///< before which to split; 0: all alike
};

class Classes {
 public:
  Classes(const Traffic& traffic, const Topology& topology, std::vector<Bytes> bytes, Time step_time)
      : t_(traffic), topology_(topology), bytes_(std::move(bytes)), step_time_(step_time) {
    for (std::uint32_t link = 0; link < bytes_.size(); ++link)
      if (bytes_[link] > Bytes{}) order_.push_back(link);
    std::ranges::stable_sort(order_, [&](std::uint32_t a, std::uint32_t b) {
      return t_.link_kind[a] != t_.link_kind[b] ? t_.link_kind[a] < t_.link_kind[b] : load(a) > load(b);
    });
    for (std::size_t first = 0, i = 1; i <= order_.size(); ++i) {
      if (i < order_.size() && t_.link_kind[order_[i]] == t_.link_kind[order_[first]]) continue;
      fullest_.resize(t_.link_names.size(), 0.0);
      fullest_[t_.link_kind[order_[first]]] = load(order_[first]);
      add(first, i);
      first = i;
    }
  }

  void split(std::size_t most) {
    const auto above_mean = [&](const Range& r) { return r.gap > 0 ? load(order_[r.first]) - r.mean : 0.0; };
    while (ranges_.size() < most) {
      const auto worst = std::ranges::max_element(ranges_, {}, above_mean);
      if (worst == ranges_.end() || worst->gap == 0) return;
      const Range whole = *worst;
      ranges_.erase(worst);
      add(whole.first, whole.gap);
      add(whole.gap, whole.last);
    }
  }

  [[nodiscard]] std::vector<LinkClass> take(const StepProgram& program) const {
    std::vector<std::uint64_t> of_kind(t_.link_names.size(), 0);
    for (const auto kind : t_.link_kind) ++of_kind[kind];
    std::vector<LinkClass> classes;
    for (const Range& r : ranges_) {
      const std::uint32_t fullest = order_[r.first];
      const auto kind = t_.link_kind[fullest];
      classes.push_back({t_.link_names[kind],
                         r.last - r.first,
                         of_kind[kind],
                         t_.link_capacity[fullest],
                         load(fullest),
                         r.mean,
                         load(order_[r.last - 1]),
                         {},
                         {},
                         {}});
    }
    describe(program, classes);
    std::ranges::stable_sort(classes, std::greater<>(), &LinkClass::most);
    return classes;
  }

 private:
  [[nodiscard]] double load(std::uint32_t link) const { return bytes_[link] / (t_.link_capacity[link] * step_time_); }

  void add(std::size_t first, std::size_t last) {
    Range range{first, last, 0, 0};
    double widest = alike * fullest_[t_.link_kind[order_[first]]];
    for (std::size_t i = first; i < last; ++i) {
      range.mean += load(order_[i]) / static_cast<double>(last - first);
      const double gap = i > first ? load(order_[i - 1]) - load(order_[i]) : 0;
      if (gap > widest) {
        widest = gap;
        range.gap = i;
      }
    }
    ranges_.push_back(range);
  }

  /// Whose messages, of which groups, and over which NICs of a node.
  void describe(const StepProgram& program, std::vector<LinkClass>& classes) const {
    std::vector<std::uint32_t> class_of(t_.link_kind.size(), Traffic::none);
    std::vector<std::set<int>> stages(classes.size()), rails(classes.size());
    for (std::uint32_t c = 0; c < classes.size(); ++c) {
      for (std::size_t i = ranges_[c].first; i < ranges_[c].last; ++i) {
        class_of[order_[i]] = c;
        if (const int rail = rail_of(order_[i]); rail >= 0) rails[c].insert(rail);
      }
    }
    for_each_load(t_, program, [&](std::uint32_t link, Group group, std::uint32_t stage, Bytes bytes) {
      const std::uint32_t c = class_of[link];
      if (c == Traffic::none || bytes <= Bytes{}) return;
      classes[c].by_group[static_cast<std::size_t>(group)] += bytes.base();
      stages[c].insert(static_cast<int>(stage));
    });
    for (std::size_t c = 0; c < classes.size(); ++c) {
      const double all = std::accumulate(classes[c].by_group.begin(), classes[c].by_group.end(), 0.0);
      for (double& share : classes[c].by_group) share /= all;
      if (stages[c].size() < program.stages.size()) classes[c].stages.assign(stages[c].begin(), stages[c].end());
      if (rails[c].size() < static_cast<std::size_t>(topology_.nic.per_node))
        classes[c].rails.assign(rails[c].begin(), rails[c].end());
    }
  }

  /// -1: no link of a NIC.
  [[nodiscard]] int rail_of(std::uint32_t link) const {
    const auto kind = static_cast<TrunkKind>(t_.link_kind[link]);
    if (kind != TrunkKind::nic_up && kind != TrunkKind::nic_down) return -1;
    const std::uint32_t first = 2 * topology_.chips + (kind == TrunkKind::nic_down ? topology_.nics : 0);
    return static_cast<int>((link - first) % static_cast<std::uint32_t>(topology_.nic.per_node));
  }

  const Traffic& t_;
  const Topology& topology_;
  std::vector<Bytes> bytes_;
  Time step_time_;
  std::vector<std::uint32_t> order_;
  std::vector<double> fullest_;  ///< load, by kind
  std::vector<Range> ranges_;
};

}  // namespace

std::vector<LinkClass> link_classes(const Traffic& traffic, const StepProgram& program, const Topology& topology,
                                    Time step_time, std::size_t most) {
  Classes classes(traffic, topology, link_bytes(traffic, program), step_time);
  classes.split(most);
  return classes.take(program);
}

}  // namespace gigaplan::network
