// Does the workload model predict published step times? Here on a network without contention; the whole simulation has
// its own validation.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "validation/cases.hpp"
#include "validation/published_steps.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;

namespace {

/// Memory is not what is tested here: see the last case.
Node roomy(Node n) {
  n.chip.memory = unit::terabyte;
  return n;
}

double error(const PublishedStep& r) {
  return predicted_s(r.job, roomy(node_of(r))) / r.measured_s - 1;
}

std::map<std::string, std::vector<double>> absolute_errors(const char* table) {
  std::map<std::string, std::vector<double>> by_machine;
  for (const auto& r : read_steps(table)) {
    const double e = error(r);
    CAPTURE(r.id);
    CHECK(std::abs(e) < (r.machine == "jz" ? 0.20 : 0.15));
    by_machine[r.machine].push_back(std::abs(e));
    MESSAGE(r.id << " " << std::round(e * 1000) / 10 << " %");
  }
  return by_machine;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

/// Llama 3 405B on 16,384 H100: arXiv 2407.21783 table 4, second row. TP 8, CP 1, PP 16, DP 128, 8,192 tokens, 16M
/// tokens a batch (2,048 sequences), no recomputation. Micro-batch 1 and 8 chunks a stage are assumed: 126 layers are
/// one short at both ends (section 3.3.2), and so they are on 16 x 8 virtual stages.
TrainingJob llama3_16k() {
  TrainingJob job;
  job.model = llama3_405b();
  job.stack = stack_named("meta-llama3-2024");
  job.plan = {.tensor = 8, .pipeline = 16, .data = 128, .interleave = 8};
  job.sequence_length = 8192;
  job.global_batch = 2048;
  return job;
}

}  // namespace

TEST_CASE("Step times that nothing was fitted to are met: 15 % each, 5 % on average") {
  const auto errors = absolute_errors(test_steps);
  CHECK(mean(errors.at("h100")) < 0.05);
  CHECK(mean(errors.at("gb200")) < 0.05);
  CHECK(mean(errors.at("a100")) < 0.06);
}

TEST_CASE("Step times that the kernel efficiencies rest on are met: 15 % each, 3 % on average") {
  for (const auto& [machine, errors] : absolute_errors(calibration_steps)) {
    CAPTURE(machine);
    CHECK(mean(errors) < 0.03);
  }
}

TEST_CASE("Later software beats the prediction for GB200, by no more than 20 %") {
  for (const auto& r : read_steps(later_steps)) {
    const double e = error(r);
    CAPTURE(r.id);
    CHECK(e > -0.05);
    CHECK(e < 0.20);
  }
}

TEST_CASE("Llama 3 405B on 16,384 H100 reaches the published 400 TFLOP/s a chip within 15 %, unfitted") {
  const auto job = llama3_16k();
  const auto node = dgx_h100();  // 80 GiB: the published plan has to fit as well
  const auto step = workload::compile_step(job, node);
  const double seconds = predicted_s(job, node);
  const double tflops = step.facts.model_operations.in(unit::teraflop) / seconds / 16384;
  MESSAGE("Llama 3 405B: " << tflops << " TFLOP/s a chip, " << seconds << " s a step");
  CHECK(tflops == doctest::Approx(400).epsilon(0.15));
  // 8,192 chips, twice the micro-batches: 430 TFLOP/s in the first row. Its memory is not checked: how Meta kept 32
  // micro-batches in flight without recomputation is not published.
  auto half = job;
  half.plan.data = 64;
  const double faster = step.facts.model_operations.in(unit::teraflop) / predicted_s(half, roomy(node)) / 8192;
  CHECK(faster == doctest::Approx(430).epsilon(0.15));
  CHECK(faster / tflops == doctest::Approx(430.0 / 400).epsilon(0.05));
}

TEST_CASE("DeepSeek-V3, for which nothing was fitted: 15 % on GB200 with software of late 2025, 25 % on H100") {
  // Layouts as printed; recomputation is not printed, none is taken. Sources as in published_steps.hpp. Left out, since
  // software explains them and nothing else could: GB200 with recipes v25.05.04 (34.2 s for 2,048 sequences on 256
  // chips, where Megatron-Bridge 25.11 needs 20.9 s for 4,096: the prediction is 67 % too fast), and Megatron-Bridge
  // 26.08 in MXFP8 (4,912 tokens/s a chip: 21 % faster than predicted).
  struct Row {
    const char* id;
    bool gb200;
    long sequences;
    int tensor, pipeline, data, expert, interleave;
    bool fp8;
    double measured_s, tolerance;
  };
  const Row rows[] = {
      {"mbridge 25.11 GB200 BF16, 3139 tokens/s a chip", true, 4096, 1, 4, 64, 64, 4, false, 20.88, 0.15},
      {"mbridge 25.11 GB200 FP8, 4018 tokens/s a chip", true, 4096, 1, 8, 32, 32, 4, true, 16.31, 0.15},
      {"dgxc2505 H100 BF16, 512 chips", false, 4096, 2, 8, 32, 64, 1, false, 48.948, 0.25},
      {"dgxc2505 H100 BF16, 1024 chips", false, 8192, 2, 16, 32, 64, 1, false, 52.04, 0.25},
  };
  for (const Row& r : rows) {
    TrainingJob job;
    job.model = deepseek_v3();
    job.stack = stack_named("megatron-core-2024");
    job.plan = {
        .tensor = r.tensor, .pipeline = r.pipeline, .data = r.data, .expert = r.expert, .interleave = r.interleave};
    job.sequence_length = 4096;
    job.global_batch = r.sequences;
    job.precision = r.fp8 ? Precision::fp8 : Precision::bf16;
    const double e = predicted_s(job, roomy(r.gb200 ? gb200() : dgx_h100())) / r.measured_s - 1;
    MESSAGE(std::string(r.id) << " " << std::round(e * 1000) / 10 << " %");
    CAPTURE(std::string(r.id));
    CHECK(std::abs(e) < r.tolerance);
  }
}
