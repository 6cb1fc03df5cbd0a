#include "workload/program.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <numeric>
#include <stdexcept>

#include "workload/communication.hpp"
#include "workload/memory.hpp"
#include "workload/models.hpp"
#include "workload/operators.hpp"
#include "workload/reference_executor.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;
using namespace gigaplan::workload;

namespace {

struct Sum {
  double bytes = 0;
  double collectives = 0;
};

Sum begun(const StageProgram& program, Group group) {
  Sum sum;
  for (const auto& i : program) {
    if (i.kind != Instruction::Kind::begin || i.group != group) continue;
    sum.bytes += i.wire_bytes.base();
    sum.collectives += i.count;
  }
  return sum;
}

TrainingJob interleaved_job() {
  auto job = small_job();
  job.plan = {.tensor = 2, .context = 2, .pipeline = 4, .data = 2, .interleave = 2};
  job.model = llama3(14, 1024, 16, 3072);
  job.global_batch = 16;
  return job;
}

TrainingJob expert_job() {
  auto job = small_job();
  job.model = gpt(9, 1024, 16);
  job.model.experts = Experts{16, 2, 1, 512, 1};
  job.plan = {.tensor = 2, .pipeline = 2, .data = 4, .expert = 4, .interleave = 2};
  job.global_batch = 32;
  return job;
}

}  // namespace

TEST_CASE("Programs run to the end and leave no message and no collective behind") {
  auto experts_without_pipeline = expert_job();
  experts_without_pipeline.plan.pipeline = experts_without_pipeline.plan.interleave = 1;
  for (auto job : {small_job(), interleaved_job(), expert_job(), experts_without_pipeline}) {
    for (const double overlap : {0.0, 0.3, 1.0}) {
      for (const int stage : {0, 1, 2, 3}) {
        for (const double share : {0.0, 0.4, 1.0}) {
          job.stack.data_overlap = overlap;
          job.plan.zero_stage = stage;
          job.stack.tensor_overlap = job.stack.context_overlap = job.stack.expert_overlap = share;
          const auto result = execute(compile_step(job, round_node()).program);
          CHECK_FALSE(result.deadlock);
          CHECK_FALSE(result.messages_left);
          CHECK_FALSE(result.collectives_left);
        }
      }
    }
  }
}

TEST_CASE("A host that runs ahead hides its time, one that waits for each kernel adds it") {
  auto job = interleaved_job();
  const auto node = round_node();
  const auto stage1 = [&] { return execute(compile_step(job, node).program).compute_s[1]; };
  const double kernels = stage1();
  const auto layer = layer_operators(job, node.chip, LayerKind::dense);
  job.stack.host_per_layer = 0.1 * total_time(layer.forward);
  CHECK(stage1() == doctest::Approx(kernels).epsilon(1e-12));
  job.stack.synchronous_launches = true;
  const double a_pass = job.stack.host_per_layer.base() * 4 * static_cast<double>(job.micro_batches());
  CHECK(stage1() == doctest::Approx(kernels + 2 * a_pass));  // 4 layers, forward and backward
  job.plan.recompute = Recompute::full;
  const double again = stage1();
  job.stack.synchronous_launches = false;
  CHECK(again == doctest::Approx(stage1() + 3 * a_pass));  // and the forward pass once more
}

TEST_CASE("A host launches beside kernels and collectives: a pass takes as long as the longer of both") {
  auto job = small_job();
  job.plan = {.tensor = 2, .pipeline = 1, .data = 1};
  const auto layer = layer_operators(job, round_node().chip, LayerKind::dense);
  Wires slow;  // each collective waits as long as a layer's forward kernels take
  slow.latency_s[static_cast<std::size_t>(Group::tensor)] = total_time(layer.forward).base();
  const auto time = [&](double host_share, const Wires& wires) {
    job.stack.host_per_layer = host_share * total_time(layer.forward);
    return execute(compile_step(job, round_node()).program, wires).makespan_s;
  };
  CHECK(time(3, {}) > time(0, {}));  // three times the forward kernels, one and a half of the backward ones
  // 8 layers, forward and backward, of 8 micro-batches
  CHECK(time(100, {}) - time(50, {}) == doctest::Approx(8 * 2 * 8 * 50 * total_time(layer.forward).base()));
  CHECK(time(2, slow) == doctest::Approx(time(0, slow)));  // two collectives a layer wait longer than the host launches
  CHECK(time(50, slow) == doctest::Approx(time(50, {})));  // and hide behind a host that takes longer than both
}

TEST_CASE("On a free network the compute of each stage is the time of its kernels") {
  auto job = interleaved_job();
  const auto node = round_node();
  const auto program = compile_step(job, node).program;
  const auto result = execute(program);
  const auto layer = layer_operators(job, node.chip, LayerKind::dense);
  const auto m = static_cast<double>(job.micro_batches());
  const double a_layer = (total_time(layer.forward) + total_time(layer.backward)).base();
  // 14 layers on 8 virtual stages: 2 each, but the first and the last have 1. Stage 1 holds 4 layers and no end.
  const auto parts = chunk_parameters(job, 1);
  const double held = parts[0].dense + parts[1].dense;
  const double rest = m * accumulation_time(job, node.chip, held).base() +
                      total_time(optimizer_operators(job, node.chip, held, 0)).base();
  CHECK(result.compute_s[1] == doctest::Approx(4 * m * a_layer + rest));
}

