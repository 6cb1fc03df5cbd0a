#include "sim/extrapolate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "sim/step.hpp"

namespace gigaplan::sim {
namespace {

/// a + (b - a) · times, for every time of a step.
StepResult grow(const StepResult& a, const StepResult& b, double times) {
  StepResult result = b;
  const auto on = [times](Time from, Time to) { return from + (to - from) * times; };
  result.time = on(a.time, b.time);
  result.compute = on(a.compute, b.compute);
  result.exposed_communication = on(a.exposed_communication, b.exposed_communication);
  result.bubble = on(a.bubble, b.bubble);
  for (std::size_t g = 0; g < group_count; ++g)
    result.exposed_by_group[g] = on(a.exposed_by_group[g], b.exposed_by_group[g]);
  return result;
}

/// Each flow on a link of its own, as wide as the narrowest one that it crosses.
network::Traffic alone(const network::Traffic& traffic) {
  network::Traffic result = traffic;
  result.message_offset.assign(1, 0);
  result.message_source.clear();
  result.hop_offset.assign(1, 0);
  result.hops.clear();
  result.link_names = {"alone"};
  result.link_kind.assign(traffic.flows.size(), 0);
  result.link_capacity.clear();
  std::unordered_map<std::uint32_t, std::uint64_t> taken;
  for (std::size_t f = 0; f < traffic.flows.size(); ++f) {
    taken.clear();
    for (const auto& hop : traffic.hops_of(f)) taken[hop.link] += hop.weight;
    double rate = std::numeric_limits<double>::infinity();
    for (const auto& [link, weight] : taken)
      rate = std::min(rate, traffic.link_capacity[link].base() * traffic.whole / static_cast<double>(weight));
    result.link_capacity.emplace_back(rate);
    result.hops.push_back({static_cast<std::uint32_t>(f), traffic.whole});
    result.hop_offset.push_back(static_cast<std::uint32_t>(f + 1));
    result.message_source.push_back(traffic.message_source[traffic.message_offset[f]]);
    result.message_offset.push_back(static_cast<std::uint32_t>(f + 1));
  }
  return result;
}

}  // namespace

Extrapolation extrapolate_step(const Scenario& scenario, const workload::CompiledStep& whole, const network::Fold& fold,
                               const std::function<void(const StepProgram&)>& check) {
  const Chip& chip = scenario.cluster.node.chip;
  const long stages = scenario.training.plan.pipeline, micro_batches = scenario.training.micro_batches();
  const long few = std::min(2 * stages, micro_batches), more = std::min(3 * stages, micro_batches);
  const auto with = [&](long count) {
    TrainingJob job = scenario.training;
    job.global_batch = count * job.plan.data * job.micro_batch;
    const auto compiled = workload::compile_step(job, scenario.cluster.node);
    check(compiled.program);
    return summarise_step(trace_step(compiled.program, fold), fold, compiled, chip, job.precision);
  };
  Extrapolation result;
  if (few == more) {
    result.step = with(micro_batches);
    result.how = fmt::format("{} micro-batches simulated whole", micro_batches);
    return result;
  }
  const StepResult a = with(few), b = with(more);
  result.step = grow(a, b, static_cast<double>(micro_batches - few) / static_cast<double>(more - few));
  result.step.workload = whole.facts;
  result.step.activities = a.activities + b.activities;
  set_rates(result.step, static_cast<double>(scenario.training.plan.world()), chip, scenario.training.precision);
  result.how = fmt::format("extrapolated from {} and {} of {} micro-batches", few, more, micro_batches);
  return result;
}

Time lower_bound(const Scenario& scenario, const workload::CompiledStep& whole, const network::Traffic& traffic) {
  const auto fold = network::fold(alone(traffic));
  return summarise_step(trace_step(whole.program, fold), fold, whole, scenario.cluster.node.chip,
                        scenario.training.precision)
      .time;
}

}  // namespace gigaplan::sim
