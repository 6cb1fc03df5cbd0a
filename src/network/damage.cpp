// Which cables, switches and chips are broken?
#include "network/damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/range/iterator_range.hpp>
#include <numeric>
#include <string>

#include "base/random.hpp"

namespace gigaplan::network {
namespace {

struct SwitchRange {
  const std::string* name;
  std::uint32_t first, count;
};

std::array<SwitchRange, 3> switch_ranges(const Topology& t) {
  return {{{&t.leaf_name, t.first_leaf(), t.leaves},
           {&t.spine_name, t.first_spine(), t.spines},
           {&t.core_name, t.first_core(), t.cores}}};
}

/// One cable: a bundle, from its lower vertex.
struct Cable {
  std::uint32_t from = 0, arc = 0;
};

/// Every cable of a kind once, in the order of vertices.
std::vector<Cable> cables_of(const Topology& t, std::size_t kind) {
  std::vector<Cable> cables;
  for (std::uint32_t v = t.first_nic(); v < t.vertices(); ++v) {
    std::uint32_t arc = 0;
    for (const auto edge : boost::make_iterator_range(boost::out_edges(v, t.graph))) {
      if (t.graph[edge].cable == kind && boost::target(edge, t.graph) > v)
        cables.insert(cables.end(), t.graph[edge].multiplicity, {v, arc});
      ++arc;
    }
  }
  return cables;
}

std::size_t kind_of(const Topology& t, const std::string& name) {
  for (std::size_t kind = 1; kind < t.cables.size(); ++kind)
    if (t.cables[kind].name == name) return kind;
  return 0;
}

/// Numbers 0 .. size-1, `count` of them, picked.
std::vector<std::size_t> pick(std::size_t size, long count, RandomStream random) {
  std::vector<std::size_t> all(size);
  std::iota(all.begin(), all.end(), std::size_t{0});
  shuffle(all, random);
  all.resize(std::min(size, static_cast<std::size_t>(count)));
  return all;
}

/// Takes `part` of the bundle away, both ways.
void weaken(Topology& t, std::uint32_t from, std::uint32_t arc, double part) {
  const auto edge = *std::next(boost::out_edges(from, t.graph).first, static_cast<int>(arc));
  const auto to = static_cast<std::uint32_t>(boost::target(edge, t.graph));
  const double left = std::max(0.0, t.graph[edge].intact - part);
  const double intact = left < 1e-12 ? 0 : left;
  for (const auto back : boost::make_iterator_range(boost::out_edges(to, t.graph))) {
    if (boost::target(back, t.graph) != from || t.graph[back].intact != t.graph[edge].intact) continue;
    t.graph[back].intact = intact;
    break;
  }
  t.graph[edge].intact = intact;
}

void cut_off(Topology& t, std::uint32_t vertex) {
  const auto arcs = static_cast<std::uint32_t>(boost::out_degree(vertex, t.graph));
  for (std::uint32_t arc = 0; arc < arcs; ++arc) weaken(t, vertex, arc, 1);
}

void fault(Issues& issues, const std::string& pointer, const std::string& message, const std::string& remedy) {
  issues.push_back({Severity::error, "", "/cluster/damage/" + pointer, message, remedy});
}

std::string list(const std::vector<std::string>& names) {
  return fmt::format("use {}", fmt::join(names, ", "));
}

}  // namespace

Issues check_damage(const Topology& t, const Damage& damage) {
  Issues issues;
  std::vector<std::string> cables, switches;
  for (std::size_t kind = 1; kind < t.cables.size(); ++kind) cables.push_back(t.cables[kind].name);
  for (const auto& range : switch_ranges(t))
    if (range.count > 0) switches.push_back(*range.name);
  for (std::size_t i = 0; i < damage.links.size(); ++i) {
    const LinkDamage& d = damage.links[i];
    const std::size_t kind = kind_of(t, d.where);
    if (kind == 0) {
      fault(issues, fmt::format("links/{}/where", i), fmt::format("no cables \"{}\"", printable(d.where)),
            list(cables));
      continue;
    }
    const auto there = static_cast<long>(cables_of(t, kind).size());
    if (d.count > there) {
      fault(issues, fmt::format("links/{}/count", i), fmt::format("{} of {} cables {}", d.count, there, d.where),
            "break fewer");
    }
  }
  for (std::size_t i = 0; i < damage.switches.size(); ++i) {
    const SwitchDamage& d = damage.switches[i];
    const auto found = std::ranges::find(switches, d.where);
    if (found == switches.end()) {
      fault(issues, fmt::format("switches/{}/where", i), fmt::format("no switches \"{}\"", printable(d.where)),
            list(switches));
      continue;
    }
    for (const auto& range : switch_ranges(t)) {
      if (*range.name == d.where && d.count > static_cast<long>(range.count)) {
        fault(issues, fmt::format("switches/{}/count", i), fmt::format("{} of {} {}s", d.count, range.count, d.where),
              "break fewer");
      }
    }
  }
  for (std::size_t i = 0; i < damage.slow_chips.size(); ++i) {
    if (damage.slow_chips[i].count > static_cast<long>(t.chips)) {
      fault(issues, fmt::format("slow_chips/{}/count", i),
            fmt::format("{} of {} chips", damage.slow_chips[i].count, t.chips), "slow down fewer");
    }
  }
  const int planes = t.kind == TopologyKind::fat_tree ? t.shape.planes : 1;
  if (damage.planes_down >= planes && damage.planes_down > 0)
    fault(issues, "planes_down", fmt::format("{} of {} planes", damage.planes_down, planes), "leave at least one");
  return issues;
}

void apply_damage(const Damage& damage, std::uint64_t seed, Topology& t) {
  for (std::size_t i = 0; i < damage.links.size(); ++i) {
    const LinkDamage& d = damage.links[i];
    const std::vector<Cable> cables = cables_of(t, kind_of(t, d.where));
    for (const std::size_t n : pick(cables.size(), d.count, RandomStream(seed, "damaged links", i))) {
      const auto edge = *std::next(boost::out_edges(cables[n].from, t.graph).first, static_cast<int>(cables[n].arc));
      weaken(t, cables[n].from, cables[n].arc, (1 - d.capacity) / t.graph[edge].multiplicity);
    }
  }
  for (std::size_t i = 0; i < damage.switches.size(); ++i) {
    for (const auto& range : switch_ranges(t)) {
      if (*range.name != damage.switches[i].where) continue;
      for (const std::size_t n : pick(range.count, damage.switches[i].count, RandomStream(seed, "damaged switches", i)))
        cut_off(t, range.first + static_cast<std::uint32_t>(n));
    }
  }
  if (damage.planes_down == 0) return;
  const auto planes = static_cast<std::uint32_t>(t.shape.planes), down = static_cast<std::uint32_t>(damage.planes_down);
  const auto per_tree = static_cast<std::uint32_t>(t.shape.leaves);
  for (std::uint32_t leaf = 0; leaf < t.leaves; ++leaf)
    if (leaf / per_tree % planes >= planes - down) cut_off(t, t.first_leaf() + leaf);
}

std::vector<double> chip_speeds(const Damage& damage, std::uint64_t seed, std::uint32_t chips) {
  std::vector<double> speeds;
  for (std::size_t i = 0; i < damage.slow_chips.size(); ++i) {
    if (damage.slow_chips[i].count == 0) continue;
    speeds.resize(chips, 1.0);
    for (const std::size_t chip : pick(chips, damage.slow_chips[i].count, RandomStream(seed, "slow chips", i)))
      speeds[chip] = std::min(speeds[chip], damage.slow_chips[i].speed);
  }
  return speeds;
}

}  // namespace gigaplan::network