TEST_CASE("The split between hidden and exposed traffic changes no byte") {
  for (auto job : {interleaved_job(), expert_job()}) {
    const auto exposed = compile_step(job, round_node()).program;
    job.stack.tensor_overlap = job.stack.context_overlap = job.stack.expert_overlap = 0.4;
    job.stack.data_overlap = 0.7;
    const auto split = compile_step(job, round_node()).program;
    for (std::size_t stage = 0; stage < exposed.stages.size(); ++stage) {
      for (std::size_t g = 0; g < group_count; ++g) {
        const auto group = static_cast<Group>(g);
        CHECK(begun(split.stages[stage], group).bytes == doctest::Approx(begun(exposed.stages[stage], group).bytes));
      }
    }
  }
}

TEST_CASE("Tensor traffic is 8 t h bytes (n-1)/n for each block and direction, with two gathers more backward") {
  auto job = small_job();  // tensor 2, pipeline 2, 8 layers, 4 micro-batches, 1,024 tokens, hidden 1,024
  const double hidden_state = 2.0 * 1024 * 1024, m = 4, layers = 4;
  // A layer: 4 collectives forward, 4 backward, 2 gathers again; an end of the model: 1 forward, 1 backward.
  const auto first = begun(compile_step(job, round_node()).program.stages[0], Group::tensor);
  CHECK(first.bytes == doctest::Approx(m * (10 * layers + 2) * hidden_state / 2));
  CHECK(first.collectives == m * (10 * layers + 2));
  job.plan.sequence_parallel = false;
  // All-reduces of twice the wire bytes: 2 forward, 2 backward a layer; 1 for the embedding; a gather of what came
  // through the pipeline (backward only on the first stage).
  const auto plain = begun(compile_step(job, round_node()).program.stages[0], Group::tensor);
  CHECK(plain.bytes == doctest::Approx(m * (4 * layers * 2 + 2 + 1) * hidden_state / 2));
  job.plan.recompute = Recompute::full;  // the forward all-reduces of the layers once more
  const auto again = begun(compile_step(job, round_node()).program.stages[0], Group::tensor);
  CHECK(again.bytes - plain.bytes == doctest::Approx(m * 2 * layers * 2 * hidden_state / 2));
}

TEST_CASE("Gradients and parameters cross the data-parallel ring once a step") {
  auto job = interleaved_job();  // data 2 x context 2
  const auto node = round_node();
  for (const double overlap : {0.0, 0.6, 1.0}) {
    job.stack.data_overlap = overlap;
    job.plan.zero_stage = 1;
    const auto sharded = compile_step(job, node).program;
    job.plan.zero_stage = 0;
    const auto reduced = compile_step(job, node).program;
    for (int stage = 0; stage < 4; ++stage) {
      double held = 0;
      for (const auto& chunk : chunk_parameters(job, stage)) held += chunk.dense;
      const auto s = static_cast<std::size_t>(stage);
      // 4 ranks: all-gather 2 B and reduce-scatter 4 B a parameter, 3/4 each; or one all-reduce of 4 B, 2 · 3/4.
      CHECK(begun(sharded.stages[s], Group::data).bytes == doctest::Approx(6 * 0.75 * held));
      CHECK(begun(reduced.stages[s], Group::data).bytes == doctest::Approx(8 * 0.75 * held));
    }
  }
}

TEST_CASE("ZeRO-2 and ZeRO-3 move weights and gradients with every micro-batch, unless a pipeline keeps them") {
  auto job = small_job();
  job.plan = {.tensor = 1, .data = 4};
  job.global_batch = 12;  // 3 micro-batches
  const auto bytes = [&](int stage, double overlap) {
    job.plan.zero_stage = stage;
    job.stack.data_overlap = overlap;
    return begun(compile_step(job, round_node()).program.stages[0], Group::data).bytes;
  };
  double held = 0;
  for (const auto& chunk : chunk_parameters(job, 0)) held += chunk.dense;
  for (const double overlap : {0.0, 0.4, 1.0}) {
    CHECK(bytes(1, overlap) == doctest::Approx((2 + 4) * 0.75 * held));
    CHECK(bytes(2, overlap) == doctest::Approx(3 * (2 + 4) * 0.75 * held));
    CHECK(bytes(3, overlap) == doctest::Approx(3 * (2 + 2 + 4) * 0.75 * held));
  }
  job = interleaved_job();
  job.plan.zero_stage = 1;
  const auto once = compile_step(job, round_node()).program;
  job.plan.zero_stage = 3;
  const auto program = compile_step(job, round_node()).program;
  for (std::size_t s = 0; s < once.stages.size(); ++s) CHECK(program.stages[s] == once.stages[s]);
}

