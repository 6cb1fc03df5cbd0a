// Which objects are alike? The coarsest equitable partition of a graph that refines its seeds.
#pragma once

#include <cstdint>
#include <vector>

#include "network/incidence.hpp"

namespace gigaplan::network {

/// Objects in cells 0 .. size()-1, numbered by their lowest object.
struct Partition {
  std::vector<std::uint32_t> cell_of;         ///< one an object
  std::vector<std::uint32_t> representative;  ///< lowest object of each cell
  std::vector<std::uint32_t> size;            ///< objects of each cell
};

/// Colour refinement (one-dimensional Weisfeiler-Leman): splits cells until any two objects of a cell have equally many
/// edges of each role into every other cell. Worst case O(edges · log objects): an object hands its new colour on only
/// when it leaves the larger part of its cell (Hopcroft's rule; Berkholz, Bonsma & Grohe 2017,
/// doi:10.1007/s00224-016-9686-0). Neighbourhoods are told apart by sums of 64-bit hashes; check_equitable() proves the
/// result afterwards.
[[nodiscard]] Partition refine(const Incidence& graph);

/// Every object its own cell.
[[nodiscard]] Partition discrete(const Incidence& graph);

/// Throws std::logic_error unless any two objects of a cell have the same seed and equally many edges of each role into
/// every cell.
void check_equitable(const Incidence& graph, const Partition& partition);

}  // namespace gigaplan::network
