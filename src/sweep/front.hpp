// Which choices does no other beat, and what does the next one up cost?
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace gigaplan::sweep {

/// What is to be as small as possible.
struct Objectives {
  double step_s = 0, fabric_eur = 0, fabric_w = 0;
  bool operator==(const Objectives&) const = default;
};

/// True for each choice that no other dominates: none is at least as good in all objectives and better in one. Equal
/// choices are on the front together, or are not. O(n log n): Kung, Luccio & Preparata 1975, J. ACM 22(4).
/// Precondition: all values are finite.
[[nodiscard]] std::vector<bool> pareto_front(const std::vector<Objectives>& choices);

/// For each choice on the front: the cheapest choice of the front whose step is shorter (of equal prices the fastest,
/// then that of least power, then the first). None at the fastest, and off the front.
[[nodiscard]] std::vector<std::optional<std::size_t>> steps_up(const std::vector<Objectives>& choices,
                                                               const std::vector<bool>& front);

}  // namespace gigaplan::sweep