TEST_CASE("ZeRO-3 hides behind compute all but its first layer and its last gradients; without overlap, nothing") {
  auto job = small_job();
  job.plan = {.tensor = 1, .data = 4, .zero_stage = 3};
  job.global_batch = 4;
  Wires wires;
  const auto layers = static_cast<double>(job.model.layers);
  const double compute = execute(compile_step(job, round_node()).program).makespan_s;
  double held = 0;
  for (const auto& chunk : chunk_parameters(job, 0)) held += chunk.dense;
  wires.bytes_per_s[static_cast<std::size_t>(Group::data)] = (2 + 2 + 4) * 0.75 * held / (0.1 * compute);
  CHECK(execute(compile_step(job, round_node()).program, wires).makespan_s == doctest::Approx(1.1 * compute));
  job.stack.data_overlap = 1;
  // A layer's share of the gather before the forward pass, of that before the backward pass, and of the last gradients.
  const double exposed = 0.1 * compute / layers;
  CHECK(execute(compile_step(job, round_node()).program, wires).makespan_s == doctest::Approx(compute + exposed));
}

TEST_CASE("Experts send each token to its experts and back, and share gradients with their own copies only") {
  auto job = expert_job();  // tensor 2, data 4: 8 ranks a stage, 4 expert ranks, so 2 copies
  const auto program = compile_step(job, round_node()).program;
  double bytes = 0, copies = 0, held = 0;
  for (int stage = 0; stage < 2; ++stage) {
    bytes += begun(program.stages[static_cast<std::size_t>(stage)], Group::expert).bytes;
    copies += begun(program.stages[static_cast<std::size_t>(stage)], Group::expert_data).bytes;
    for (const auto& chunk : chunk_parameters(job, stage)) held += chunk.experts;
  }
  // 8 expert layers, 8 micro-batches, 4 exchanges: 512 tokens a tensor rank · 2 experts · 1,024 · 2 B, 3/4 leave.
  CHECK(bytes == doctest::Approx(8 * 8 * 4 * 512.0 * 2 * 1024 * 2 * 0.75));
  CHECK(held == doctest::Approx(8 * 16 * 2 * 1024.0 * 512 / 4));
  CHECK(copies == doctest::Approx(held * 6 * 0.5));
}

TEST_CASE("Context ranks pass keys and values round, forward once and backward with their gradients") {
  const auto job = interleaved_job();  // 8 key-value heads of 64, tensor 2, context 2, 4 micro-batches
  double bytes = 0;
  const auto program = compile_step(job, round_node()).program;
  for (const auto& stage : program.stages) bytes += begun(stage, Group::context).bytes;
  // 14 layers · 8 micro-batches a data rank · (1 + 2) rings · 1,024 tokens · 2 · 8 · 64 / 2 values · 2 B, half leave.
  CHECK(job.micro_batches() == 8);
  CHECK(bytes == doctest::Approx(14 * 8 * 3 * 1024.0 * 512 * 2 / 2));
}

TEST_CASE("Groups of one rank do not communicate") {
  auto job = small_job();
  job.plan = {.tensor = 1, .pipeline = 1, .data = 1};
  const auto program = compile_step(job, round_node()).program;
  for (const auto& i : program.stages[0]) {
    CHECK(i.kind == Instruction::Kind::compute);
  }
}

TEST_CASE("Hidden traffic costs no time while it is shorter than the compute") {
  auto job = small_job();
  const auto free_time = execute(compile_step(job, round_node()).program).makespan_s;
  Wires wires;
  wires.bytes_per_s[static_cast<std::size_t>(Group::tensor)] = 1e15;
  job.stack.tensor_overlap = 1;
  const auto hidden = execute(compile_step(job, round_node()).program, wires).makespan_s;
  job.stack.tensor_overlap = 0;
  const auto exposed = execute(compile_step(job, round_node()).program, wires).makespan_s;
  CHECK(hidden < exposed);
  CHECK(exposed > free_time);
  // What stays exposed are the ends of the model: 1 collective a pass and end, of 2 MiB / 2 a rank.
  CHECK(hidden - free_time <= 4 * 2 * 2 * 1024.0 * 1024 / 1e15 * 1.001);
}

TEST_CASE("A 16-stage, 128-micro-batch, 8-chunk step compiles in well under a second") {
  auto job = small_job();
  job.model = llama3_405b();
  job.plan = {.tensor = 8, .pipeline = 16, .data = 128, .interleave = 8};
  job.global_batch = 128L * 128;
  const auto begin = std::chrono::steady_clock::now();
  const auto program = compile_step(job, round_node()).program;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const auto instructions = std::accumulate(program.stages.begin(), program.stages.end(), std::size_t{0},
                                            [](std::size_t n, const StageProgram& p) { return n + p.size(); });
  MESSAGE(instructions << " instructions in " << took.count() << " s");
  CHECK(instructions > 100'000);
  CHECK(took.count() < 1);  // milliseconds when nothing else runs
}

TEST_CASE("Compiling a plan that the check refuses is a bug of the caller") {
  auto job = small_job();
  job.plan.tensor = 3;
  CHECK_THROWS_AS(compile_step(job, round_node()), std::logic_error);
}
