// On which chip does each rank sit?
#include "network/placement.hpp"

#include <fmt/format.h>

#include <numeric>
#include <set>

#include "base/random.hpp"

namespace gigaplan::network {
namespace {

/// Chips that a placement offers, in the order in which ranks take them.
std::vector<std::uint32_t> offered(const TrainingJob& job, const Node& node, long nodes, std::uint64_t seed) {
  const long per_node = node.chips_per_node;
  std::vector<std::uint32_t> chips;
  const auto add = [&](long first, long count) {
    for (long i = 0; i < count; ++i) chips.push_back(static_cast<std::uint32_t>(first + i));
  };
  switch (job.placement.kind) {
    case PlacementKind::packed: add(0, nodes * per_node); break;
    case PlacementKind::rail_aligned: {
      const long unit = 1L * job.plan.tensor * job.plan.context;
      const long span = unit <= per_node ? per_node : (unit + per_node - 1) / per_node * per_node;
      const long used = unit <= per_node ? per_node / unit * unit : unit;
      for (long first = 0; first + span <= nodes * per_node; first += span) add(first, used);
      break;
    }
    case PlacementKind::scattered: {
      const long domain = node.scale_up.domain_chips, all = nodes * per_node;
      std::vector<long> order(static_cast<std::size_t>((all + domain - 1) / domain));
      std::iota(order.begin(), order.end(), 0L);
      RandomStream random(seed, "placement");
      shuffle(order, random);
      for (const long d : order) add(d * domain, std::min(domain, all - d * domain));
      break;
    }
    case PlacementKind::given:
      for (const NodeRange& range : job.placement.nodes) add(range.first * per_node, range.count * per_node);
      break;
  }
  return chips;
}

}  // namespace

Issues check_placement(const TrainingJob& job, const Node& node, long nodes, const std::string& pointer) {
  Issues issues;
  const auto error = [&](const std::string& at, const std::string& message, const std::string& remedy) {
    issues.push_back({Severity::error, "", pointer + at, message, remedy});
  };
  const auto& ranges = job.placement.nodes;
  if (job.placement.kind != PlacementKind::given) {
    if (!ranges.empty()) error("/nodes", "nodes are listed, but the kind is not \"given\"", "use kind \"given\"");
  } else {
    std::set<long> seen;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::string at = fmt::format("/nodes/{}", i);
      if (ranges[i].first + ranges[i].count > nodes) {
        error(at, fmt::format("nodes {} to {} of {}", ranges[i].first, ranges[i].first + ranges[i].count - 1, nodes),
              fmt::format("the last node is {}", nodes - 1));
        continue;
      }
      for (long n = 0; n < ranges[i].count; ++n) {
        if (seen.insert(ranges[i].first + n).second) continue;
        error(at, fmt::format("node {} is there twice", ranges[i].first + n), "list each node once");
        break;
      }
    }
  }
  if (has_errors(issues)) return issues;
  const auto places = static_cast<long>(offered(job, node, nodes, 0).size());
  if (places < job.plan.world()) {
    error("", fmt::format("it offers {} chips, the plan needs {}", places, job.plan.world()),
          "use more nodes, or lower data");
  }
  return issues;
}

std::vector<std::uint32_t> place_ranks(const TrainingJob& job, const Node& node, long nodes, std::uint64_t seed) {
  auto chips = offered(job, node, nodes, seed);
  chips.resize(static_cast<std::size_t>(job.plan.world()));
  return chips;
}

}  // namespace gigaplan::network
