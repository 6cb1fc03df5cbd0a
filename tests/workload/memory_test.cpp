#include "workload/memory.hpp"

#include <doctest/doctest.h>

#include "workload/models.hpp"
#include "workload/schedule.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;
using namespace gigaplan::workload;

namespace {

/// The four models of Korthikanti et al. 2022 (arXiv 2205.05198, tables 3 and 5): 8 tensor ranks, sequence of 2,048.
struct Profiled {
  int layers, hidden, heads, pipeline, interleave, micro_batch;
  long global_batch;
  double parameters_gib, none_gib, selective_gib;  ///< figure 1, first stage, as encoded by Calculon (seqsel/fig1)
};
const Profiled profiled[] = {
    {48, 6144, 64, 1, 1, 4, 4, 45.5625, 59.25, 9.5625},
    {96, 12288, 96, 8, 3, 1, 64, 45.5625, 66.84375, 12.3515625},
    {105, 20480, 128, 35, 3, 1, 280, 31.640625, 114.0234375, 23.076171875},
    {128, 25600, 160, 64, 1, 1, 512, 32.958984375, 131.25, 26.5625},
};

TrainingJob job_of(const Profiled& p) {
  TrainingJob job;
  job.model = gpt(p.layers, p.hidden, p.heads);
  job.stack = plain_stack();
  job.stack.fused_attention = false;
  job.plan = {
      .tensor = 8, .pipeline = p.pipeline, .interleave = p.interleave, .sequence_parallel = false, .zero_stage = 0};
  job.sequence_length = 2048;
  job.micro_batch = p.micro_batch;
  job.global_batch = p.global_batch;
  return job;
}

/// Logits and their inputs, which the last stage keeps for one micro-batch and the figure leaves out:
/// s·b·(4 h/(1 or t) + 4 V/t).
double loss_gib(const TrainingJob& job) {
  const double outside = job.plan.sequence_parallel ? 8 : 1;
  const double tokens = 1.0 * job.micro_batch * job.sequence_length;
  return tokens * (4 * job.model.hidden / outside + 4 * 51200 / 8.0) / unit::gibibyte.base();
}

}  // namespace

TEST_CASE("Parameters and optimizer of the first stage agree with Korthikanti et al. 2022, figure 1") {
  for (const auto& p : profiled) {
    CAPTURE(p.hidden);
    const auto job = job_of(p);
    const auto use = stage_memory(job).front();
    // 18 bytes a parameter. The figure counts 12 L h² of layers only; the norms (2 h a layer, whole on each rank) and
    // the embedding (51,200 h, an eighth) come on top here.
    const double embedding = 51200.0 * p.hidden / 8;
    const double norms = (2.0 * p.layers / p.pipeline + (p.pipeline == 1 ? 1 : 0)) * p.hidden;
    const Bytes layers = use.weights + use.gradients + use.optimizer - Bytes(18 * (embedding + norms));
    CHECK(layers.in(unit::gibibyte) == doctest::Approx(p.parameters_gib).epsilon(1e-9));
  }
}

TEST_CASE("Activations of the first stage agree with Korthikanti et al. 2022, figure 1") {
  for (const auto& p : profiled) {
    CAPTURE(p.hidden);
    auto job = job_of(p);
    double extra = p.pipeline == 1 ? loss_gib(job) : 0;
    CHECK(stage_memory(job).front().activations.in(unit::gibibyte)-extra == doctest::Approx(p.none_gib).epsilon(1e-9));
    job.plan.sequence_parallel = true;
    job.plan.recompute = Recompute::selective;
    extra = p.pipeline == 1 ? loss_gib(job) : 0;
    CHECK(stage_memory(job).front().activations.in(unit::gibibyte)-extra ==
          doctest::Approx(p.selective_gib).epsilon(1e-9));
  }
}

TEST_CASE("Full recomputation keeps one input a layer, 2·s·b·h, and rebuilds one layer at a time") {
  auto job = job_of(profiled[0]);
  job.plan.recompute = Recompute::full;
  const double sbh = 2048.0 * 4 * 6144;
  CHECK(layer_activations(job, LayerKind::dense).base() == doctest::Approx(2 * sbh));
  // 48 inputs, one layer of s·b·h·(10 + 24/8 + 5·64·2048/(6144·8)), and the loss.
  const double rebuilt = sbh * (10 + 3 + 5.0 * 64 * 2048 / (6144 * 8));
  CHECK(stage_memory(job)[0].activations.base() ==
        doctest::Approx(48 * 2 * sbh + rebuilt + loss_gib(job) * unit::gibibyte.base()));
}

TEST_CASE("ZeRO-2 shards gradients and ZeRO-3 weights, but for two layers that are in use") {
  auto job = small_job();  // 8 layers
  job.plan = {.tensor = 1, .data = 16, .zero_stage = 1};
  const auto one = stage_memory(job)[0];
  job.plan.zero_stage = 2;
  const auto two = stage_memory(job)[0];
  CHECK(two.gradients.base() == doctest::Approx(one.gradients.base() * (1.0 / 16 + 2.0 / 8)));
  CHECK(two.weights == one.weights);
  job.plan.zero_stage = 3;
  const auto three = stage_memory(job)[0];
  CHECK(three.gradients == two.gradients);
  CHECK(three.weights.base() == doctest::Approx(one.weights.base() * (1.0 / 16 + 2.0 / 8)));
  CHECK(three.optimizer == one.optimizer);
}

