// Which objects are alike?
#include "network/refine.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "base/random.hpp"

namespace gigaplan::network {
namespace {

/// A random-looking value for each number.
constexpr std::uint64_t mix(std::uint64_t x) {
  return mix_bits((x + 1) * golden_gamma);
}

/// What an edge adds to the signature at its end: the cell's value times an odd number for its role times its weight.
/// Additive, so that a cell's new value is handed on as a difference.
std::uint64_t term(std::uint64_t cell_value, Incidence::Edge edge) {
  static constexpr auto factors = [] {
    std::array<std::uint64_t, 256> all{};
    for (std::uint64_t role = 0; role < all.size(); ++role) all[role] = mix(~role) | 1;
    return all;
  }();
  return cell_value * factors[edge.role] * edge.weight;
}

/// Cells are ranges of `order`. An object's signature is Σ term(cell, edge) over its neighbours, and all objects of a
/// cell that were not touched since it was last looked at have the same one.
class Refinement {
 public:
  explicit Refinement(const Incidence& graph)
      : graph_(graph),
        cell_of_(graph.seed),
        order_(graph.objects()),
        place_(graph.objects()),
        signature_(graph.objects(), 0),
        is_touched_(graph.objects(), 0) {
    start_from_seeds();
  }

  std::vector<std::uint32_t> run() {
    while (!touched_.empty()) {
      gather();
      for (const std::uint32_t cell : touched_cells_) split(cell);
      touched_cells_.clear();
      for (const auto& [cell, old] : moved_) hand_on(cell, old);
      moved_.clear();
    }
    return std::move(cell_of_);
  }

 private:
  void start_from_seeds() {
    const std::uint32_t cells = 1 + *std::max_element(cell_of_.begin(), cell_of_.end());
    start_.assign(cells + 1, 0);
    for (const std::uint32_t cell : cell_of_) ++start_[cell + 1];
    std::partial_sum(start_.begin(), start_.end(), start_.begin());
    size_.resize(cells);
    for (std::uint32_t cell = 0; cell < cells; ++cell) size_[cell] = start_[cell + 1] - start_[cell];
    std::vector<std::uint32_t> next(start_.begin(), start_.end() - 1);
    start_.pop_back();
    count_.assign(cells, 0);
    std::vector<std::uint64_t> values(cells);
    for (std::uint32_t cell = 0; cell < cells; ++cell) values[cell] = mix(cell);
    for (std::uint32_t v = 0; v < graph_.objects(); ++v) {
      place_[v] = next[cell_of_[v]]++;
      order_[place_[v]] = v;
      for (const Incidence::Edge edge : graph_.of(v)) signature_[v] += term(values[cell_of_[edge.object]], edge);
      touch(v);
    }
  }

  void touch(std::uint32_t v) {
    if (is_touched_[v]) return;
    is_touched_[v] = 1;
    touched_.push_back(v);
  }

  /// Moves the touched objects to the front of their cells.
  void gather() {
    for (const std::uint32_t v : touched_) {
      is_touched_[v] = 0;
      const std::uint32_t cell = cell_of_[v];
      if (count_[cell] == 0) touched_cells_.push_back(cell);
      swap_to(v, start_[cell] + count_[cell]++);
    }
    touched_.clear();
  }

  void swap_to(std::uint32_t v, std::uint32_t place) {
    const std::uint32_t other = order_[place];
    order_[place_[v]] = other;
    place_[other] = place_[v];
    order_[place] = v;
    place_[v] = place;
  }

  /// Splits a cell by signature; the largest part stays.
  void split(std::uint32_t cell) {
    const std::uint32_t first = start_[cell], end = first + size_[cell];
    const std::uint32_t touched_end = first + std::exchange(count_[cell], 0);
    if (!sort_range(first, touched_end, touched_end < end ? order_[touched_end] : order_[first])) {
      if (touched_end == end || signature_[order_[first]] == signature_[order_[touched_end]]) return;
    }
    parts_.clear();
    for (std::uint32_t at = first; at < end;) {
      std::uint32_t stop = at + 1;
      const std::uint64_t signature = signature_[order_[at]];
      while (stop < touched_end && signature_[order_[stop]] == signature) ++stop;
      if (stop >= touched_end &&
          (at >= touched_end || touched_end == end || signature_[order_[touched_end]] == signature))
        stop = end;
      parts_.emplace_back(at, stop);
      at = stop;
    }
    keep_largest(cell);
  }

  /// Sorts the touched objects by signature, those that are like `rest` last. False if they are all alike.
  bool sort_range(std::uint32_t first, std::uint32_t end, std::uint32_t rest) {
    const std::uint64_t common = signature_[order_[first]], last = signature_[rest];
    bool alike = true;
    for (std::uint32_t at = first; at < end && alike; ++at) alike = signature_[order_[at]] == common;
    if (alike) return false;
    if (!sort_few(first, end, last)) sort_many(first, end, last);
    return true;
  }

