// Does what a step records add up to what it results in?
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "../network/examples.hpp"
#include "model/step_events.hpp"
#include "network/fold.hpp"
#include "network/loads.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"
#include "sim/step.hpp"
#include "sim/step_recorder.hpp"

namespace gigaplan::sim {
namespace {

using Kind = StepEvents::Kind;
using Pass = ComputeLabel::Pass;

constexpr double overhead_s = 0.25;

/// Four stages, tensor groups inside nodes, data groups across an oversubscribed fabric, which pipelines share.
struct Job {
  Node node = network::examples::node8();
  StepProgram program;
  network::Traffic traffic;
  network::Fold fold;

  Job() {
    program = {.plan = {.tensor = 4, .pipeline = 4, .data = 8}, .stages = {}};
    for (int stage = 0; stage < 4; ++stage) program.stages.push_back(stage_program(stage));
    traffic = traffic_of(program);
    fold = network::fold(traffic);
  }

  [[nodiscard]] network::Traffic traffic_of(const StepProgram& step) const {
    auto fabric = network::examples::fabric(2, 64, 4);
    fabric.leaf_oversubscription = 2;
    return network::make_traffic(step, network::build_topology(node, 16, fabric));
  }

  static StageProgram stage_program(int stage) {
    StageProgram p;
    const auto begin = [&](Group group, double bytes, std::uint32_t count = 1) {
      p.push_back({.kind = Instruction::Kind::begin, .group = group, .count = count, .wire_bytes = Bytes(bytes)});
    };
    const auto finish = [&](Group group) { p.push_back({.kind = Instruction::Kind::finish, .group = group}); };
    const auto compute = [&](double seconds, ComputeLabel label) {
      p.push_back({.kind = Instruction::Kind::compute, .duration = Time(seconds), .label = label});
    };
    begin(Group::data, 3e9);
    for (int micro_batch = 0; micro_batch < 3; ++micro_batch) {
      if (stage > 0) finish(Group::pipeline_next);
      compute(0.010 + 0.001 * stage, {Pass::forward, 3, static_cast<std::uint32_t>(micro_batch)});
      begin(Group::tensor, 2e9, 2);
      finish(Group::tensor);
      if (micro_batch == 1) finish(Group::data);
      if (stage < 3) begin(Group::pipeline_next, 5e8);
    }
    begin(Group::data, 2e9);
    compute(0.020, {Pass::optimizer, 0, 0});
    finish(Group::data);
    return p;
  }
};

struct Recorded {
  StepTrace trace;
  StepEvents events;
};

Recorded record(const Job& job, const network::Fold& fold, std::uint64_t limit = 2'000'000) {
  Recorded result;
  result.events.limit = limit;
  result.trace = trace_step(job.program, fold, &result.events);
  finish_events(result.events, result.trace.makespan_s, overhead_s);
  return result;
}

/// Bytes that a meter's counter integrates to.
double integral(const StepEvents& events, std::uint32_t meter) {
  double bytes = 0;
  for (std::size_t i = 0; i + 1 < events.samples.size(); ++i) {
    const auto& [m, from_s, share] = events.samples[i];
    if (m == meter && events.samples[i + 1].meter == meter)
      bytes += share * (events.samples[i + 1].time_s - from_s) * events.meters[meter].capacity;
  }
  return bytes;
}

}  // namespace

TEST_CASE("a step takes exactly as long, and does the same, whether it is recorded or not") {
  const Job job;
  const auto plain = trace_step(job.program, job.fold);
  const auto recorded = record(job, job.fold).trace;
  CHECK(plain.makespan_s == recorded.makespan_s);
  CHECK(plain.activities == recorded.activities);
  REQUIRE(plain.ranks.size() == recorded.ranks.size());
  for (std::size_t i = 0; i < plain.ranks.size(); ++i) {
    CHECK(plain.ranks[i].end_s == recorded.ranks[i].end_s);
    CHECK(plain.ranks[i].exposed_s == recorded.ranks[i].exposed_s);
  }
}

TEST_CASE("what a row does follows one on another, from the beginning to the end of the step, and adds up") {
  const Job job;
  const auto [trace, events] = record(job, job.fold);
  CHECK(events.dropped == 0);
  REQUIRE(events.rows.size() == trace.ranks.size());
  std::size_t i = 0;
  for (std::uint32_t row = 0; row < events.rows.size(); ++row) {
    double at_s = 0;
    std::map<Kind, double> sums;
    std::array<double, group_count> exposed{};
    for (; i < events.spans.size() && events.spans[i].row == row; ++i) {
      const auto& span = events.spans[i];
      CHECK(span.start_s == doctest::Approx(at_s).epsilon(1e-12));
      CHECK(span.end_s > span.start_s);
      sums[span.kind] += span.end_s - span.start_s;
      if (span.kind == Kind::exposed) exposed[static_cast<std::size_t>(span.group)] += span.end_s - span.start_s;
      at_s = span.end_s;
    }
    const auto& rank = trace.ranks[row];
    CHECK(at_s == doctest::Approx(trace.makespan_s + overhead_s).epsilon(1e-12));
    CHECK(sums[Kind::compute] == doctest::Approx(rank.compute_s).epsilon(1e-12));
    CHECK(sums[Kind::bubble] == doctest::Approx(rank.bubble_s + trace.makespan_s - rank.end_s).epsilon(1e-9));
    CHECK(sums[Kind::overhead] == doctest::Approx(overhead_s));
    for (std::size_t g = 0; g < group_count; ++g) CHECK(exposed[g] == doctest::Approx(rank.exposed_s[g]).epsilon(1e-9));
  }
  CHECK(i == events.spans.size());
}

TEST_CASE("every row computes what its program labels, in its order, and only computes have labels") {
  const Job job;
  const auto events = record(job, job.fold).events;
  for (std::uint32_t row = 0; row < events.rows.size(); ++row) {
    std::vector<ComputeLabel> labels;
    for (const auto& span : events.spans) {
      if (span.row != row) continue;
      if (span.kind == Kind::compute) labels.push_back(span.label);
      if (span.kind != Kind::compute) CHECK(span.label == ComputeLabel{});
    }
    CHECK(labels == std::vector<ComputeLabel>{
                        {Pass::forward, 3, 0}, {Pass::forward, 3, 1}, {Pass::forward, 3, 2}, {Pass::optimizer, 0, 0}});
  }
}

TEST_CASE("labels of computes are none of the fold's business") {
  Job job;
  const auto plain = record(job, job.fold).trace;
  for (auto& stage : job.program.stages)
    for (auto& instruction : stage) instruction.label = {};
  CHECK(network::fold(job.traffic_of(job.program)) == job.fold);
  CHECK(trace_step(job.program, job.fold).makespan_s == plain.makespan_s);
}

TEST_CASE("every collective and every message is on the wire once, after its members are there") {
  const Job job;
  const auto [trace, events] = record(job, job.fold);
  std::map<Group, double> count;
  for (const auto& transfer : events.transfers) {
    const auto& channel = events.channels[transfer.channel];
    count[channel.group] += static_cast<double>(channel.count);
    CHECK(transfer.end_s > transfer.start_s);
    CHECK(transfer.end_s <= trace.makespan_s + 1e-9);
  }
  CHECK(count[Group::tensor] == 4 * 8 * 3);          // stages · data ranks, 3 micro-batches
  CHECK(count[Group::data] == 4 * 4 * 2);            // stages · tensor ranks, twice a step
  CHECK(count[Group::pipeline_next] == 3 * 32 * 3);  // 3 stages of 32 ranks send 3 micro-batches
}

TEST_CASE("counters of links stay within their capacity and integrate to the bytes that cross them") {
  const Job job;
  for (const bool folded : {true, false}) {
    CAPTURE(folded);
    const auto [trace, events] = record(job, folded ? job.fold : network::unfolded(job.traffic));
    // The most that a real link of each kind carries, from the traffic and the program alone.
    std::map<std::string, double> most;
    const auto bytes = network::link_bytes(job.traffic, job.program);
    for (std::size_t link = 0; link < bytes.size(); ++link) {
      auto& of_kind = most[job.traffic.link_names[job.traffic.link_kind[link]]];
      of_kind = std::max(of_kind, bytes[link].base());
    }
    CHECK(events.meters.size() >= 4);
    CHECK(events.meters.size() <= 12);
    for (std::uint32_t m = 0; m < events.meters.size(); ++m) {
      const auto& meter = events.meters[m];
      CAPTURE(meter.name);
      const bool first =
          std::ranges::find(events.meters, meter.name, &StepEvents::Meter::name)->link_cell == meter.link_cell;
      if (first) CHECK(meter.bytes == doctest::Approx(most.at(meter.name)).epsilon(1e-9));
      CHECK(integral(events, m) == doctest::Approx(meter.bytes).epsilon(1e-3));
    }
    for (const auto& sample : events.samples) {
      CHECK(sample.share >= 0);
      CHECK(sample.share <= 1 + 1e-6);
    }
  }
}

TEST_CASE("beyond the limit events are counted, not kept") {
  const Job job;
  const auto all = record(job, job.fold).events;
  const auto few = record(job, job.fold, 100).events;
  const auto kept = [](const StepEvents& e) { return e.spans.size() + e.transfers.size() + e.samples.size(); };
  CHECK(few.dropped > 0);
  CHECK(kept(few) <= 100 + few.rows.size());  // and the overhead of each row
  CHECK(few.dropped > kept(all) / 2);
}

}  // namespace gigaplan::sim
