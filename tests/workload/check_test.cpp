#include "workload/check.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "workload/memory.hpp"
#include "workload/models.hpp"
#include "workload/program.hpp"

using namespace gigaplan;
using namespace gigaplan::testing;
using workload::check_plan;

namespace {

/// The first error at `pointer`, or an empty message.
Issue error_at(const Issues& issues, const std::string& pointer) {
  for (const auto& i : issues) {
    if (i.severity == Severity::error && i.pointer == pointer) return i;
  }
  return {};
}

bool says(const Issue& issue, const std::string& text) {
  return (issue.message + " | " + issue.remedy).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("A sound plan that uses every chip has no issue") {
  CHECK(check_plan(small_job(), round_node(), 8).empty());
}

TEST_CASE("More chips than installed is an error, one idle in a hundred a warning") {
  CHECK(says(error_at(check_plan(small_job(), round_node(), 7), "/training/plan"), "needs 8 chips, the cluster has 7"));
  auto job = small_job();
  job.plan.data = 99;
  job.global_batch = 99;
  CHECK(check_plan(job, round_node(), 400).size() >= 1);  // 396 of 400: 1.0 %, no warning but for the short pipeline
  const auto idle = check_plan(small_job(), round_node(), 16);
  REQUIRE(idle.size() == 1);
  CHECK(idle[0].severity == Severity::warning);
  CHECK(says(idle[0], "8 of 16 chips (50.0 %) stay idle"));
  CHECK(says(idle[0], "data 4 would use the most"));
}

TEST_CASE("Each broken rule is named at its own pointer with the value received") {
  struct Case {
    void (*breaks)(TrainingJob&);
    const char* pointer;
    const char* text;
  };
  const Case cases[] = {
      {[](TrainingJob& j) { j.plan.tensor = 3; }, "/training/plan/tensor",
       "3 tensor ranks do not divide the model's 16"},
      {[](TrainingJob& j) { j.plan.tensor = 0; }, "/training/plan/tensor", "0 is not a count"},
      {[](TrainingJob& j) { j.plan.data = -1; }, "/training/plan/data", "-1 is not a count"},
      {[](TrainingJob& j) { j.model.kv_heads = 6; }, "/training/model/kv_heads", "6 key-value heads do not divide 16"},
      {[](TrainingJob& j) { j.model.heads = j.model.kv_heads = 12; }, "/training/model/heads",
       "12 heads do not divide"},
      {[](TrainingJob& j) { j.model.ffn = 1001; }, "/training/plan/tensor", "feed-forward width 1001"},
      {[](TrainingJob& j) { j.plan.context = 3; }, "/training/plan/context", "1024 tokens does not divide"},
      {[](TrainingJob& j) { j.sequence_length = 1023; }, "/training/sequence_length", "use a multiple of 2"},
      {[](TrainingJob& j) { j.plan.pipeline = 16; }, "/training/plan/pipeline", "8 layers cannot fill 16"},
      {[](TrainingJob& j) { j.plan.pipeline = 1, j.plan.interleave = 2; }, "/training/plan/interleave", "at least 2"},
      {[](TrainingJob& j) { j.plan.interleave = 2, j.global_batch = 6; }, "/training/plan/interleave",
       "3 micro-batches"},
      {[](TrainingJob& j) { j.global_batch = 7; }, "/training/global_batch", "use 6 or 8"},
      {[](TrainingJob& j) { j.global_batch = 1; }, "/training/global_batch", "use at least 2"},
      {[](TrainingJob& j) { j.global_batch = 4'000'000; }, "/training/global_batch", "more passes"},
      {[](TrainingJob& j) { j.plan.expert = 2; }, "/training/plan/expert", "has no experts"},
      {[](TrainingJob& j) {
         j.model.experts = Experts{6, 2, 0, 512, 0}, j.plan.expert = 4;
       },
       "/training/plan/expert", "4 expert ranks do not divide 6"},
      {[](TrainingJob& j) {
         j.model.experts = Experts{6, 2, 0, 512, 0}, j.plan.expert = 3;
       },
       "/training/plan/expert", "the 4 ranks of a stage"},
      {[](TrainingJob& j) {
         j.model.experts = Experts{4, 5, 0, 512, 0};
       },
       "/training/model/experts/active", "5 active experts of 4"},
      {[](TrainingJob& j) {
         j.model.experts = Experts{4, 1, 0, 512, 0}, j.plan.sequence_parallel = false;
       },
       "/training/plan/sequence_parallel", "sequence parallelism"},
      {[](TrainingJob& j) { j.precision = Precision::fp32; }, "/training/precision", "only bf16, fp8 and fp4"},
      {[](TrainingJob& j) { j.precision = Precision::fp4; }, "/training/precision", "no 4-bit matrix products"},
  };
  for (const auto& c : cases) {
    auto job = small_job();
    c.breaks(job);
    const auto issue = error_at(check_plan(job, round_node(), 1'000'000), c.pointer);
    CAPTURE(c.pointer);
    CAPTURE(issue.message);
    CAPTURE(c.text);
    CHECK(says(issue, c.text));
    CHECK_FALSE(issue.remedy.empty());
  }
}

TEST_CASE("Enormous counts are refused, not overflowed") {
  auto job = small_job();
  const int huge = std::numeric_limits<int>::max();
  job.plan.tensor = job.plan.pipeline = job.plan.data = job.plan.context = huge;
  CHECK(has_errors(check_plan(job, round_node(), 100'000)));
  job = small_job();
  job.global_batch = std::numeric_limits<long>::max();
  CHECK(has_errors(check_plan(job, round_node(), 100'000)));
}

TEST_CASE("A chip without 8-bit products refuses fp8") {
  auto job = small_job();
  job.precision = Precision::fp8;
  auto node = round_node();
  CHECK(check_plan(job, node, 8).empty());
  node.chip.peak.fp8.reset();
  CHECK(says(error_at(check_plan(job, node, 8), "/training/precision"), "no 8-bit matrix products"));
}

TEST_CASE("A job that does not fit says by how much, where, why, and what would make it fit") {
  auto job = small_job();
  job.model = llama3_70b();
  job.plan = {.tensor = 4, .pipeline = 4, .data = 4};
  job.plan.zero_stage = 0;
  job.global_batch = 64;
  job.sequence_length = 4096;
  const auto node = round_node(85.9 * unit::gigabyte);
  const auto issue = error_at(check_plan(job, node, 64), "/training/plan");
  const auto use = workload::peak_memory(job);
  CAPTURE(issue.message);
  CAPTURE(issue.remedy);
  CHECK(says(issue, "does not fit: stage " + std::to_string(use.stage) + " of 4 needs"));
  CHECK(says(issue, "GiB more than the 80.0 GiB of Round (optimizer"));
  // The remedy is not a guess: applied, it is accepted, and without it the plan is not.
  CHECK(says(issue, "zero_stage 1"));
  job.plan.zero_stage = 1;
  CHECK_FALSE(has_errors(check_plan(job, node, 64)));
}

TEST_CASE("Where no single change helps, pairs are tried; where none does, it says so") {
  auto job = small_job();
  job.model = llama3_70b();
  job.plan = {.tensor = 2, .pipeline = 2, .data = 16};
  job.global_batch = 64;
  job.sequence_length = 8192;
  const auto pairs = error_at(check_plan(job, round_node(85.9 * unit::gigabyte), 64), "/training/plan");
  CAPTURE(pairs.remedy);
  CHECK(says(pairs, " with "));
  const auto none = error_at(check_plan(job, round_node(5 * unit::gigabyte), 64), "/training/plan");
  CHECK(says(none, "no single change and no pair"));
}

TEST_CASE("What check_plan accepts, compile_step compiles") {
  for (const int tensor : {1, 2, 4}) {
    for (const int pipeline : {1, 2, 3, 4}) {
      for (const int interleave : {1, 2, 3}) {
        for (const int context : {1, 2}) {
          for (const long batch : {4L, 12L, 24L}) {
            auto job = small_job();
            job.plan.tensor = tensor;
            job.plan.pipeline = pipeline;
            job.plan.interleave = interleave;
            job.plan.context = context;
            job.global_batch = batch;
            const bool refused = has_errors(check_plan(job, round_node(), job.plan.world()));
            if (refused) {
              CHECK_THROWS_AS(workload::compile_step(job, round_node()), std::logic_error);
            } else {
              CHECK(workload::compile_step(job, round_node()).program.stages.size() ==
                    static_cast<std::size_t>(pipeline));
            }
          }
        }
      }
    }
  }
}
