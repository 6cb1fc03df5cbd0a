// How is the model trained: the parallel plan, the batch, the precision, the software stack?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/chip.hpp"
#include "model/transformer.hpp"

namespace gigaplan {

enum class Recompute { none, selective, full };  ///< json: "none" "selective" "full"
enum class RankOrder { pipeline_inner, data_inner };
///< json: "tp-cp-pp-dp" (pipeline_inner: stages on neighbouring nodes), "tp-cp-dp-pp" (data_inner: Megatron's default)

/// How ranks are laid out: world = tensor · context · pipeline · data chips, tensor fastest. Expert groups are
/// `expert` consecutive ranks of one stage's tensor·context·data ranks, so expert divides that product.
struct ParallelPlan {
  int tensor = 1;                 ///< json: tensor
  int context = 1;                ///< json: context
  int pipeline = 1;               ///< json: pipeline
  int data = 1;                   ///< json: data
  int expert = 1;                 ///< json: expert
  int interleave = 1;             ///< json: interleave - virtual stages a rank (model chunks); 1 = plain 1F1B
  bool sequence_parallel = true;  ///< json: sequence_parallel
  int zero_stage = 1;  ///< json: zero_stage - data ranks share 1: optimizer states, 2: gradients too, 3: weights too
  Recompute recompute = Recompute::none;        ///< json: recompute
  RankOrder order = RankOrder::pipeline_inner;  ///< json: order
  bool operator==(const ParallelPlan&) const = default;
  [[nodiscard]] long world() const { return 1L * tensor * context * pipeline * data; }
  [[nodiscard]] long stage_ranks() const { return 1L * tensor * context * data; }
  [[nodiscard]] bool shards_optimizer() const { return zero_stage >= 1; }
  /// Gradients leave and weights arrive with every micro-batch. With a pipeline they stay until the step's end: its
  /// stages visit their layers with many micro-batches at once.
  [[nodiscard]] bool shards_each_pass() const { return zero_stage >= 2 && pipeline == 1; }
  [[nodiscard]] bool shards_weights() const { return zero_stage >= 3 && pipeline == 1; }
};

/// How a collective moves its data (network/pattern.hpp).
enum class Algorithm : std::uint8_t {
  automatic,         ///< json: "auto" - as NCCL chooses: all-reduce by the soonest of ring, tree and in_network (the
                     ///< last inside a scale-up domain); else ring
  ring,              ///< json: "ring"
  tree,              ///< json: "tree" - double binary tree; all-reduce only
  halving_doubling,  ///< json: "halving_doubling" - log2 steps (all-gather, reduce-scatter: as NCCL's PAT)
  hierarchical,      ///< json: "hierarchical" - inside domains, then between them, then inside
  in_network,        ///< json: "in_network" - switches add up (NVLink SHARP, Quantum SHARP); all-reduce only
};

/// Which algorithm each group of the plan uses.
struct CollectiveChoice {
  Algorithm tensor = Algorithm::automatic;       ///< json: tensor
  Algorithm context = Algorithm::automatic;      ///< json: context
  Algorithm data = Algorithm::automatic;         ///< json: data
  Algorithm expert_data = Algorithm::automatic;  ///< json: expert_data
  double expert_skew = 1;  ///< json: expert_skew - tokens for the busiest expert rank of a group ÷ their mean, ≥ 1
  bool operator==(const CollectiveChoice&) const = default;
};

/// What a software generation does: overlap, kernels, fixed costs.
struct Stack {
  std::string id;              ///< json: id
  std::string name;            ///< json: name
  double tensor_overlap = 0;   ///< json: tensor_overlap - share of tensor-parallel traffic hidden behind compute, 0..1
  double context_overlap = 0;  ///< json: context_overlap
  double expert_overlap = 0;   ///< json: expert_overlap
  double data_overlap = 1;     ///< json: data_overlap - of gradients and parameters that travel between data ranks
  double data_bandwidth =
      1;  ///< json: data_bandwidth - that data-parallel collectives reach ÷ what any collective does
  bool dispatch_once = false;  ///< json: dispatch_once - a token goes once to each domain (or rank) that has experts
                               ///< for it, not once for each expert (DeepEP, HybridEP)
  Time expert_sync;  ///< json: expert_sync_us - a layer of experts and pass: its kernels are launched only when
                     ///< the host knows how many tokens each expert gets
  bool fused_experts = false;      ///< json: fused_experts - grouped products also do activation, bias and quantisation
  bool attention_8bit = false;     ///< json: attention_8bit - the attention core multiplies in 8 bits where products do
  double expert_kernel_time = 1;   ///< json: expert_kernel_time - of a layer's routed experts, routing and permutation
                                   ///< included ÷ what the chip's efficiencies give
  bool fused_attention = true;     ///< json: fused_attention - Flash-like: causal half skipped, scores never stored
  double attention_speed = 1;      ///< json: attention_speed - of its attention core ÷ KernelEfficiency::attention
  double elementwise_traffic = 1;  ///< json: elementwise_traffic - bytes of norms, activations and the like ÷ those of
                                   ///< fused kernels
  double kernel_time = 1;          ///< json: kernel_time - of all kernels ÷ what the chip's efficiencies give
  Time host_per_layer;  ///< json: host_per_layer_us - to launch the kernels of a layer and pass: the least it takes
  bool synchronous_launches = false;  ///< json: synchronous_launches - the host waits for each kernel
                                      ///< (CUDA_LAUNCH_BLOCKING=1): its time comes on top of theirs
  Time launch_per_layer;  ///< json: launch_per_layer_us - kernel launches that compute does not hide, a layer and pass
  Time step_overhead;     ///< json: step_overhead_ms - fixed cost of a step: data loader, logging, barriers
  double gradient_bytes = 4;     ///< json: gradient_bytes - of one parameter's gradient, stored and reduced
  bool frees_gradients = false;  ///< json: frees_gradients - a model chunk's gradients exist only from its first
                                 ///< backward pass to its last (FSDP), not in one buffer for the whole step (Megatron)
  double fp8_cast_efficiency = 0;    ///< json: fp8_cast_efficiency - share of memory bandwidth in quantisation kernels
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Stack&) const = default;
};

