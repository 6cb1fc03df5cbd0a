// Which cables, switches and chips are broken, and what does that leave?
#pragma once

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "base/issue.hpp"
#include "model/damage.hpp"
#include "network/topology.hpp"

namespace gigaplan::network {

/// Damage has cut off a chip.
struct Unreachable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What in `damage` the fabric does not have: unknown kinds, more than there are. Pointers start at "/cluster/damage".
[[nodiscard]] Issues check_damage(const Topology& topology, const Damage& damage);

/// Lowers Arc::intact of what is broken, in both directions. Each entry picks with a random stream of its own, so that
/// the same seed breaks the same cables whatever else is broken. Precondition: check_damage() found nothing.
void apply_damage(const Damage& damage, std::uint64_t seed, Topology& topology);

/// One a chip: share of the speed of a sound one. Empty if all are sound.
[[nodiscard]] std::vector<double> chip_speeds(const Damage& damage, std::uint64_t seed, std::uint32_t chips);

}  // namespace gigaplan::network
