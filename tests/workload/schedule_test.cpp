#include "workload/schedule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "workload/reference_executor.hpp"

using namespace gigaplan;
using namespace gigaplan::workload;

namespace {

struct Case {
  int pipeline, interleave;
  long micro_batches;
};
const std::vector<Case> cases = {{1, 1, 1}, {1, 1, 5}, {2, 1, 1}, {4, 1, 3},  {4, 1, 16},
                                 {2, 2, 2}, {2, 2, 8}, {4, 3, 4}, {4, 3, 12}, {8, 12, 64}};

/// The bare schedule as a program: every pass takes `forward` or `backward` seconds, messages take no time.
StepProgram bare_program(const Case& c, double forward, double backward) {
  StepProgram program;
  for (int stage = 0; stage < c.pipeline; ++stage) {
    StageProgram p;
    for (const Pass& pass : stage_schedule(stage, c.pipeline, c.interleave, c.micro_batches)) {
      const bool begins = stage == 0 && pass.chunk == 0;
      const bool ends = stage == c.pipeline - 1 && pass.chunk == c.interleave - 1;
      const auto group = pass.forward ? Group::pipeline_next : Group::pipeline_previous;
      if (pass.forward ? !begins : !ends) p.push_back({Instruction::Kind::finish, group, 1, {}, {}});
      p.push_back({Instruction::Kind::compute, group, 1, Time(pass.forward ? forward : backward), {}});
      if (pass.forward ? !ends : !begins) p.push_back({Instruction::Kind::begin, group, 1, {}, {}});
    }
    program.stages.push_back(p);
  }
  return program;
}

}  // namespace

TEST_CASE("Every micro-batch goes once forward and once backward through every chunk, forward first") {
  for (const Case& c : cases) {
    for (int stage = 0; stage < c.pipeline; ++stage) {
      std::set<std::pair<int, long>> forward, backward;
      for (const Pass& p : stage_schedule(stage, c.pipeline, c.interleave, c.micro_batches)) {
        CHECK((p.forward ? forward : backward).insert({p.chunk, p.micro_batch}).second);
        if (!p.forward) CHECK(forward.count({p.chunk, p.micro_batch}) == 1);
      }
      CHECK(forward.size() == static_cast<std::size_t>(c.interleave * c.micro_batches));
      CHECK(forward == backward);
    }
  }
}

TEST_CASE("With uniform passes the makespan is (m + (p-1)/v)(tf + tb), the textbook's") {
  // Narayanan et al. 2021 §2.2: bubble (p-1)(tf+tb)/v with tf, tb per micro-batch over the whole stage.
  const double tf = 3, tb = 7;
  for (const Case& c : cases) {
    if (c.micro_batches < c.pipeline) continue;  // the formula supposes a filled pipeline
    CAPTURE(c.pipeline);
    CAPTURE(c.interleave);
    const double v = c.interleave, m = static_cast<double>(c.micro_batches);
    const auto result = gigaplan::testing::execute(bare_program(c, tf / v, tb / v));
    CHECK_FALSE(result.deadlock);
    CHECK_FALSE(result.messages_left);
    CHECK(result.makespan_s == doctest::Approx((m + (c.pipeline - 1) / v) * (tf + tb)).epsilon(1e-12));
  }
}

TEST_CASE("Messages arrive in the order in which their receivers expect them") {
  for (const Case& c : cases) {
    using Key = std::pair<int, long>;  // virtual stage that receives, micro-batch
    std::map<int, std::vector<Key>> sent_next, wanted_next, sent_back, wanted_back;  // by receiving stage
    const int last = c.pipeline * c.interleave - 1;
    for (int stage = 0; stage < c.pipeline; ++stage) {
      for (const Pass& p : stage_schedule(stage, c.pipeline, c.interleave, c.micro_batches)) {
        const int v = p.chunk * c.pipeline + stage;
        if (p.forward) {
          if (v > 0) wanted_next[stage].push_back({v, p.micro_batch});
          if (v < last) sent_next[(stage + 1) % c.pipeline].push_back({v + 1, p.micro_batch});
        } else {
          if (v < last) wanted_back[stage].push_back({v, p.micro_batch});
          if (v > 0) sent_back[(stage + c.pipeline - 1) % c.pipeline].push_back({v - 1, p.micro_batch});
        }
      }
    }
    CHECK(sent_next == wanted_next);
    CHECK(sent_back == wanted_back);
  }
}

TEST_CASE("Layers spread over virtual stages: all of them, and never more than one layer apart") {
  for (int layers = 1; layers <= 130; ++layers) {
    for (const auto& [p, v] : {std::pair{1, 1}, {2, 1}, {8, 1}, {4, 3}, {16, 8}, {9, 7}}) {
      if (layers < p * v - 2) continue;
      const auto held = layers_of_virtual_stages(layers, p, v);
      CHECK(std::accumulate(held.begin(), held.end(), 0) == layers);
      CHECK(*std::max_element(held.begin(), held.end()) - *std::min_element(held.begin(), held.end()) <= 1);
      std::vector<int> stage(static_cast<std::size_t>(p), 0);
      for (std::size_t i = 0; i < held.size(); ++i) stage[i % static_cast<std::size_t>(p)] += held[i];
      CHECK(*std::max_element(stage.begin(), stage.end()) - *std::min_element(stage.begin(), stage.end()) <= 1);
    }
  }
}

TEST_CASE("126 layers on 16 stages of 8 chunks leave the first and the last virtual stage without one") {
  const auto held = layers_of_virtual_stages(126, 16, 8);  // Llama 3 405B, arXiv 2407.21783 §3.3.2
  CHECK(held.front() == 0);
  CHECK(held.back() == 0);
  CHECK(std::count(held.begin(), held.end(), 1) == 126);
}

TEST_CASE("A stage keeps as many micro-batches as come after it in the pipeline") {
  const std::vector<double> one = {1};
  // 1F1B: p - stage micro-batches in flight, at most all of them.
  CHECK(peak_in_flight(stage_schedule(0, 4, 1, 16), one) == 4);
  CHECK(peak_in_flight(stage_schedule(3, 4, 1, 16), one) == 1);
  CHECK(peak_in_flight(stage_schedule(0, 4, 1, 2), one) == 2);
  // Interleaved: L(1 + (p-1)/(p·v)) layers on the first stage (Korthikanti et al. 2022 §4.2.3), here p = 8, v = 3 of
  // one layer each: 24 + 7 = 31 chunk passes.
  CHECK(peak_in_flight(stage_schedule(0, 8, 3, 64), {1, 1, 1}) == 31);
}
