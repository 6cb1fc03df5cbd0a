#include "sim/step.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/child.hpp"

namespace gigaplan::sim {
namespace {

using network::Fold;

Instruction compute(double seconds) {
  return {.kind = Instruction::Kind::compute, .duration = Time(seconds)};
}
Instruction begin(Group group, double bytes, std::uint32_t count = 1) {
  return {.kind = Instruction::Kind::begin, .group = group, .count = count, .wire_bytes = Bytes(bytes)};
}
Instruction finish(Group group) {
  return {.kind = Instruction::Kind::finish, .group = group};
}

/// One rank cell of 4 ranks in one group of the given kind, one flow cell over one link of 1e9 B/s.
Fold single_group(Group group, double latency_s = 0) {
  Fold fold;
  fold.ranks = {{.stage = 0, .ranks = 4, .flows = {0}, .groups = {0}}};
  fold.groups = {{.group = group, .groups = 1, .rank_cells = {0}, .flows = {0}}};
  fold.flows = {{.group = group,
                 .flows = 4,
                 .source = 0,
                 .destination = 0,
                 .share = 1,
                 .latency = Time(latency_s),
                 .hops = {{.link_cell = 0, .weight = 1}}}};
  fold.links = {{.name = "up", .links = 4, .capacity = ByteRate(1e9), .divisor = 1}};
  return fold;
}

/// Two stages, one rank each, joined by a link of 1e9 B/s in each direction.
Fold two_stages() {
  Fold fold;
  fold.ranks = {{.stage = 0, .ranks = 1, .flows = {0}, .groups = {}},
                {.stage = 1, .ranks = 1, .flows = {1}, .groups = {}}};
  fold.flows = {{.group = Group::pipeline_next,
                 .flows = 1,
                 .source = 0,
                 .destination = 1,
                 .share = 1,
                 .latency = Time(0.5),
                 .hops = {{.link_cell = 0, .weight = 1}}},
                {.group = Group::pipeline_previous,
                 .flows = 1,
                 .source = 1,
                 .destination = 0,
                 .share = 1,
                 .latency = Time(0.5),
                 .hops = {{.link_cell = 1, .weight = 1}}}};
  fold.links = {{.name = "a", .links = 1, .capacity = ByteRate(1e9), .divisor = 1},
                {.name = "b", .links = 1, .capacity = ByteRate(1e9), .divisor = 1}};
  return fold;
}

}  // namespace

TEST_CASE("What the host launches takes no less than it does, beside compute and what is waited for") {
  StepProgram program;
  const Instruction launch{.kind = Instruction::Kind::launch};
  const auto launched = [](double s) { return Instruction{.kind = Instruction::Kind::launched, .duration = Time(s)}; };
  // 2 s of compute and 1 s of collective: a host of 5 s adds 2 s, one of 2.5 s nothing.
  program.stages = {{launch, compute(2), begin(Group::tensor, 1e9), finish(Group::tensor), launched(5), launch,
                     compute(2), begin(Group::tensor, 1e9), finish(Group::tensor), launched(2.5)}};
  const auto trace = trace_step(program, single_group(Group::tensor));
  CHECK(trace.makespan_s == doctest::Approx(8).epsilon(1e-9));
  CHECK(trace.ranks[0].compute_s == doctest::Approx(6).epsilon(1e-9));
}

TEST_CASE("a blocking collective takes bytes over bandwidth plus its latencies") {
  // 2e9 B over 1e9 B/s = 2 s, three merged collectives of 0.1 s latency = 0.3 s, after 1 s of computing
  StepProgram program{.plan = {}, .stages = {{compute(1), begin(Group::tensor, 2e9, 3), finish(Group::tensor)}}};
  const auto trace = trace_step(program, single_group(Group::tensor, 0.1));
  CHECK(trace.makespan_s == doctest::Approx(3.3).epsilon(1e-9));
  CHECK(trace.ranks[0].compute_s == doctest::Approx(1));
  CHECK(trace.ranks[0].exposed_s[0] == doctest::Approx(2.3).epsilon(1e-9));
  CHECK(trace.ranks[0].bubble_s == doctest::Approx(0));
}

TEST_CASE("computing hides a collective that is shorter, and shows the rest of one that is longer") {
  StepProgram hidden{.plan = {}, .stages = {{begin(Group::data, 2e9), compute(5), finish(Group::data)}}};
  CHECK(trace_step(hidden, single_group(Group::data)).makespan_s == doctest::Approx(5).epsilon(1e-9));
  StepProgram longer{.plan = {}, .stages = {{begin(Group::data, 7e9), compute(5), finish(Group::data)}}};
  const auto trace = trace_step(longer, single_group(Group::data));
  CHECK(trace.makespan_s == doctest::Approx(7).epsilon(1e-9));
  CHECK(trace.ranks[0].exposed_s[3] == doctest::Approx(2).epsilon(1e-9));
}

TEST_CASE("collectives of one group queue: two of 2 s begun together end after 2 s and 4 s") {
  StepProgram program{.plan = {},
                      .stages = {{begin(Group::data, 2e9), begin(Group::data, 2e9), finish(Group::data), compute(1),
                                  finish(Group::data)}}};
  // first ends at 2, computing until 3, second ends at 4
  CHECK(trace_step(program, single_group(Group::data)).makespan_s == doctest::Approx(4).epsilon(1e-9));
}

TEST_CASE("a link that one real link's worth of k flows share is k times as slow") {
  auto fold = single_group(Group::tensor);
  fold.flows[0].hops[0].weight = 3;
  StepProgram program{.plan = {}, .stages = {{begin(Group::tensor, 1e9), finish(Group::tensor)}}};
  CHECK(trace_step(program, fold).makespan_s == doctest::Approx(3).epsilon(1e-9));
  fold.links[0].divisor = 2;  // half the capacity in the simulation
  CHECK(trace_step(program, fold).makespan_s == doctest::Approx(6).epsilon(1e-9));
}

TEST_CASE("a pipeline message costs its receiver a wait: for the sender (bubble), then for the bytes (exposed)") {
  // stage 0 computes 1 s, sends 1e9 B (1 s + 0.5 s latency), stage 1 gets it at 2.5 s and computes 2 s
  StepProgram program{
      .plan = {},
      .stages = {{compute(1), begin(Group::pipeline_next, 1e9)}, {finish(Group::pipeline_next), compute(2)}}};
  const auto trace = trace_step(program, two_stages());
  CHECK(trace.makespan_s == doctest::Approx(4.5).epsilon(1e-9));
  CHECK(trace.ranks[0].end_s == doctest::Approx(1).epsilon(1e-9));
  CHECK(trace.ranks[1].bubble_s == doctest::Approx(1).epsilon(1e-9));
  CHECK(trace.ranks[1].exposed_s[5] == doctest::Approx(1.5).epsilon(1e-9));
}

TEST_CASE("messages that nobody has received yet wait in order") {
  StepProgram program{.plan = {},
                      .stages = {{begin(Group::pipeline_next, 1e9), begin(Group::pipeline_next, 2e9)},
                                 {compute(10), finish(Group::pipeline_next), finish(Group::pipeline_next)}}};
  const auto trace = trace_step(program, two_stages());
  CHECK(trace.makespan_s == doctest::Approx(10).epsilon(1e-9));
  CHECK(trace.ranks[1].bubble_s == doctest::Approx(0));
}

TEST_CASE("two classes of members: the collective starts with the later one") {
  // both send 1e9 B over links of their own; the second arrives at 3 s; 3 + 1 s; the first is idle until then
  Fold fold = single_group(Group::data);
  fold.ranks.push_back({.stage = 1, .ranks = 4, .flows = {1}, .groups = {0}});
  fold.groups[0].rank_cells = {0, 1};
  fold.groups[0].flows = {0, 1};
  fold.flows.push_back(fold.flows[0]);
  fold.flows[1].source = 1;
  fold.flows[1].hops[0].link_cell = 1;
  fold.links.push_back(fold.links[0]);
  StepProgram program{.plan = {},
                      .stages = {{begin(Group::data, 1e9), finish(Group::data)},
                                 {compute(3), begin(Group::data, 1e9), finish(Group::data)}}};
  const auto trace = trace_step(program, fold);
  CHECK(trace.makespan_s == doctest::Approx(4).epsilon(1e-9));
  CHECK(trace.ranks[0].bubble_s == doctest::Approx(3).epsilon(1e-9));
  CHECK(trace.ranks[0].exposed_s[3] == doctest::Approx(1).epsilon(1e-9));
}

TEST_CASE("flows of different groups share a link fairly") {
  // tensor 1e9 B and data 3e9 B start together on one link: half rate each until 2 s (tensor done), the rest of data
  // (2e9 B) alone until 4 s
  Fold fold = single_group(Group::tensor);
  fold.groups.push_back({.group = Group::data, .groups = 1, .rank_cells = {0}, .flows = {1}});
  fold.flows.push_back(fold.flows[0]);
  fold.flows[1].group = Group::data;
  fold.ranks[0].flows = {0, 1};
  fold.ranks[0].groups = {0, 1};
  StepProgram program{.plan = {},
                      .stages = {{begin(Group::data, 3e9), begin(Group::tensor, 1e9), finish(Group::tensor), compute(1),
                                  finish(Group::data)}}};
  const auto trace = trace_step(program, fold);
  CHECK(trace.ranks[0].exposed_s[0] == doctest::Approx(2).epsilon(1e-9));
  CHECK(trace.makespan_s == doctest::Approx(4).epsilon(1e-9));
}

TEST_CASE("a message that nobody sends is reported, not waited for") {
  StepProgram program{.plan = {}, .stages = {{compute(1)}, {finish(Group::pipeline_next)}}};
  CHECK_THROWS_AS((void)trace_step(program, two_stages()), SimulationFailed);
}

TEST_CASE("means over ranks add up to the step's time") {
  StepProgram program{
      .plan = {},
      .stages = {{compute(1), begin(Group::pipeline_next, 1e9)}, {finish(Group::pipeline_next), compute(2)}}};
  const auto fold = two_stages();
  workload::CompiledStep step;
  step.overhead = Time(0.25);
  step.facts.tokens_per_step = Tokens(100);
  step.facts.model_operations = Operations(200);
  Chip chip;
  chip.peak.bf16 = OperationRate(1000);
  const auto result = summarise_step(trace_step(program, fold), fold, step, chip, Precision::bf16);
  CHECK(result.time.base() == doctest::Approx(4.75));
  CHECK((result.compute + result.exposed_communication + result.bubble + result.overhead).base() ==
        doctest::Approx(result.time.base()).epsilon(1e-12));
  CHECK(result.throughput.base() == doctest::Approx(100 / 4.75));
  CHECK(result.mfu == doctest::Approx(200 / 4.75 / 2 / 1000));  // two ranks
}

}  // namespace gigaplan::sim
