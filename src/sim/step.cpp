#include "sim/step.hpp"

#include <cmath>
#include <span>
#include <stdexcept>

#include "sim/child.hpp"
#include "sim/step_recorder.hpp"
#include "sim/step_run.hpp"

namespace gigaplan::sim {
namespace {

constexpr std::size_t numbers_a_rank = 3 + group_count;

std::vector<double> to_numbers(const StepTrace& trace) {
  std::vector<double> numbers = {trace.makespan_s, static_cast<double>(trace.activities)};
  numbers.reserve(2 + trace.ranks.size() * numbers_a_rank);
  for (const auto& rank : trace.ranks) {
    numbers.insert(numbers.end(), {rank.compute_s, rank.bubble_s, rank.end_s});
    numbers.insert(numbers.end(), rank.exposed_s.begin(), rank.exposed_s.end());
  }
  return numbers;
}

StepTrace from_numbers(std::span<const double> numbers) {
  if (numbers.size() < 2 || (numbers.size() - 2) % numbers_a_rank != 0) {
    throw SimulationFailed("the step simulation sent an incomplete result");
  }
  StepTrace trace{numbers[0], static_cast<std::uint64_t>(numbers[1]), {}};
  for (std::size_t at = 2; at < numbers.size(); at += numbers_a_rank) {
    StepTrace::Rank rank{numbers[at], numbers[at + 1], numbers[at + 2], {}};
    for (std::size_t g = 0; g < group_count; ++g) {
      rank.exposed_s[g] = numbers[at + 3 + g];
    }
    trace.ranks.push_back(rank);
  }
  return trace;
}

}  // namespace

StepTrace trace_step(const StepProgram& program, const network::Fold& fold, StepEvents* events) {
  if (events == nullptr) {
    return from_numbers(run_in_child([&](const auto&) { return to_numbers(run_step(program, fold)); }));
  }
  *events = prepare_events(program, fold, events->limit);
  const auto numbers = run_in_child([&](const auto&) {
    StepRecorder recorder(*events, fold);
    auto result = to_numbers(run_step(program, fold, &recorder));
    append_events(*events, result);
    return result;
  });
  const std::span<const double> all = numbers;
  const std::size_t first_event = std::min(all.size(), 2 + fold.ranks.size() * numbers_a_rank);
  read_events(all.subspan(first_event), *events);
  return from_numbers(all.first(first_event));
}

StepResult summarise_step(const StepTrace& trace, const network::Fold& fold, const workload::CompiledStep& step,
                          const Chip& chip, Precision precision) {
  StepResult result;
  double ranks = 0;
  for (std::size_t i = 0; i < trace.ranks.size(); ++i) {
    const auto& rank = trace.ranks[i];
    const auto weight = static_cast<double>(fold.ranks[i].ranks);
    ranks += weight;
    result.compute += Time(weight * rank.compute_s);
    // Who is done early waits for the slowest: the next step starts together.
    result.bubble += Time(weight * (rank.bubble_s + trace.makespan_s - rank.end_s));
    for (std::size_t g = 0; g < group_count; ++g) {
      result.exposed_by_group[g] += Time(weight * rank.exposed_s[g]);
    }
  }
  result.compute *= 1 / ranks;
  result.bubble *= 1 / ranks;
  for (auto& exposed : result.exposed_by_group) {
    exposed *= 1 / ranks;
    result.exposed_communication += exposed;
  }
  result.overhead = step.overhead;
  result.time = Time(trace.makespan_s) + step.overhead;
  result.activities = trace.activities;
  result.workload = step.facts;
  set_rates(result, ranks, chip, precision);
  return result;
}

void set_rates(StepResult& step, double ranks, const Chip& chip, Precision precision) {
  const auto peak = chip.peak.at(precision);
  if (!peak) {
    throw std::logic_error("the chip has no peak rate at the job's precision");
  }
  step.throughput = step.workload.tokens_per_step / step.time;
  step.model_rate_per_chip = step.workload.model_operations / step.time / ranks;
  step.mfu = step.model_rate_per_chip / *peak;
  step.hfu = step.workload.hardware_operations / step.time / ranks / *peak;
}

}  // namespace gigaplan::sim
