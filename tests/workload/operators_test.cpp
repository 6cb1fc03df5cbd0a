#include "workload/operators.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "workload/facts.hpp"
#include "workload/models.hpp"
#include "workload/parameters.hpp"
#include "workload/roofline.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;
using namespace gigaplan::workload;

namespace {

double operations(const Operators& ops) {
  double sum = 0;
  for (const auto& op : ops) sum += op.operations.base();
  return sum;
}

/// All operations of a step over all chips, from the kernels of one micro-batch on one chip.
double step_operations(const TrainingJob& job, const Chip& chip) {
  const auto& model = job.model;
  double one = 0;
  for (int layer = 0; layer < model.layers; ++layer) {
    const auto ops = layer_operators(job, chip, kind_of_layer(model, layer));
    one += operations(ops.forward) + operations(ops.backward) + operations(ops.again);
  }
  const auto loss = loss_operators(job, chip);
  one += operations(loss.forward) + operations(loss.backward);
  return one * job.plan.tensor * job.plan.context * static_cast<double>(job.global_batch) / job.micro_batch;
}

}  // namespace

TEST_CASE("A matrix product takes its arithmetic or its traffic, whichever is longer, and more if it is narrow") {
  auto chip = round_node().chip;  // 1 PFLOP/s, 1 TB/s
  const auto stack = plain_stack();
  // 2 · 8192³ = 1.0995e12 operations: 1.0995 ms; traffic 3 · 2 · 8192² = 0.4 GB: 0.4 ms.
  const Gemm square{8192, 8192, 8192};
  CHECK(gemm_time(machine_of(chip, stack), square, Precision::bf16).base() ==
        doctest::Approx(2 * 8192e0 * 8192 * 8192 / 1e15));
  CHECK(gemm_time(machine_of(chip, stack), square, Precision::fp8).base() ==
        doctest::Approx(2 * 8192e0 * 8192 * 8192 / 2e15));
  // One row: 2 (8192² + 2 · 8192) bytes rule.
  const Gemm row{1, 8192, 8192};
  CHECK(gemm_time(machine_of(chip, stack), row, Precision::bf16).base() ==
        doctest::Approx(2 * (8192.0 * 8192 + 2 * 8192) / 1e12));
  chip.memory_bandwidth = 10 * unit::terabyte_per_second;  // so that arithmetic rules
  chip.efficiency.shape_mn = 64;
  chip.efficiency.shape_k = 128;
  // 1 + 64/1024 + 64/4096 + 128/8192 = 1.09375
  CHECK(gemm_time(machine_of(chip, stack), {1024, 4096, 8192}, Precision::bf16).base() ==
        doctest::Approx(1.09375 * 2 * 1024 * 4096 * 8192e0 / 1e15));
}

TEST_CASE("The kernels' operations add up to 6 N + 12 L h s a token, whatever the plan") {
  const auto chip = round_node().chip;
  for (const int tensor : {1, 2, 4}) {
    for (const int context : {1, 2}) {
      auto job = small_job();
      job.model = llama3_8b();
      job.stack.fused_attention = false;  // full square, as the convention counts
      job.plan.tensor = tensor;
      job.plan.context = context;
      CHECK(step_operations(job, chip) == doctest::Approx(model_operations(job).base()));
      job.plan.recompute = Recompute::selective;
      CHECK(step_operations(job, chip) == doctest::Approx(hardware_operations(job).base()));
      job.plan.recompute = Recompute::full;
      CHECK(step_operations(job, chip) == doctest::Approx(hardware_operations(job).base()));
    }
  }
}

TEST_CASE("Experts and latent attention do the operations of their active parameters") {
  const auto chip = round_node().chip;
  for (const auto& model : {mixtral_8x7b(), deepseek_v3()}) {
    auto job = small_job();
    job.model = model;
    job.stack.fused_attention = false;
    job.plan = {.tensor = 1, .data = 8, .expert = 8};
    CHECK(step_operations(job, chip) == doctest::Approx(model_operations(job).base()).epsilon(1e-9));
    job.plan = {.tensor = 2, .data = 4, .expert = 8};
    // Latent attention repeats nothing with sequence parallelism: each rank projects its own tokens.
    CHECK(step_operations(job, chip) == doctest::Approx(model_operations(job).base()).epsilon(1e-9));
  }
}

