// Which kernels does one micro-batch run on one chip, and how long does each take?
#pragma once

#include <string_view>
#include <vector>

#include "model/chip.hpp"
#include "model/training.hpp"
#include "workload/parameters.hpp"

namespace gigaplan::workload {

/// One kernel, or a group of alike kernels, on one chip.
struct Operator {
  std::string_view name;
  Operations operations;
  Bytes bytes;
  Time time;
};
using Operators = std::vector<Operator>;

/// What one micro-batch does in a layer, or at an end of the model.
struct PassOperators {
  Operators forward;
  Operators backward;  ///< without what is recomputed
  Operators again;     ///< forward kernels that the backward pass repeats
};

/// The kernels of one layer for one micro-batch. A backward matrix product is two (for the input and for the weights);
/// a fused attention core costs 2.5 times its forward going backward (FlashAttention-2, arXiv 2307.08691 §4.1). Tokens
/// are taken to spread evenly over experts. Precondition: check_plan found no error.
[[nodiscard]] PassOperators layer_operators(const TrainingJob& job, const Chip& chip, LayerKind kind);

/// The token look-up on the first stage; output projection and loss on the last (always at 16 bits).
[[nodiscard]] PassOperators embedding_operators(const TrainingJob& job, const Chip& chip);
[[nodiscard]] PassOperators loss_operators(const TrainingJob& job, const Chip& chip);

/// Adam on the parameters that this rank updates. \param dense, experts parameters that a rank of the stage holds
[[nodiscard]] Operators optimizer_operators(const TrainingJob& job, const Chip& chip, double dense, double experts);

/// Adding a micro-batch's gradients to the sum, for parameters that a rank holds.
[[nodiscard]] Time accumulation_time(const TrainingJob& job, const Chip& chip, double parameters);

[[nodiscard]] Time total_time(const Operators& operators);

/// Tokens of one micro-batch on one context rank; all tensor ranks see them.
[[nodiscard]] double tokens_per_rank(const TrainingJob& job);
/// Tensor ranks that share the work outside matrix products: `tensor` with sequence parallelism, else 1.
[[nodiscard]] double sequence_ranks(const ParallelPlan& plan);
/// What one rank keeps of `dense` and `experts` parameters of its stage where data ranks share them (ZeRO).
[[nodiscard]] double own_shard(const ParallelPlan& plan, double dense, double experts);
/// (Token, expert) pairs of one micro-batch that start from one chip; as many arrive.
[[nodiscard]] double routed_tokens_per_rank(const TrainingJob& job);
/// Key and value width of one tensor rank: heads are repeated where there are fewer than ranks.
[[nodiscard]] double local_key_value_width(const Transformer& model, int tensor);

}  // namespace gigaplan::workload
