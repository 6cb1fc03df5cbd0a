#include "workload/memory.hpp"

#include <algorithm>

#include "workload/operators.hpp"
#include "workload/roofline.hpp"
#include "workload/schedule.hpp"

namespace gigaplan::workload {
namespace {

RankParameters of_layer(const TrainingJob& job, int layer) {
  const auto p = layer_parameters(job.model, kind_of_layer(job.model, layer));
  double attention = p.attention / job.plan.tensor;
  if (job.model.latent_attention) {  // the down-projections are whole on every tensor rank
    const auto& latent = *job.model.latent_attention;
    const double whole = 1.0 * job.model.hidden * (latent.query_rank + latent.key_value_rank + latent.rope_head);
    attention = (p.attention - whole) / job.plan.tensor + whole;
  } else {  // so are key and value heads where there are fewer than ranks
    const double split = key_value_width(job.model) / job.plan.tensor;
    attention += job.model.hidden * (local_key_value_width(job.model, job.plan.tensor) - split);
  }
  return {attention + p.feed_forward / job.plan.tensor + p.replicated, p.routed_experts / job.plan.expert};
}

/// A saved input of a matrix product: FP8 keeps the 8-bit copy, FP4 the 4-bit one.
double saved_input(const TrainingJob& job) {
  return element_bytes(job.precision);
}

/// Bytes a routed (token, expert) pair leaves: expert input, both sides of the activation, output for the combination.
double routed_activations(const TrainingJob& job) {
  const double ffn = job.model.experts->ffn;
  const double gates = job.model.gated ? 2 : 1;
  const double in = saved_input(job);
  return routed_tokens_per_rank(job) * (in * job.model.hidden + 2 * gates * ffn + in * ffn + 2 * job.model.hidden);
}

/// Everything but the attention scores, whatever is recomputed.
double full_layer(const TrainingJob& job, LayerKind kind) {
  const auto& model = job.model;
  const double t = tokens_per_rank(job);
  const double h = model.hidden;
  const double tensor = job.plan.tensor;
  const double in = saved_input(job);
  const bool dropout = !job.stack.fused_attention;
  const double gates = model.gated ? 2 : 1;
  double ffn = model.ffn;
  if (kind == LayerKind::experts) ffn = 1.0 * model.experts->shared * model.experts->ffn;
  // Outside tensor parallelism: inputs of two norms, of QKV and of the feed-forward part, two dropout masks.
  const double outside = 2 * 2 * h + 2 * in * h + (dropout ? 2 * h : 0);
  const double attention = 2 * query_width(model) / tensor + 2 * local_key_value_width(model, job.plan.tensor) +
                           in * attention_output_width(model) / tensor;
  const double feed_forward = (2 * gates + in) * ffn / tensor;
  const double routed = kind == LayerKind::experts ? routed_activations(job) : 0;
  return t * (outside / sequence_ranks(job.plan) + attention + feed_forward) + routed;
}

/// 5·a·s²·b/t: softmax output, dropout mask and dropped softmax.
double scores(const TrainingJob& job) {
  if (job.stack.fused_attention) return 0;
  return 5.0 * job.model.heads * job.sequence_length * tokens_per_rank(job) / job.plan.tensor;
}

/// Kept activations of each chunk of a stage, one micro-batch.
std::vector<double> chunk_activations(const TrainingJob& job, int stage, const std::vector<int>& layers) {
  const auto& plan = job.plan;
  std::vector<double> bytes(static_cast<std::size_t>(plan.interleave), 0);
  int first = 0;
  for (int v = 0; v < plan.pipeline * plan.interleave; ++v) {
    const int held = layers[static_cast<std::size_t>(v)];
    if (v % plan.pipeline == stage) {
      for (int layer = first; layer < first + held; ++layer) {
        bytes[static_cast<std::size_t>(v / plan.pipeline)] +=
            layer_activations(job, kind_of_layer(job.model, layer)).base();
      }
    }
    first += held;
  }
  if (stage == plan.pipeline - 1) {  // input of norm and projection, logits in fp32 (Korthikanti et al. §4.3)
    const double t = tokens_per_rank(job);
    const double h = job.model.hidden;
    bytes.back() += t * (4 * h / sequence_ranks(plan) + 4.0 * job.model.vocabulary / plan.tensor);
  }
  return bytes;
}

Bytes activations(const TrainingJob& job, int stage, const std::vector<int>& layers) {
  const auto& plan = job.plan;
  // The peak is reached within the warm-up, which four rounds of the pipeline cover.
  const long enough = std::min(job.micro_batches(), 4L * plan.pipeline);
  const auto schedule = stage_schedule(stage, plan.pipeline, plan.interleave, enough);
  double peak = peak_in_flight(schedule, chunk_activations(job, stage, layers));
  if (plan.recompute == Recompute::full) {  // one layer is rebuilt at a time
    const auto kind = kind_of_layer(job.model, job.model.layers - 1);
    peak += full_layer(job, kind) + scores(job);
  }
  return Bytes(peak);
}

/// Whole parameters that are there while a layer runs: its own and the next one's, which is on its way.
double in_use(const TrainingJob& job, const RankParameters& held) {
  return (held.dense + held.experts) * std::min(1.0, 2.0 / job.model.layers);
}

double shard(const TrainingJob& job, const RankParameters& held) {
  return own_shard(job.plan, held.dense, held.experts);
}

Bytes gradients(const TrainingJob& job, int stage) {
  const auto& plan = job.plan;
  if (plan.shards_each_pass()) {
    RankParameters held;
    for (const auto& chunk : chunk_parameters(job, stage)) held += chunk;
    return Bytes(job.stack.gradient_bytes * (shard(job, held) + in_use(job, held)));
  }
  std::vector<double> bytes;
  double all = 0;
  for (const auto& chunk : chunk_parameters(job, stage)) {
    bytes.push_back(job.stack.gradient_bytes * (chunk.dense + chunk.experts));
    all += bytes.back();
  }
  if (!job.stack.frees_gradients) return Bytes(all);
  // With more micro-batches than stages all chunks are open at once, which three rounds show as well as more.
  const long rounds = std::min(job.micro_batches(), 3L * plan.pipeline);
  return Bytes(peak_between_backwards(stage_schedule(stage, plan.pipeline, plan.interleave, rounds), bytes));
}

}  // namespace

std::vector<RankParameters> chunk_parameters(const TrainingJob& job, int stage) {
  const auto& plan = job.plan;
  const auto layers = layers_of_virtual_stages(job.model.layers, plan.pipeline, plan.interleave);
  std::vector<RankParameters> chunks(static_cast<std::size_t>(plan.interleave));
  int first = 0;
  for (int v = 0; v < plan.pipeline * plan.interleave; ++v) {
    const int held = layers[static_cast<std::size_t>(v)];
    for (int layer = first; v % plan.pipeline == stage && layer < first + held; ++layer) {
      chunks[static_cast<std::size_t>(v / plan.pipeline)] += of_layer(job, layer);
    }
    first += held;
  }
  const auto count = count_parameters(job.model);
  const bool one_stage = plan.pipeline == 1;
  if (stage == 0) chunks.front().dense += (one_stage ? count.input_embedding : count.output_projection) / plan.tensor;
  if (stage == plan.pipeline - 1) chunks.back().dense += count.output_projection / plan.tensor + job.model.hidden;
  return chunks;
}

Bytes layer_activations(const TrainingJob& job, LayerKind kind) {
  if (job.plan.recompute == Recompute::full) {
    return Bytes(2 * tokens_per_rank(job) * job.model.hidden / sequence_ranks(job.plan));
  }
  const double kept_scores = job.plan.recompute == Recompute::none ? scores(job) : 0;
  return Bytes(full_layer(job, kind) + kept_scores);
}

std::vector<MemoryUse> stage_memory(const TrainingJob& job) {
  const auto& plan = job.plan;
  const auto layers = layers_of_virtual_stages(job.model.layers, plan.pipeline, plan.interleave);
  std::vector<MemoryUse> use;
  for (int stage = 0; stage < plan.pipeline; ++stage) {
    RankParameters held;
    for (const auto& chunk : chunk_parameters(job, stage)) held += chunk;
    const double all = held.dense + held.experts;
    use.push_back({.weights = Bytes(2 * (plan.shards_weights() ? shard(job, held) + in_use(job, held) : all)),
                   .gradients = gradients(job, stage),
                   .optimizer = Bytes(12 * (plan.shards_optimizer() ? shard(job, held) : all)),
                   .activations = activations(job, stage, layers),
                   .reserve = memory_reserve,
                   .stage = stage});
  }
  return use;
}

MemoryUse peak_memory(const TrainingJob& job) {
  const auto use = stage_memory(job);
  return *std::max_element(use.begin(), use.end(),
                           [](const MemoryUse& a, const MemoryUse& b) { return a.total() < b.total(); });
}

}  // namespace gigaplan::workload