TEST_CASE("ZeRO-1 shards master weights and moments over data and context ranks, experts over their own copies") {
  auto job = small_job();  // tensor 2, pipeline 2, data 2
  job.plan.zero_stage = 0;
  const auto whole = stage_memory(job)[0];
  job.plan.zero_stage = 1;
  const auto sharded = stage_memory(job)[0];
  CHECK(sharded.optimizer.base() == doctest::Approx(whole.optimizer.base() / 2));
  CHECK(sharded.weights == whole.weights);
  CHECK(sharded.gradients == whole.gradients);
  job.plan.context = 4;
  CHECK(stage_memory(job)[0].optimizer.base() == doctest::Approx(whole.optimizer.base() / 8));

  TrainingJob mixture = small_job();
  mixture.model = mixtral_8x7b();
  mixture.plan = {.tensor = 1, .pipeline = 1, .data = 16, .expert = 4};
  // Experts: 32 layers · 8 · 3 · 4096 · 14336, a quarter of them a rank, in 16 / 4 = 4 copies; the rest in 16 copies.
  const double experts = 32.0 * 8 * 3 * 4096 * 14336 / 4;
  const double dense = count_parameters(mixture.model).total - 4 * experts;
  CHECK(stage_memory(mixture)[0].optimizer.base() == doctest::Approx(12 * (experts / 4 + dense / 16)));
  CHECK(stage_memory(mixture)[0].weights.base() == doctest::Approx(2 * (experts + dense)));
}

TEST_CASE("Grouped queries, gating and 8-bit inputs shrink or grow activations as their tensors do") {
  TrainingJob job;
  job.model = llama3_8b();
  job.stack = plain_stack();
  job.plan.sequence_parallel = true;
  job.sequence_length = 8192;
  // Bytes a token, BF16, no dropout: two norm inputs 4 h, inputs of QKV and feed-forward 4 h, queries 2 h, keys and
  // values 2 · 2 · 1024, attention out 2 h, gate and up 2 · 2 · 14336, feed-forward out 2 · 14336.
  const double h = 4096, bf16 = 4 * h + 4 * h + 2 * h + 4 * 1024 + 2 * h + 6 * 14336;
  CHECK(layer_activations(job, LayerKind::dense).base() == doctest::Approx(8192 * bf16));
  job.precision = Precision::fp8;  // one byte less for each of the four inputs: 3 h + 14336
  CHECK(layer_activations(job, LayerKind::dense).base() == doctest::Approx(8192 * (bf16 - 3 * h - 14336)));
  job.plan.tensor = 8;
  CHECK(layer_activations(job, LayerKind::dense).base() == doctest::Approx(8192 * (bf16 - 3 * h - 14336) / 8));
}

TEST_CASE("Sixteen tensor ranks repeat eight key-value heads, and their parameters are counted so") {
  auto job = small_job();
  job.model = llama3_70b();
  job.plan = {.tensor = 8, .pipeline = 1};
  const auto at8 = chunk_parameters(job, 0)[0].dense;
  job.plan.tensor = 16;
  const auto at16 = chunk_parameters(job, 0)[0].dense;
  // All halves but norms (2 h a layer and the last) and key-value projections: h · 2 · 128 a layer, one head a rank.
  const double norms = 8192.0 * (2 * 80 + 1), key_value = 80.0 * 8192 * 2 * 128;
  CHECK(at16 == doctest::Approx((at8 - norms - key_value) / 2 + norms + key_value));
}

TEST_CASE("The stages together hold every parameter once, a tied embedding at both ends") {
  auto job = small_job();
  job.model = llama3_8b();
  job.plan = {.tensor = 1, .pipeline = 4, .interleave = 2};
  job.global_batch = 8;
  double held = 0;
  for (int stage = 0; stage < 4; ++stage) {
    for (const auto& chunk : chunk_parameters(job, stage)) held += chunk.dense + chunk.experts;
  }
  CHECK(held == doctest::Approx(count_parameters(job.model).total));
  job.model.tied_embeddings = true;
  double tied = 0;
  for (int stage = 0; stage < 4; ++stage) {
    for (const auto& chunk : chunk_parameters(job, stage)) tied += chunk.dense + chunk.experts;
  }
  CHECK(tied == doctest::Approx(held));
  CHECK(count_parameters(job.model).total == doctest::Approx(held - 128256.0 * 4096));
}

TEST_CASE("Gradients that are freed once reduced take one chunk if micro-batches equal stages, else all chunks") {
  auto job = small_job();
  job.model = gpt(16, 1024, 16);
  job.plan = {.tensor = 1, .pipeline = 2, .data = 1, .interleave = 4};
  job.global_batch = 2;
  const auto kept = stage_memory(job)[0].gradients;
  job.stack.frees_gradients = true;
  // Chunk 0 of stage 0 holds two layers of 12 h² and two norms of 2 h together, and the embedding: the largest chunk.
  const double chunk = 2 * (12 * 1024.0 * 1024 + 2 * 1024) + 51200 * 1024.0;
  CHECK(stage_memory(job)[0].gradients.base() == doctest::Approx(4 * chunk));
  job.global_batch = 8;  // four rounds: every chunk is between its first and its last backward at some moment
  CHECK(stage_memory(job)[0].gradients.base() == doctest::Approx(kept.base()));
}
