#include "sweep/front.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <tuple>

namespace gigaplan::sweep {
namespace {

/// Price and power of what was met so far and is not dominated in these two: price rises, power falls.
class Staircase {
 public:
  /// True if something met before is at most as dear and draws at most as much.
  [[nodiscard]] bool covers(const Objectives& c) const {
    const auto dearer = stairs_.upper_bound(c.fabric_eur);
    return dearer != stairs_.begin() && std::prev(dearer)->second <= c.fabric_w;
  }
  /// Precondition: it is not covered.
  void add(const Objectives& c) {
    auto at = stairs_.lower_bound(c.fabric_eur);
    while (at != stairs_.end() && at->second >= c.fabric_w) {
      at = stairs_.erase(at);
    }
    stairs_.emplace_hint(at, c.fabric_eur, c.fabric_w);
  }

 private:
  std::map<double, double> stairs_;
};

/// The numbers of the choices, sorted by `key`, equal ones as they stood.
template <class Key>
std::vector<std::size_t> sorted(std::size_t count, const Key& key) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, key);
  return order;
}

}  // namespace

std::vector<bool> pareto_front(const std::vector<Objectives>& choices) {
  // By step time, then price, then power: only what comes before can dominate.
  const auto order = sorted(choices.size(), [&](std::size_t i) {
    return std::tuple(choices[i].step_s, choices[i].fabric_eur, choices[i].fabric_w);
  });
  std::vector<bool> front(choices.size(), false);
  Staircase met;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const Objectives& choice = choices[order[k]];
    if (k > 0 && choice == choices[order[k - 1]]) {
      front[order[k]] = front[order[k - 1]];
    } else if (!met.covers(choice)) {
      front[order[k]] = true;
      met.add(choice);
    }
  }
  return front;
}

std::vector<std::optional<std::size_t>> steps_up(const std::vector<Objectives>& choices,
                                                 const std::vector<bool>& front) {
  const auto order = sorted(choices.size(), [&](std::size_t i) { return choices[i].step_s; });
  const auto rank = [&](std::size_t i) {
    return std::tuple(choices[i].fabric_eur, choices[i].step_s, choices[i].fabric_w, i);
  };
  std::vector<std::optional<std::size_t>> result(choices.size());
  std::optional<std::size_t> cheapest;  // of those that are faster than the group at `begin`
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    for (; end < order.size() && choices[order[end]].step_s == choices[order[begin]].step_s; ++end) {
      result[order[end]] = front[order[end]] ? cheapest : std::nullopt;
    }
    for (; begin < end; ++begin) {
      const std::size_t each = order[begin];
      if (front[each] && (!cheapest || rank(each) < rank(*cheapest))) {
        cheapest = each;
      }
    }
  }
  return result;
}

}  // namespace gigaplan::sweep
