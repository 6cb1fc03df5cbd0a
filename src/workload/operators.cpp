#include "workload/operators.hpp"

#include <algorithm>

#include "workload/roofline.hpp"

namespace gigaplan::workload {
namespace {

/// Collects kernels, forward and backward side by side.
class Layer {
 public:
  explicit Layer(const Machine& machine) : machine_(machine) {}

  void gemm(std::string_view name, const Gemm& g, Precision precision) {
    const double element = element_bytes(precision);
    pass_.forward.push_back({name, g.operations(), g.bytes(element), gemm_time(machine_, g, precision) * slowdown_});
    const Gemm input{g.m, g.k, g.n, g.batch};
    const Gemm weights{g.k, g.n, g.m, g.batch};
    pass_.backward.push_back(
        {name, input.operations() + weights.operations(), input.bytes(element) + weights.bytes(element),
         (gemm_time(machine_, input, precision) + gemm_time(machine_, weights, precision)) * slowdown_});
    if (precision != Precision::bf16 && casts_) cast(g);
  }
  void stream(std::string_view name, double forward_bytes, double backward_bytes) {
    move(name, forward_bytes, backward_bytes, machine_.stream);
  }
  /// Norms, activations, residuals and the like, which a stack may leave unfused; bytes are those of fused kernels.
  void elementwise(std::string_view name, double forward_bytes, double backward_bytes) {
    move(name, forward_bytes, backward_bytes, machine_.elementwise);
  }
  void forward(const Operator& op) { pass_.forward.push_back(op); }
  /// Kernels from here on take `share` times as long.
  void slow_down(double share) { slowdown_ = share; }
  /// Whether products in 8 bits need quantisation kernels from here on.
  void casts(bool needed) { casts_ = needed; }
  void backward(const Operator& op) { pass_.backward.push_back(op); }
  void again(const Operators& ops) { pass_.again.insert(pass_.again.end(), ops.begin(), ops.end()); }
  [[nodiscard]] const Operators& forward_so_far() const { return pass_.forward; }
  [[nodiscard]] const Machine& machine() const { return machine_; }
  [[nodiscard]] PassOperators finish() && { return std::move(pass_); }

 private:
  void move(std::string_view name, double forward_bytes, double backward_bytes, ByteRate rate) {
    pass_.forward.push_back({name, {}, Bytes(forward_bytes), Bytes(forward_bytes) / rate * slowdown_});
    pass_.backward.push_back({name, {}, Bytes(backward_bytes), Bytes(backward_bytes) / rate * slowdown_});
  }
  /// Quantisation of a product's operands to 8 (or 4) bits. The kernel before it reads them anyway, so forward pays for
  /// writing the 8-bit input and its transpose, backward for reading the 16-bit output gradient and writing both.
  /// Weights are quantised once a step (Transformer Engine caches them over micro-batches), which is not worth
  /// counting.
  void cast(const Gemm& g) {
    const Bytes input(2 * g.batch * g.m * g.k);
    const Bytes gradient(4 * g.batch * g.m * g.n);
    pass_.forward.push_back({"quantise", {}, input, input / machine_.cast * slowdown_});
    pass_.backward.push_back({"quantise", {}, gradient, gradient / machine_.cast * slowdown_});
  }

