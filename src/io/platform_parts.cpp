#include "io/platform_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace gigaplan::io {
namespace {

using network::Routing;
using network::TrunkKind;

/// A name for XML: "leaf to spine" becomes "leaf-to-spine".
std::string plain(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9'); }, '-');
  return text;
}

std::uint32_t count(const Routing& r, TrunkKind kind) {
  return r.first[static_cast<std::size_t>(kind) + 1] - r.trunk(kind, 0);
}

/// Trunks from leaves to the spines of their pod, and from there to the core of their rail's tree.
PlatformGraph trunk_graph(const Routing& r, const network::TreeTrunks& trunks) {
  PlatformGraph graph;
  const auto leaves = count(r, TrunkKind::leaf_up);
  const auto pods = count(r, TrunkKind::pod_up);
  const std::uint32_t pods_per_tree = pods / r.rail_trees;
  for (std::uint32_t i = 0; i < leaves; ++i) graph.switches.push_back(fmt::format("leaf-{}", i));
  for (std::uint32_t i = 0; i < pods; ++i) graph.switches.push_back(fmt::format("pod-{}", i));
  for (std::uint32_t i = 0; i < r.rail_trees; ++i) graph.switches.push_back(fmt::format("core-{}", i));
  const auto join = [&](std::uint32_t below, std::uint32_t above, TrunkKind up, TrunkKind down, std::uint32_t index) {
    const auto link = platform_link(r, up, index);
    if (link.bandwidth <= ByteRate{}) return;  // nothing above, or all of it down
    graph.edges.push_back({below, above, link});
    graph.edges.push_back({above, below, platform_link(r, down, index)});
  };
  for (std::uint32_t i = 0; i < leaves; ++i)
    join(i, leaves + trunks.pod_of_leaf[i], TrunkKind::leaf_up, TrunkKind::leaf_down, i);
  for (std::uint32_t i = 0; i < pods; ++i)
    join(leaves + i, leaves + pods + i / pods_per_tree, TrunkKind::pod_up, TrunkKind::pod_down, i);
  return graph;
}

PlatformGraph switch_graph(const Routing& r, const network::SwitchGraph& switches) {
  PlatformGraph graph;
  for (std::uint32_t s = 0; s < switches.switches(); ++s) {
    graph.switches.push_back(fmt::format("switch-{}", s));
    std::map<std::uint32_t, PlatformLink> to;
    for (const auto& link : switches.from(s)) {
      const auto name = fmt::format("{}-{}", plain(r.link_names[r.link_kind[link.link]]), link.link - r.first.back());
      const auto [place, first] = to.try_emplace(link.to, PlatformLink{name, ByteRate{}, r.switch_step});
      place->second.bandwidth += r.link_capacity[link.link];
    }
    for (const auto& [other, link] : to) graph.edges.push_back({s, other, link});
  }
  return graph;
}

}  // namespace

std::vector<PlatformPart> platform_parts(const Routing& r) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, PlatformPart> parts;
  for (std::uint32_t chip = 0; chip < r.nic_of_chip.size(); ++chip) {
    const std::uint32_t nic = r.nic_in_use(r.nic_of_chip[chip]), leaf = r.leaf_of_nic[nic],
                        domain = r.domain_of_chip[chip];
    auto& part = parts[{leaf, domain, r.rail_trees > 1 ? nic / r.nics_per_node : 0}];
    part.leaf = leaf;
    part.domain = domain;
    part.chips.push_back(chip);
  }
  std::vector<PlatformPart> found;
  found.reserve(parts.size());
  for (auto& [key, part] : parts) found.push_back(std::move(part));
  return found;
}

PlatformGraph platform_graph(const Routing& r) {
  if (const auto* trunks = std::get_if<network::TreeTrunks>(&r.fabric)) return trunk_graph(r, *trunks);
  return std::visit(
      [&](const auto& routes) {
        if constexpr (requires { routes.graph; }) {
          return switch_graph(r, routes.graph);
        } else {
          return PlatformGraph{};
        }
      },
      r.fabric);
}

PlatformLink platform_link(const Routing& r, TrunkKind kind, std::uint32_t index) {
  Time latency = r.switch_step;
  if (kind == TrunkKind::scale_up_up || kind == TrunkKind::scale_up_down) latency = r.domain_step / 2;
  if (kind == TrunkKind::nic_up || kind == TrunkKind::nic_down) latency = r.nic_step / 2;
  return {fmt::format("{}-{}", plain(r.link_names[static_cast<std::size_t>(kind)]), index),
          r.link_capacity[r.trunk(kind, index)], latency};
}

bool nic_is_up(const Routing& r, std::uint32_t nic) {
  return r.link_capacity[r.trunk(TrunkKind::nic_up, nic)] > ByteRate{};
}

NicWay nic_way(const Routing& r, std::uint32_t chip) {
  const std::uint32_t own = r.nic_of_chip[chip], nic = r.nic_in_use(own), other = nic * r.chips_per_nic;
  if (!nic_is_up(r, nic)) return {};
  const auto link = [&](TrunkKind kind, std::uint32_t index) { return platform_link(r, kind, index).name; };
  const auto up = link(TrunkKind::nic_up, nic), down = link(TrunkKind::nic_down, nic);
  if (nic == own) return {{up}, {down}};
  return {{link(TrunkKind::scale_up_up, chip), link(TrunkKind::scale_up_down, other), up},
          {down, link(TrunkKind::scale_up_up, other), link(TrunkKind::scale_up_down, chip)}};
}

}  // namespace gigaplan::io
