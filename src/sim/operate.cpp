#include "sim/operate.hpp"

#include <utility>

#include "sim/child.hpp"
#include "sim/operate_run.hpp"

namespace gigaplan::sim {
namespace {

/// The members of an hour in the order in which they cross the pipe.
std::vector<double> to_numbers(const OperationTrace& trace) {
  const auto& h = trace.hours;
  std::vector<double> numbers = {
      h.training, h.lost_work,   h.checkpoint,          h.restart,
      h.waiting,  h.maintenance, trace.down_node_hours, static_cast<double>(trace.interruptions.size())};
  for (const auto count : trace.interruptions) {
    numbers.push_back(static_cast<double>(count));
  }
  numbers.reserve(numbers.size() + 10 * trace.timeline.size());
  for (const auto& row : trace.timeline) {
    numbers.insert(numbers.end(), {row.dry_bulb.base(), row.wet_bulb.base(), row.it.base(), row.facility.base(),
                                   row.power_chain.base(), row.cooling.base(), row.house.base(), row.water.base(),
                                   row.training_share, static_cast<double>(row.interruptions)});
  }
  return numbers;
}

OperationTrace from_numbers(const std::vector<double>& numbers) {
  std::size_t at = 0;
  const auto next = [&] {
    if (at == numbers.size()) {
      throw SimulationFailed("the operation simulation sent an incomplete result");
    }
    return numbers[at++];
  };
  OperationTrace trace;
  auto& h = trace.hours;
  for (double* hours : {&h.training, &h.lost_work, &h.checkpoint, &h.restart, &h.waiting, &h.maintenance}) {
    *hours = next();
  }
  trace.down_node_hours = next();
  trace.interruptions.resize(static_cast<std::size_t>(next()));
  for (auto& count : trace.interruptions) {
    count = static_cast<std::uint64_t>(next());
  }
  while (at < numbers.size()) {
    auto& row = trace.timeline.emplace_back();
    row.dry_bulb = Temperature(next());
    row.wet_bulb = Temperature(next());
    row.it = Power(next());
    row.facility = Power(next());
    row.power_chain = Power(next());
    row.cooling = Power(next());
    row.house = Power(next());
    row.water = Volume(next());
    row.training_share = next();
    row.interruptions = static_cast<std::uint32_t>(next());
  }
  return trace;
}

}  // namespace

OperationResult operate(const Scenario& scenario, const StepResult& step, const OperationPlan& plan,
                        bool in_this_process, const std::function<void(double)>& progress) {
  const auto tell = [&](double share) {
    if (progress) {
      progress(share);
    }
  };
  auto trace =
      in_this_process
          ? run_operation(scenario, plan, tell)
          : from_numbers(run_in_child(
                [&](const auto& report) { return to_numbers(run_operation(scenario, plan, report)); }, progress));
  OperationResult result;
  const auto all_hours = static_cast<double>(trace.timeline.size());
  result.years = all_hours / 8760;
  result.hours = trace.hours;
  result.goodput = trace.hours.training / all_hours;
  const auto& causes = scenario.operation.reliability.causes;
  for (std::size_t i = 0; i < trace.interruptions.size(); ++i) {
    result.interruptions += trace.interruptions[i];
    result.interruptions_by_cause[causes[i].name] += trace.interruptions[i];
  }
  result.checkpoint_interval = plan.rhythm.interval;
  result.checkpoint_size = plan.checkpoint_size;
  const double steps = trace.hours.training * unit::hour / step.time;
  result.tokens_trained = steps * step.workload.tokens_per_step;
  result.model_operations = steps * step.workload.model_operations;
  result.chip_availability = 1 - trace.down_node_hours / (static_cast<double>(plan.installed_nodes) * all_hours);
  result.timeline = std::move(trace.timeline);
  return result;
}

}  // namespace gigaplan::sim
