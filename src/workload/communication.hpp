// What does a chip put on the wire for one micro-batch, and how much of it hides behind compute?
#pragma once

#include "model/step_program.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// What a virtual stage consists of.
struct ChunkContent {
  int dense_layers = 0;
  int expert_layers = 0;
  bool embedding = false;  ///< it begins the model
  bool loss = false;       ///< it ends the model
};

/// Collectives of one group in one pass through a chunk, merged.
struct Traffic {
  struct Part {
    double collectives = 0;
    Bytes wire_bytes;
  };
  Part overlapped;  ///< runs beside the pass's compute
  Part exposed;     ///< stands in line with it
};

/// All collectives of one pass through a chunk; pipeline messages and gradients are not among them.
struct PassTraffic {
  Traffic tensor, context, expert;
};

/// A layer's collectives, as Megatron runs them:
/// - tensor, with sequence parallelism: all-gather before and reduce-scatter after attention and feed-forward part, in
///   both directions; backward gathers the two inputs once more, always beside a matrix product (Korthikanti et al.
///   2022 §4.2.2). Without: one all-reduce each. A routed feed-forward part has none, its shared experts have.
/// - context: a ring of keys and values forward; keys, values and their gradients backward.
/// - expert: an all-to-all to the experts and one back, 2 bytes a value whatever the precision (the experts quantise
///   what they receive); backward the same.
/// Recomputation repeats the forward part. Groups of one rank have none.
/// \param domain_chips of a scale-up domain: a stack that dispatches tokens once sends them over fewer links
[[nodiscard]] PassTraffic forward_traffic(const TrainingJob& job, const ChunkContent& chunk, int domain_chips);
[[nodiscard]] PassTraffic backward_traffic(const TrainingJob& job, const ChunkContent& chunk, int domain_chips);

/// Copies of a token that leave for `places` (ranks, or domains), of `copies` that go to experts anywhere, if each
/// place gets one at most: places (1 - (1 - 1/places)^copies) / copies, with experts chosen at random. 1 if each goes
/// by itself.
[[nodiscard]] double distinct_share(double places, double copies);

/// One pipeline message of a rank: its slice of the hidden state. Without sequence parallelism the tensor ranks send a
/// slice each and gather after receipt (Narayanan et al. 2021, arXiv 2104.04473 §4.1; that all-gather is in the
/// traffic above).
[[nodiscard]] Bytes pipeline_message(const TrainingJob& job);

}  // namespace gigaplan::workload