TEST_CASE("GPT-3 175B takes the operations of Narayanan et al. 2021, equation 3, with recomputation") {
  TrainingJob job;
  job.model = gpt(96, 12288, 96);
  job.stack = plain_stack();
  job.plan.recompute = Recompute::full;
  job.sequence_length = 2048;
  job.global_batch = 1536;
  const double b = 1536, s = 2048, l = 96, h = 12288, v = 51200;
  // 96 B s l h² (1 + s/(6h) + V/(16 l h)): hardware operations, the output projection counted three times, not four.
  CHECK(hardware_operations(job).base() ==
        doctest::Approx(96 * b * s * l * h * h * (1 + s / (6 * h) + v / (16 * l * h))).epsilon(1e-9));
}

TEST_CASE("Llama 3 405B takes 3.8e25 operations for 15.6T tokens, as published") {
  TrainingJob job;
  job.model = llama3_405b();
  job.stack = plain_stack();
  job.sequence_length = 8192;
  job.global_batch = 2048;
  const double a_token = model_operations(job).base() / (2048.0 * 8192);
  // arXiv 2407.21783 §1: 3.8e25 FLOPs on 15.6T tokens, which is 6 N alone; attention at 8,192 tokens adds 8 %.
  CHECK(a_token * 15.6e12 == doctest::Approx(3.8e25).epsilon(0.09));
  CHECK(6 * count_parameters(job.model).matrix * 15.6e12 == doctest::Approx(3.8e25).epsilon(0.01));
}

TEST_CASE("Fused attention does half the square forward, and 2.5 times that backward") {
  auto job = small_job();
  const auto chip = round_node().chip;
  const auto find = [&](const Operators& ops) {
    for (const auto& op : ops) {
      if (op.name == "attention core") return op;
    }
    return Operator{};
  };
  const auto ops = layer_operators(job, chip, LayerKind::dense);
  // 4 · s² · h / tensor, halved; 1 PFLOP/s.
  const double half = 4.0 * 1024 * 1024 * 1024 / 2 / 2;
  CHECK(find(ops.forward).operations.base() == doctest::Approx(half));
  CHECK(find(ops.forward).time.base() == doctest::Approx(half / 1e15));
  CHECK(find(ops.backward).time.base() == doctest::Approx(2.5 * half / 1e15));
}

TEST_CASE("A stack's factors multiply what they name and nothing else") {
  auto job = small_job();
  const auto chip = round_node().chip;
  const auto time = [&](std::string_view name) {
    Time sum;
    for (const auto& op : layer_operators(job, chip, LayerKind::dense).forward)
      if (op.name == name) sum += op.time;
    return sum.base();
  };
  const std::vector<std::string_view> names = {"attention core", "activation", "norms and residuals", "feed-forward in",
                                               "query, key, value"};
  std::vector<double> plain;
  for (const auto name : names) plain.push_back(time(name));
  const auto check = [&](const std::vector<double>& factors) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      CAPTURE(names[i]);
      CHECK(time(names[i]) == doctest::Approx(plain[i] * factors[i]));
    }
  };
  job.stack.attention_speed = 2;
  check({0.5, 1, 1, 1, 1});
  job.stack = plain_stack();
  job.stack.elementwise_traffic = 3;
  check({1, 3, 3, 1, 1});
  job.stack = plain_stack();
  job.stack.kernel_time = 1.25;
  check({1.25, 1.25, 1.25, 1.25, 1.25});
}

TEST_CASE("A power limit moves arithmetic by the cube root of what is left above idle, and memory not at all") {
  auto job = small_job();
  auto node = round_node();
  const auto rates = [&] { return machine_of(node.chip, job.stack); };
  node.chip.idle = 100 * unit::watt;
  node.chip.tdp = 700 * unit::watt;
  const auto full = rates();
  node.chip.efficiency.at_power = 700 * unit::watt;
  CHECK(rates().matrix_16bit == full.matrix_16bit);
  node.chip.tdp = 5000 * unit::watt;  // far beyond what the clock can use
  CHECK(rates().matrix_16bit / full.matrix_16bit == doctest::Approx(1.1));
  node.chip.tdp = 175 * unit::watt;  // (175 - 100) / (700 - 100) = 1/8
  const auto limited = rates();
  CHECK(limited.matrix_16bit / full.matrix_16bit == doctest::Approx(0.5));
  CHECK(limited.matrix_8bit / full.matrix_8bit == doctest::Approx(0.5));
  CHECK(limited.attention / full.attention == doctest::Approx(0.5));
  CHECK(limited.stream == full.stream);
  CHECK(limited.cast == full.cast);
}

