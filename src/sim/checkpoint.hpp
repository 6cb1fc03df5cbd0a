// How often is the job saved, and what is left of its work when it fails?
#pragma once

#include <vector>

#include "model/operation.hpp"
#include "model/training.hpp"

namespace gigaplan::sim {

/// Bytes that a checkpoint holds for one parameter under mixed-precision Adam: 16-bit weight, 32-bit master weight and
/// two moments. BLOOM's checkpoints of 176 B parameters are 2.3 TB: 13.1 B (Le Scao et al. 2022, arXiv:2211.05100,
/// §3.2.5; 14 × 176.2e9 = 2.24 TiB).
inline constexpr double checkpoint_bytes_per_parameter = 14;

/// The rhythm of a running job: `interval` of work, then training stands still for `pause`, over and over. The
/// checkpoint of the k-th interval is safe `write` after the pause began (pause ≤ write ≤ interval + pause).
struct CheckpointRhythm {
  Time interval, pause, write, read;
  bool operator==(const CheckpointRhythm&) const = default;
};

/// \param mtbf of the whole job; sets the interval to sqrt(2 · pause · mtbf) (Young 1974, doi:10.1145/361147.361115)
/// where
///        the scenario gives none, but not below what the storage can write
[[nodiscard]] CheckpointRhythm checkpoint_rhythm(const CheckpointSpec& spec, Bytes size, Time mtbf);

/// Failures a second that interrupt a job on so many chips and nodes, and that of each cause in the same order.
[[nodiscard]] std::vector<Frequency> failure_rates(const Reliability& reliability, long chips, long nodes);

/// Work done by a job that has run for `elapsed` (pauses excluded).
[[nodiscard]] Time work_done(const CheckpointRhythm& rhythm, Time elapsed);

/// Work of a job that has run for `elapsed` which a failure then leaves: what safe checkpoints hold.
[[nodiscard]] Time work_saved(const CheckpointRhythm& rhythm, Time elapsed);

}  // namespace gigaplan::sim
