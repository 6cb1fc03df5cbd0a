// How do a hundred thousand chips become a few dozen, exactly? An equitable partition of ranks, groups, flows and
// links.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/quantity.hpp"
#include "model/step_program.hpp"

namespace gigaplan::network {

struct Traffic;  // network/traffic.hpp

/// The quotient of a step's traffic by an equitable partition: simulate one flow a cell. All counts are of real things.
struct Fold {
  static constexpr std::uint32_t none = 0xffffffffu;
  struct RankCell {
    int stage = 0;
    double speed = 1;  ///< of its chips, share of a sound one's
    std::uint64_t ranks = 0;
    std::vector<std::uint32_t> flows;   ///< flow cells of the messages that these ranks send along the pipeline
    std::vector<std::uint32_t> groups;  ///< group cells that they belong to, at most one a Group
    bool operator==(const RankCell&) const = default;
  };
  struct GroupCell {
    Group group = Group::tensor;
    std::uint64_t groups = 0;               ///< real groups of this class
    std::vector<std::uint32_t> rank_cells;  ///< members, ascending
    std::vector<std::uint32_t> flows;       ///< flow cells of a group of this class
    bool operator==(const GroupCell&) const = default;
  };
  struct Hop {
    std::uint32_t link_cell = 0;
    std::uint32_t weight = 1;  ///< how much of one real link of the link cell the flows of the flow cell take at a rate
                               ///< of one, reduced with the link cell's capacity by a common divisor
    bool operator==(const Hop&) const = default;
  };
  struct FlowCell {
    Group group = Group::tensor;
    std::uint8_t phase = 0;  ///< of its collective (Traffic::FlowClass)
    std::uint64_t flows = 0;
    std::uint32_t source = none;       ///< pipelines: rank cell that sends it
    std::uint32_t destination = none;  ///< pipelines: rank cell that receives it
    double share = 1;                  ///< of the instruction's wire_bytes
    Time latency;                      ///< of one collective or message: steps × latency a step
    std::vector<Hop> hops;             ///< links that may bind
    bool operator==(const FlowCell&) const = default;
  };
  struct LinkCell {
    std::string name;  ///< kind of link, e.g. "nic up"
    std::uint64_t links = 0;
    ByteRate capacity;   ///< of one real link, protocol efficiency applied
    double divisor = 1;  ///< simulated capacity = capacity ÷ divisor (see Hop::weight)
    bool operator==(const LinkCell&) const = default;
  };
  std::vector<RankCell> ranks;
  std::vector<GroupCell> groups;
  std::vector<FlowCell> flows;
  std::vector<LinkCell> links;  ///< only those that may bind
  std::uint64_t real_flows = 0;
  std::uint64_t real_messages = 0;  ///< that these flows consist of
  std::uint64_t real_links = 0;
  bool operator==(const Fold&) const = default;
};

/// The coarsest equitable partition that colour refinement finds. Throws std::logic_error if the final check fails.
[[nodiscard]] Fold fold(const Traffic& traffic);

/// The discrete partition: every rank, group, flow and link its own cell.
[[nodiscard]] Fold unfolded(const Traffic& traffic);

}  // namespace gigaplan::network