TEST_CASE("a job computes at the pace of the slowest of its chips") {
  CHECK(slowest_share(0.02, 1) == 1);
  CHECK(slowest_share(0.02, 1000) == doctest::Approx(1 - 0.02 * 3.2414).epsilon(0.002));
  auto job = small_job();
  auto chip = round_node().chip;
  chip.efficiency.speed_spread = 0.02;
  const auto one = machine_of(chip, job.stack), many = machine_of(chip, job.stack, 1000);
  const double pace = slowest_share(0.02, 1000);
  CHECK(many.matrix_16bit / one.matrix_16bit == doctest::Approx(pace));
  CHECK(many.matrix_8bit / one.matrix_8bit == doctest::Approx(pace));
  CHECK(many.attention / one.attention == doctest::Approx(pace));
  CHECK(many.stream == one.stream);
}

TEST_CASE("expert_kernel_time stretches routed experts and nothing that every token passes") {
  auto job = small_job();
  job.model.experts = Experts{.count = 8, .active = 2, .shared = 1, .ffn = 512, .dense_layers = 0};
  job.plan.expert = 2;
  job.precision = Precision::fp8;
  const auto chip = round_node().chip;
  const auto plain = layer_operators(job, chip, LayerKind::experts);
  job.stack.expert_kernel_time = 2;
  const auto slow = layer_operators(job, chip, LayerKind::experts);
  const auto check = [](const Operators& a, const Operators& b) {
    REQUIRE(a.size() == b.size());
    bool routed = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
      routed = (routed || a[i].name == "router") && a[i].name != "launch";
      CAPTURE(a[i].name);
      CHECK(b[i].time.base() == doctest::Approx((routed ? 2 : 1) * a[i].time.base()));
    }
    CHECK(std::ranges::any_of(a, [](const auto& op) { return op.name == "expert in"; }));
  };
  check(plain.forward, slow.forward);
  check(plain.backward, slow.backward);
}

TEST_CASE("Kernels between the products of experts: what a model adds to them, and what a stack takes away") {
  auto job = small_job();
  job.model.experts = Experts{.count = 8, .active = 2, .shared = 0, .ffn = 512, .dense_layers = 0};
  job.plan.expert = 2;
  job.precision = Precision::fp8;
  const auto chip = round_node().chip;
  const auto both = [&](std::string_view name) {
    const auto ops = layer_operators(job, chip, LayerKind::experts);
    std::pair<double, double> bytes;
    for (const auto& op : ops.forward) bytes.first += op.name == name ? op.bytes.base() : 0;
    for (const auto& op : ops.backward) bytes.second += op.name == name ? op.bytes.base() : 0;
    return bytes;
  };
  const auto share = [&](std::string_view name, double width, double forward, double backward) {
    CAPTURE(name);
    CHECK(both(name).first == doctest::Approx(forward * routed_tokens_per_rank(job) * width));
    CHECK(both(name).second == doctest::Approx(backward * routed_tokens_per_rank(job) * width));
  };
  const double h = job.model.hidden, gates = job.model.gated ? 2 : 1;
  share("dispatch sort", h, 8, 8);
  share("bias", h, 0, 0);
  job.model.experts->bias = job.model.experts->clamped = true;
  share("bias", h, 12, 16);
  share("clamp", 512 * gates, 8, 10);
  job.stack.dispatch_once = true;  // tokens travel as they are, weights in 32 bits
  share("dispatch sort", h, 4, 4);
  share("combine sort", h, 4, 4);
  share("bias", h, 28, 40);
  const double cast = both("quantise").first;
  job.stack.fused_experts = true;
  for (const auto* name : {"bias", "clamp", "activation"}) share(name, h, 0, 0);
  // What is left is that of attention: 2 bytes an input element of its two products.
  const double t = tokens_per_rank(job), attention = attention_output_width(job.model) / job.plan.tensor;
  CHECK(both("quantise").first == doctest::Approx(2 * t * (h + attention)));
  CHECK(cast > both("quantise").first);
}

TEST_CASE("An attention core in 8 bits takes three quarters of the time, where the job multiplies in 8 bits") {
  auto job = small_job();
  const auto core = [&] {
    for (const auto& op : layer_operators(job, round_node().chip, LayerKind::dense).backward)
      if (op.name == "attention core") return op.time.base();
    return 0.0;
  };
  const double plain = core();
  job.stack.attention_8bit = true;
  CHECK(core() == plain);
  job.precision = Precision::fp8;
  CHECK(core() == doctest::Approx(0.75 * plain));
}

TEST_CASE("The optimizer moves 30 bytes a parameter that its rank updates") {
  auto job = small_job();  // data 2, gradients of 4 bytes
  const auto chip = round_node().chip;
  CHECK(total_time(optimizer_operators(job, chip, 1e9, 0)).base() == doctest::Approx(30 * 1e9 / 2 / 1e12));
  job.plan.zero_stage = 0;
  CHECK(total_time(optimizer_operators(job, chip, 1e9, 0)).base() == doctest::Approx(30 * 1e9 / 1e12));
}
