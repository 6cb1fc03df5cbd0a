#include "sim/checkpoint.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::sim {

CheckpointRhythm checkpoint_rhythm(const CheckpointSpec& spec, Bytes size, Time mtbf) {
  CheckpointRhythm rhythm;
  rhythm.write = size / spec.write_bandwidth;
  rhythm.read = size / spec.read_bandwidth;
  rhythm.pause = rhythm.write * spec.blocking_share;
  const Time young = Time(std::sqrt(2 * rhythm.pause.base() * mtbf.base()));
  rhythm.interval = spec.interval.value_or(young);
  rhythm.interval = max(rhythm.interval, max(rhythm.write - rhythm.pause, Time(1)));
  return rhythm;
}

std::vector<Frequency> failure_rates(const Reliability& reliability, long chips, long nodes) {
  std::vector<Frequency> rates;
  for (const auto& cause : reliability.causes) {
    const auto units = cause.unit == FailureUnit::chip ? chips : cause.unit == FailureUnit::node ? nodes : 1;
    rates.push_back(cause.rate * static_cast<double>(units));
  }
  return rates;
}

Time work_done(const CheckpointRhythm& rhythm, Time elapsed) {
  const Time cycle = rhythm.interval + rhythm.pause;
  const double whole = std::floor(elapsed / cycle);
  return whole * rhythm.interval + min(elapsed - whole * cycle, rhythm.interval);
}

Time work_saved(const CheckpointRhythm& rhythm, Time elapsed) {
  // Checkpoint k (1, 2, …) begins at k·interval + (k-1)·pause and is safe `write` later.
  const Time cycle = rhythm.interval + rhythm.pause;
  const double safe = std::floor((elapsed - rhythm.write + rhythm.pause) / cycle);
  return std::max(0.0, safe) * rhythm.interval;
}

}  // namespace gigaplan::sim
