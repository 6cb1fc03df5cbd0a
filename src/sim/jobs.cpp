// What do jobs on one fabric do to each other?
#include <algorithm>
#include <cmath>
#include <deque>
#include <span>

#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/placement.hpp"
#include "sim/relief.hpp"
#include "sim/step.hpp"

namespace gigaplan::sim {
namespace {

/// The latest end of the ranks whose stage is in [first, end).
double end_of(const StepTrace& trace, const network::Fold& fold, std::size_t first, std::size_t end) {
  double last = 0;
  for (std::size_t i = 0; i < trace.ranks.size(); ++i) {
    const auto stage = static_cast<std::size_t>(fold.ranks[i].stage);
    if (stage >= first && stage < end) last = std::max(last, trace.ranks[i].end_s);
  }
  return last;
}

void repeat(StepProgram& program, long times) {
  for (auto& stage : program.stages) {
    const StageProgram once = stage;
    for (long i = 1; i < times; ++i) stage.insert(stage.end(), once.begin(), once.end());
  }
}

}  // namespace

std::vector<JobResult> run_jobs_together(const Scenario& scenario, const network::Topology& topology,
                                         const StepOptions& options) {
  if (scenario.other_jobs.empty()) return {};
  std::vector<TrainingJob> jobs = {scenario.training};
  jobs.insert(jobs.end(), scenario.other_jobs.begin(), scenario.other_jobs.end());

  std::vector<JobResult> results;
  std::deque<StepProgram> programs;
  std::vector<network::PlacedJob> placed;
  Time longest;
  for (const TrainingJob& job : jobs) {
    Scenario one = scenario;
    one.training = job;
    const auto prepared = prepare_step(one, topology);
    const Time alone = simulate_step(one, topology, prepared, options).step.time;
    programs.push_back(prepared.compiled.program);
    placed.push_back(
        {nullptr, network::place_ranks(job, scenario.cluster.node, scenario.cluster.nodes, scenario.seed)});
    results.push_back({job.model.name, static_cast<std::uint64_t>(job.plan.world()), alone, alone});
    longest = max(longest, alone);
  }
  std::vector<long> times;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    times.push_back(std::max(2L, std::lround(2 * (longest / results[j].alone))));
    repeat(programs[j], times[j]);
    placed[j].program = &programs[j];
  }
  const auto fold = network::fold(route_jobs(placed, topology, scenario.seed, damage_beside_the_slowest(scenario)));
  const auto trace = trace_step(network::join_programs(placed), fold);
  std::size_t first = 0;
  for (std::size_t j = 0; j < jobs.size(); ++j) {
    const std::size_t end = first + programs[j].stages.size();
    const double mean_s = end_of(trace, fold, first, end) / static_cast<double>(times[j]);
    results[j].together = Time(mean_s) + jobs[j].stack.step_overhead;
    first = end;
  }
  return results;
}

}  // namespace gigaplan::sim
