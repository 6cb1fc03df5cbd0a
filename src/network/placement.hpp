// On which chip does each rank sit?
#pragma once

#include <cstdint>
#include <vector>

#include "base/issue.hpp"
#include "model/node.hpp"
#include "model/training.hpp"

namespace gigaplan::network {

/// What is wrong with a placement on `nodes` nodes; pointers start at `pointer`.
[[nodiscard]] Issues check_placement(const TrainingJob& job, const Node& node, long nodes, const std::string& pointer);

/// Chips by rank.
///
/// packed: rank r on chip r. rail_aligned: groups of tensor · context ranks do not straddle nodes, so that equal places
/// of groups share a rail; chips that do not fit another group stay idle. scattered: packed, then whole scale-up
/// domains change places, by the seed. given: packed over the listed nodes in their order. Precondition:
/// check_placement() found nothing.
[[nodiscard]] std::vector<std::uint32_t> place_ranks(const TrainingJob& job, const Node& node, long nodes,
                                                     std::uint64_t seed);

}  // namespace gigaplan::network