/// A figure that somebody measured for this very scenario, shown beside the prediction.
struct Published {
  std::optional<double> tflops_per_chip;  ///< json: model_tflops_per_chip
  std::optional<double> mfu;              ///< json: mfu - 0..1
  std::optional<double> step_s;           ///< json: step_time_s
  std::string source;                     ///< json: source
  bool operator==(const Published&) const = default;
};

enum class PlacementKind { packed, rail_aligned, scattered, given };
///< json: "packed" "rail_aligned" "scattered" "given"

/// Nodes first .. first+count-1.
struct NodeRange {
  long first = 0;  ///< json: first
  long count = 1;  ///< json: count
  bool operator==(const NodeRange&) const = default;
};

/// Where ranks sit (network/placement.hpp).
struct Placement {
  PlacementKind kind = PlacementKind::packed;  ///< json: kind
  std::vector<NodeRange> nodes;                ///< json: nodes - given: in the order in which ranks take them
  bool operator==(const Placement&) const = default;
};

struct TrainingJob {
  Transformer model;                      ///< json: model (catalogue id or object)
  Stack stack;                            ///< json: stack (catalogue id or object)
  ParallelPlan plan;                      ///< json: plan
  CollectiveChoice collectives;           ///< json: collectives
  Placement placement;                    ///< json: placement
  Precision precision = Precision::bf16;  ///< json: precision - of the matrix products: bf16, fp8 or fp4
  int sequence_length = 0;                ///< json: sequence_length - tokens
  int micro_batch = 1;                    ///< json: micro_batch - sequences
  long global_batch = 0;                  ///< json: global_batch - sequences; a multiple of data · micro_batch
  std::optional<Published> published;     ///< json: published
  std::vector<Citation> provenance;       ///< json: provenance
  bool operator==(const TrainingJob&) const = default;
  [[nodiscard]] long micro_batches() const { return global_batch / (1L * plan.data * micro_batch); }
};

}  // namespace gigaplan
