#include "workload/schedule.hpp"

#include <algorithm>

namespace gigaplan::workload {
namespace {

/// The k-th forward of a stage: micro-batches go through chunk 0 in groups of `pipeline`, then through chunk 1 ...
Pass forward_pass(long k, int pipeline, int interleave) {
  if (interleave == 1) return {true, 0, k};
  const long group = k / (1L * pipeline * interleave), within = k % (1L * pipeline * interleave);
  return {true, static_cast<int>(within / pipeline), group * pipeline + within % pipeline};
}

/// Backwards follow the same pattern from the last chunk to the first.
Pass backward_pass(long k, int pipeline, int interleave) {
  const Pass p = forward_pass(k, pipeline, interleave);
  return {false, interleave - 1 - p.chunk, p.micro_batch};
}

}  // namespace

std::vector<Pass> stage_schedule(int stage, int pipeline, int interleave, long micro_batches) {
  const long total = micro_batches * interleave;
  const long depth = pipeline - stage - 1;  // stages after this one
  const long warm_up = std::min(total, interleave == 1 ? depth : 2 * depth + (interleave - 1L) * pipeline);
  std::vector<Pass> order;
  order.reserve(static_cast<std::size_t>(2 * total));
  for (long k = 0; k < warm_up; ++k) order.push_back(forward_pass(k, pipeline, interleave));
  for (long k = 0; k < total; ++k) {
    if (k + warm_up < total) order.push_back(forward_pass(k + warm_up, pipeline, interleave));
    order.push_back(backward_pass(k, pipeline, interleave));
  }
  return order;
}

std::vector<int> layers_of_virtual_stages(int layers, int pipeline, int interleave) {
  const int virtual_stages = pipeline * interleave;
  const int full = (layers + virtual_stages - 1) / virtual_stages;
  int missing = full * virtual_stages - layers;
  std::vector<int> held(static_cast<std::size_t>(virtual_stages), full);
  std::vector<int> total(static_cast<std::size_t>(pipeline), full * interleave);
  const auto take = [&](int virtual_stage) {
    --held[static_cast<std::size_t>(virtual_stage)];
    --total[static_cast<std::size_t>(virtual_stage % pipeline)];
    --missing;
  };
  if (missing > 0) take(0);
  if (missing > 0) take(virtual_stages - 1);
  for (int turn = 0; missing > 0; ++turn) {
    const int stage = static_cast<int>(std::max_element(total.begin(), total.end()) - total.begin());
    for (int i = 0; i < interleave; ++i) {  // another chunk each turn, so that no chunk is short everywhere
      const int v = ((turn + i) % interleave) * pipeline + stage;
      if (held[static_cast<std::size_t>(v)] == full) {
        take(v);
        break;
      }
    }
  }
  return held;
}

double peak_in_flight(const std::vector<Pass>& schedule, const std::vector<double>& bytes) {
  double now = 0, peak = 0;
  for (const Pass& pass : schedule) {
    const double change = bytes[static_cast<std::size_t>(pass.chunk)];
    now += pass.forward ? change : -change;
    peak = std::max(peak, now);
  }
  return peak;
}

double peak_between_backwards(const std::vector<Pass>& schedule, const std::vector<double>& bytes) {
  std::vector<long> left(bytes.size(), 0), done(bytes.size(), 0);
  for (const Pass& pass : schedule) left[static_cast<std::size_t>(pass.chunk)] += pass.forward ? 0 : 1;
  double now = 0, peak = 0;
  for (const Pass& pass : schedule) {
    if (pass.forward) continue;
    const auto chunk = static_cast<std::size_t>(pass.chunk);
    if (done[chunk]++ == 0) now += bytes[chunk];
    peak = std::max(peak, now);
    if (--left[chunk] == 0) now -= bytes[chunk];
  }
  return peak;
}

}  // namespace gigaplan::workload