  Machine machine_;
  PassOperators pass_;
  double slowdown_ = 1;
  bool casts_ = true;
};

/// Softmax takes about as long as the products of a fused core do in 16 bits, and 8 bits halve these alone.
constexpr double core_time_8bit = 0.75;

/// Causal and fused: half of the scores, none of them stored.
void fused_core(Layer& layer, const TrainingJob& job) {
  const auto& plan = job.plan;
  const double width = query_width(job.model) + attention_output_width(job.model);
  const double s = job.sequence_length;
  const Operations all(2.0 * job.micro_batch * s * s * width / (1.0 * plan.tensor * plan.context));
  const Operations half = all * 0.5;
  const double share = job.stack.attention_8bit && job.precision == Precision::fp8 ? core_time_8bit : 1;
  const Operator core{"attention core", half, {}, half / layer.machine().attention * share};
  layer.forward(core);
  layer.backward({core.name, half * 2.5, {}, core.time * 2.5});
  if (job.plan.recompute == Recompute::selective) layer.again({core});
}

/// Two batched products over all scores, and 14 bytes of traffic a score and pass for softmax, mask and dropout
/// (Megatron's fused softmax: read and write of scores, probabilities, mask and dropped probabilities).
void unfused_core(Layer& layer, const TrainingJob& job) {
  const auto& plan = job.plan;
  const double heads = 1.0 * job.micro_batch * job.model.heads / plan.tensor;
  const double s = job.sequence_length;
  const double local = s / plan.context;
  const auto before = layer.forward_so_far().size();
  const double query = query_width(job.model) / job.model.heads;
  const double value = attention_output_width(job.model) / job.model.heads;
  layer.gemm("attention scores", {local, s, query, heads}, Precision::bf16);
  layer.stream("softmax", 14 * heads * local * s, 14 * heads * local * s);
  layer.gemm("attention values", {local, value, s, heads}, Precision::bf16);
  if (plan.recompute == Recompute::selective) {
    const auto& ops = layer.forward_so_far();
    layer.again(Operators(ops.begin() + static_cast<std::ptrdiff_t>(before), ops.end()));
  }
}

void projections(Layer& layer, const TrainingJob& job) {
  const auto& model = job.model;
  const double t = tokens_per_rank(job);
  const double h = model.hidden;
  const double tensor = job.plan.tensor;
  const auto precision = job.precision;
  if (!model.latent_attention) {
    const double width = query_width(model) / tensor + local_key_value_width(model, job.plan.tensor);
    layer.gemm("query, key, value", {t, width, h}, precision);
    return;
  }
  const auto& latent = *model.latent_attention;  // the down-projections are whole on every tensor rank
  const double shared = t / sequence_ranks(job.plan);
  if (latent.query_rank > 0) layer.gemm("query down", {shared, 1.0 * latent.query_rank, h}, precision);
  const double query_input = latent.query_rank > 0 ? latent.query_rank : h;
  layer.gemm("query up", {t, query_width(model) / tensor, query_input}, precision);
  layer.gemm("key, value down", {shared, 1.0 * latent.key_value_rank + latent.rope_head, h}, precision);
  const double up = 1.0 * model.heads * (latent.nope_head + latent.value_head) / tensor;
  layer.gemm("key, value up", {t, up, 1.0 * latent.key_value_rank}, precision);
}

/// The two (gated: three) matrices of a dense or shared part of width `ffn`.
void dense_feed_forward(Layer& layer, const TrainingJob& job, double ffn) {
  const double t = tokens_per_rank(job);
  const double h = job.model.hidden;
  const double local = ffn / job.plan.tensor;
  const double gates = job.model.gated ? 2 : 1;
  layer.gemm("feed-forward in", {t, gates * local, h}, job.precision);
  layer.elementwise("activation", 2 * t * local * (gates + 1), 4 * t * local * (gates + 1));
  layer.gemm("feed-forward out", {t, h, local}, job.precision);
}

/// Bytes a routed element and pass, forward and backward.
struct ElementBytes {
  double forward, backward;
};

/// What sorts tokens by expert. An all-to-all takes copies sorted by expert at the sender, and the receiver sorts them
/// again: each time a read and a write of 2 bytes. DeepEP and HybridEP take tokens as they are.
ElementBytes sort_bytes(const Stack& stack) {
  return stack.dispatch_once ? ElementBytes{4, 4} : ElementBytes{8, 8};
}

/// Megatron-Core adds an expert's bias times the router's weight expert by expert (product, sum, concatenation):
/// kernels of PyTorch that read and write each element, in 32 bits where the dispatcher's weights are (DeepEP,
/// HybridEP), and backward sum up two gradients besides.
ElementBytes bias_bytes(const Stack& stack) {
  return stack.dispatch_once ? ElementBytes{28, 40} : ElementBytes{12, 16};
}

/// Before the activation's kernel: clamp and concatenate; backward from input and gradient.
constexpr ElementBytes clamp_bytes{8, 10};

/// Activation and bias of the routed experts, where they are kernels of their own.
void expert_activation(Layer& layer, const TrainingJob& job, double rows) {
  const auto& experts = *job.model.experts;
  const double gates = job.model.gated ? 2 : 1;
  const double width = rows * experts.ffn;
  if (experts.clamped) {
    layer.elementwise("clamp", clamp_bytes.forward * gates * width, clamp_bytes.backward * gates * width);
  }
  layer.elementwise("activation", 2 * width * (gates + 1), 4 * width * (gates + 1));
}

/// Router, permutation and the grouped products of the local experts.
void routed_feed_forward(Layer& layer, const TrainingJob& job) {
  const auto& experts = *job.model.experts;
  const auto& stack = job.stack;
  const double h = job.model.hidden;
  const double gates = job.model.gated ? 2 : 1;
  const double rows = routed_tokens_per_rank(job);
  const double local = 1.0 * experts.count / job.plan.expert;
  const double each = rows / local;
  const auto pass = [&](const char* name, ElementBytes bytes) {
    layer.stream(name, bytes.forward * rows * h, bytes.backward * rows * h);
  };
  layer.slow_down(stack.expert_kernel_time);
  layer.gemm("router", {tokens_per_rank(job) / sequence_ranks(job.plan), 1.0 * experts.count, h}, Precision::bf16);
  pass("dispatch sort", sort_bytes(stack));
  layer.casts(!stack.fused_experts);
  layer.gemm("expert in", {each, gates * experts.ffn, h, local}, job.precision);
  if (!stack.fused_experts) expert_activation(layer, job, rows);
  layer.gemm("expert out", {each, h, 1.0 * experts.ffn, local}, job.precision);
  layer.casts(true);
  if (experts.bias && !stack.fused_experts) pass("bias", bias_bytes(stack));
  pass("combine sort", sort_bytes(stack));
  layer.slow_down(1);
}

}  // namespace

double tokens_per_rank(const TrainingJob& job) {
  return 1.0 * job.micro_batch * job.sequence_length / job.plan.context;
}

double sequence_ranks(const ParallelPlan& plan) {
  return plan.sequence_parallel ? plan.tensor : 1;
}

double own_shard(const ParallelPlan& plan, double dense, double experts) {
  return dense / (1.0 * plan.data * plan.context) + experts * plan.expert / static_cast<double>(plan.stage_ranks());
}

double routed_tokens_per_rank(const TrainingJob& job) {
  return tokens_per_rank(job) / job.plan.tensor * job.model.experts->active;
}

double local_key_value_width(const Transformer& model, int tensor) {
  if (model.latent_attention) return key_value_width(model) / tensor;
  return key_value_width(model) / std::min(tensor, model.kv_heads);
}

PassOperators layer_operators(const TrainingJob& job, const Chip& chip, LayerKind kind) {
  const auto& model = job.model;
  const double t = tokens_per_rank(job);
  const double h = model.hidden;
  const double shared = sequence_ranks(job.plan);
  Layer layer(machine_of(chip, job.stack, job.plan.world()));
  // Norms, residual sums and their casts: about ten 16-bit reads or writes of the hidden state a pass.
  layer.elementwise("norms and residuals", 20 * t * h / shared, 40 * t * h / shared);
  projections(layer, job);
  const double rotated =
      4 * t * (query_width(model) / job.plan.tensor + local_key_value_width(model, job.plan.tensor) / 2);
  layer.elementwise("rotary embedding", rotated, 2 * rotated);
  job.stack.fused_attention ? fused_core(layer, job) : unfused_core(layer, job);
  layer.gemm("attention out", {t, h, attention_output_width(model) / job.plan.tensor}, job.precision);
  if (kind == LayerKind::dense) {
    dense_feed_forward(layer, job, model.ffn);
  } else {
    if (model.experts->shared > 0) dense_feed_forward(layer, job, 1.0 * model.experts->shared * model.experts->ffn);
    routed_feed_forward(layer, job);
  }
  const bool waits = kind == LayerKind::experts;
  const Operator launch{"launch", {}, {}, job.stack.launch_per_layer + (waits ? job.stack.expert_sync : Time{})};
  layer.forward(launch);
  layer.backward(launch);
  if (job.plan.recompute == Recompute::full) layer.again(layer.forward_so_far());
  return std::move(layer).finish();
}

PassOperators embedding_operators(const TrainingJob& job, const Chip& chip) {
  Layer layer(machine_of(chip, job.stack, job.plan.world()));
  const double bytes = tokens_per_rank(job) * job.model.hidden;
  layer.stream("embedding", 4 * bytes, 4 * bytes);  // read a row and write it; add a gradient row
  return std::move(layer).finish();
}

PassOperators loss_operators(const TrainingJob& job, const Chip& chip) {
  Layer layer(machine_of(chip, job.stack, job.plan.world()));
  const double t = tokens_per_rank(job);
  const double local = 1.0 * job.model.vocabulary / job.plan.tensor;
  layer.gemm("output projection", {t, local, 1.0 * job.model.hidden}, Precision::bf16);
  layer.stream("loss", 12 * t * local, 8 * t * local);  // logits to fp32, maximum, sum, gradient: 20 bytes a logit
  return std::move(layer).finish();
}

Operators optimizer_operators(const TrainingJob& job, const Chip& chip, double dense, double experts) {
  const auto& plan = job.plan;
  const double updated = plan.shards_optimizer() ? own_shard(plan, dense, experts) : dense + experts;
  // Read gradient, master weight and two moments; write master weight, moments and the 16-bit weight.
  const Bytes bytes(updated * (job.stack.gradient_bytes + 3 * 4 + 3 * 4 + 2));
  return {{"optimizer", {}, bytes, bytes / machine_of(chip, job.stack).stream}};
}

Time accumulation_time(const TrainingJob& job, const Chip& chip, double parameters) {
  if (job.micro_batches() < 2) return Time{};
  return Bytes(2 * job.stack.gradient_bytes * parameters) / machine_of(chip, job.stack).stream;
}

Time total_time(const Operators& operators) {
  Time sum;
  for (const auto& op : operators) sum += op.time;
  return sum;
}

}  // namespace gigaplan::workload