  /// Counting sort by signature when there are few of them. False if there are many.
  bool sort_few(std::uint32_t first, std::uint32_t end, std::uint64_t last) {
    constexpr std::size_t few = 12;
    std::vector<std::pair<std::uint64_t, std::uint32_t>>& found = keys_;  // (signature, count, then place)
    found.assign(1, {last, 0});
    scratch_.clear();
    for (std::uint32_t at = first; at < end; ++at) {
      const std::uint64_t signature = signature_[order_[at]];
      std::uint32_t i = 0;
      while (i < found.size() && found[i].first != signature) ++i;
      if (i == few) return false;
      if (i == found.size()) found.emplace_back(signature, 0);
      ++found[i].second;
      scratch_.emplace_back(i, order_[at]);
    }
    std::uint32_t next = end;
    for (auto& [signature, count] : found)
      next -= std::exchange(count, next - count);  // `last` comes first: at the end
    for (const auto& [i, v] : scratch_) {
      place_[v] = found[i].second++;
      order_[place_[v]] = v;
    }
    return true;
  }

  void sort_many(std::uint32_t first, std::uint32_t end, std::uint64_t last) {
    keys_.clear();
    for (std::uint32_t at = first; at < end; ++at)
      keys_.emplace_back(signature_[order_[at]] - last - 1, order_[at]);  // wraps: `last` becomes the largest
    std::sort(keys_.begin(), keys_.end());
    for (std::uint32_t at = first; at < end; ++at) {
      order_[at] = keys_[at - first].second;
      place_[order_[at]] = at;
    }
  }

  void keep_largest(std::uint32_t cell) {
    const auto largest = std::max_element(parts_.begin(), parts_.end(), [](const auto& a, const auto& b) {
      return a.second - a.first < b.second - b.first;
    });
    for (auto part = parts_.begin(); part != parts_.end(); ++part) {
      if (part == largest) {
        start_[cell] = part->first;
        size_[cell] = part->second - part->first;
        continue;
      }
      const auto fresh = static_cast<std::uint32_t>(start_.size());
      start_.push_back(part->first);
      size_.push_back(part->second - part->first);
      count_.push_back(0);
      for (std::uint32_t at = part->first; at < part->second; ++at) cell_of_[order_[at]] = fresh;
      moved_.emplace_back(fresh, cell);
    }
  }

  /// Tells the neighbours of a new cell that its objects have left the old one.
  void hand_on(std::uint32_t cell, std::uint32_t old) {
    const std::uint64_t change = mix(cell) - mix(old);
    for (std::uint32_t at = start_[cell]; at < start_[cell] + size_[cell]; ++at) {
      for (const Incidence::Edge edge : graph_.of(order_[at])) {
        signature_[edge.object] += term(change, edge);
        touch(edge.object);
      }
    }
  }

  const Incidence& graph_;
  std::vector<std::uint32_t> cell_of_, order_, place_;
  std::vector<std::uint64_t> signature_;
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint32_t> start_, size_, count_;  ///< one a cell; count: touched objects at its front
  std::vector<std::uint32_t> touched_, touched_cells_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> moved_, parts_,
      scratch_;  ///< (new cell, old cell); ranges; (signature's number, object)
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys_;
};

}  // namespace

Partition refine(const Incidence& graph) {
  Partition partition;
  if (graph.objects() == 0) return partition;
  partition.cell_of = Refinement(graph).run();
  std::vector<std::uint32_t> number(graph.objects() + graph.seed.size(), ~0u);
  for (std::uint32_t v = 0; v < graph.objects(); ++v) {
    std::uint32_t& cell = number[partition.cell_of[v]];
    if (cell == ~0u) {
      cell = static_cast<std::uint32_t>(partition.size.size());
      partition.representative.push_back(v);
      partition.size.push_back(0);
    }
    partition.cell_of[v] = cell;
    ++partition.size[cell];
  }
  return partition;
}

Partition discrete(const Incidence& graph) {
  Partition partition;
  partition.cell_of.resize(graph.objects());
  std::iota(partition.cell_of.begin(), partition.cell_of.end(), 0u);
  partition.representative = partition.cell_of;
  partition.size.assign(graph.objects(), 1);
  return partition;
}

void check_equitable(const Incidence& graph, const Partition& partition) {
  const auto key = [&](Incidence::Edge edge) {
    return std::size_t{graph.roles} * partition.cell_of[edge.object] + edge.role;
  };
  std::vector<std::uint64_t> expected(graph.roles * partition.size.size(), 0), found(expected);
  std::vector<std::uint32_t> first(partition.size.size() + 1, 0), members(graph.objects());
  for (const std::uint32_t cell : partition.cell_of) ++first[cell + 1];
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::uint32_t v = 0; v < graph.objects(); ++v) members[next[partition.cell_of[v]]++] = v;

  for (std::uint32_t cell = 0; cell < partition.size.size(); ++cell) {
    const auto model = graph.of(partition.representative[cell]);
    std::uint64_t weight = 0;
    for (const Incidence::Edge edge : model) expected[key(edge)] += edge.weight, weight += edge.weight;
    for (std::uint32_t at = first[cell]; at < first[cell + 1]; ++at) {
      const std::uint32_t v = members[at];
      bool same = graph.seed[v] == graph.seed[partition.representative[cell]];
      std::uint64_t left = weight;
      // As much weight in total, and into no cell more than expected: into each exactly as much.
      for (const Incidence::Edge edge : graph.of(v)) {
        same &= (found[key(edge)] += edge.weight) <= expected[key(edge)] && edge.weight <= left;
        left -= edge.weight;
      }
      for (const Incidence::Edge edge : graph.of(v)) found[key(edge)] = 0;
      if (!same || left != 0) throw std::logic_error("the fold's partition is not equitable");
    }
    for (const Incidence::Edge edge : model) expected[key(edge)] = 0;
  }
}

}  // namespace gigaplan::network
