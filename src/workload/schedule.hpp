// In which order does a pipeline stage do its work, and which layers does it hold?
#pragma once

#include <vector>

#include "model/training.hpp"

namespace gigaplan::workload {

/// One visit of a micro-batch to a model chunk of a stage.
struct Pass {
  bool forward = true;
  int chunk = 0;         ///< 0 .. interleave-1; virtual stage = chunk · pipeline + stage
  long micro_batch = 0;  ///< 0 .. micro_batches-1
  bool operator==(const Pass&) const = default;
};

/// 1F1B (interleave 1) or interleaved 1F1B of one stage, as Megatron runs them: warm-up forwards, then one forward and
/// one backward in turn, then the remaining backwards (Narayanan et al. 2021, arXiv 2104.04473 §2.2).
/// Precondition: interleave > 1 only with micro_batches a multiple of pipeline.
[[nodiscard]] std::vector<Pass> stage_schedule(int stage, int pipeline, int interleave, long micro_batches);

/// Layers of each virtual stage, in the order of the model (index chunk · pipeline + stage). Where they do not divide
/// evenly, first the first and the last virtual stage hold one layer less, since they also hold the embedding and the
/// output projection (so did Llama 3 405B: 126 layers on 128 virtual stages, arXiv 2407.21783 §3.3.2); then the rest is
/// taken so that the stages' totals differ by one layer at most.
[[nodiscard]] std::vector<int> layers_of_virtual_stages(int layers, int pipeline, int interleave);

/// The largest sum, over time, of `bytes[chunk]` over the passes that have gone forward and not yet back: what a stage
/// must keep of its activations. Unit: that of `bytes`.
[[nodiscard]] double peak_in_flight(const std::vector<Pass>& schedule, const std::vector<double>& bytes);

/// The largest sum, over time, of `bytes[chunk]` over the chunks that are between their first backward pass and the end
/// of their last: what gradients take where they are freed once reduced. Unit: that of `bytes`.
[[nodiscard]] double peak_between_backwards(const std::vector<Pass>& schedule, const std::vector<double>& bytes);

}  // namespace gigaplan::workload
