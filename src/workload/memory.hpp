// What lies in a chip's memory during a step?
#pragma once

#include <vector>

#include "model/step_program.hpp"
#include "model/training.hpp"
#include "workload/parameters.hpp"

namespace gigaplan::workload {

/// Parameters that one rank holds.
struct RankParameters {
  double dense = 0;    ///< the same on all data and context ranks
  double experts = 0;  ///< the same on all expert-data ranks
  RankParameters& operator+=(const RankParameters& other) {
    dense += other.dense;
    experts += other.experts;
    return *this;
  }
};

/// CUDA context and kernels, NCCL buffers, workspaces and what fragmentation wastes. Assumed: frameworks report
/// 2-6 GiB between what they allocate and what the driver sees, and nobody publishes it by part.
inline constexpr Bytes memory_reserve = 4 * unit::gibibyte;

/// Parameters of each chunk of a stage on one of its ranks; embedding and output projection included where they are.
/// Tied embeddings are held by both the first and the last stage, as Megatron does.
[[nodiscard]] std::vector<RankParameters> chunk_parameters(const TrainingJob& job, int stage);

/// Activations that one layer keeps for its backward pass, one micro-batch, one chip. For a layer with unfused
/// attention, plain multi-head attention and a feed-forward part of 4 h this is s·b·h·(10 + 24/t + 5·a·s/(h·t)), or
/// s·b·h·(34 + 5·a·s/h)/t with sequence parallelism: equations 2 and 4 of Korthikanti et al. 2022 (arXiv 2205.05198).
/// Fused attention keeps no scores; stacks that have it are taken to train without dropout masks.
[[nodiscard]] Bytes layer_activations(const TrainingJob& job, LayerKind kind);

/// Use of a chip of each stage. Mixed-precision Adam: 2 (weight) + gradient_bytes + 12 (master weight, two moments)
/// bytes a parameter, the last part sharded over data and context ranks by ZeRO-1, gradients by ZeRO-2 and weights by
/// ZeRO-3, but for two layers' worth (the one that runs and the next). FP8 keeps a weight and
/// its transpose at 8 bits, which is 2 bytes again (NeMo's fp8_param_gather; the master weight lives in the optimizer).
/// Precondition: the plan is sound but for memory.
[[nodiscard]] std::vector<MemoryUse> stage_memory(const TrainingJob& job);

/// The largest of them.
[[nodiscard]] MemoryUse peak_memory(const TrainingJob& job);

}  // namespace gigaplan::workload
