#include "sim/training_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "network/bill.hpp"
#include "network/damage.hpp"
#include "network/fold.hpp"
#include "network/loads.hpp"
#include "network/placement.hpp"
#include "sim/extrapolate.hpp"
#include "sim/step.hpp"
#include "sim/step_recorder.hpp"
#include "workload/roofline.hpp"

namespace gigaplan::sim {
namespace {

/// How long a step takes on one core. Every rank cell has an actor that runs its stage's whole program; the max-min
/// solution is found anew at each event, in a time that grows with the flow cells. Rates as measured: 1.2 million
/// instructions a second with up to 64 cells, 160,000 with 4,000, 80,000 with 25,000.
double step_minutes(const StepProgram& program, const network::Fold& fold) {
  double instructions = 0;
  for (const auto& rank : fold.ranks) {
    instructions += static_cast<double>(program.stages[static_cast<std::size_t>(rank.stage)].size());
  }
  const double growth = std::pow(std::max(1.0, static_cast<double>(fold.flows.size()) / 64), 0.45);
  return instructions * growth / 1.2e6 / 60;
}

bool too_large(const StepProgram& program, const network::Fold& fold, const StepOptions& options) {
  return step_minutes(program, fold) > options.minutes_limit;
}

void check_size(const StepProgram& program, const network::Fold& fold, const StepOptions& options) {
  const double minutes = step_minutes(program, fold);
  const auto size =
      fmt::format("one training step falls into {} classes of ranks and {} of flows, about {:.2g} minutes",
                  fold.ranks.size(), fold.flows.size(), minutes);
  if (minutes > options.minutes_limit) {
    throw StepRefused(
        fmt::format("{}; {}, or allow it with --max-minutes (now {:g})", size,
                    options.unfolded
                        ? "leave out --unfolded"
                        : "choose a plan whose groups line up with scale-up domains, units and pods, or a non-blocking "
                          "fabric, or fewer micro-batches, or let it be extrapolated (--approximate)",
                    options.minutes_limit));
  }
  if (minutes > 0.5 && options.note) {
    options.note(size);
  }
}

}  // namespace

network::Topology build_cluster(const Scenario& scenario) {
  const auto& cluster = scenario.cluster;
  auto topology = network::build_topology(cluster.node, cluster.nodes, cluster.fabric);
  network::apply_damage(cluster.damage, scenario.seed, topology);
  return topology;
}

Damage damage_beside_the_slowest(const Scenario& scenario) {
  Damage damage = scenario.cluster.damage;
  const double slowest =
      workload::slowest_share(scenario.cluster.node.chip.efficiency.speed_spread, scenario.training.plan.world());
  for (SlowChips& chips : damage.slow_chips) chips.speed = std::min(1.0, chips.speed / slowest);
  return damage;
}

network::Traffic route_jobs(std::span<const network::PlacedJob> jobs, const network::Topology& topology,
                            std::uint64_t seed, const Damage& damage) {
  try {
    return network::make_traffic(jobs, topology, seed, network::chip_speeds(damage, seed, topology.chips));
  } catch (const network::Unreachable& error) {
    throw StepRefused(error.what());
  }
}

PreparedStep prepare_step(const Scenario& scenario, const network::Topology& topology) {
  const auto& cluster = scenario.cluster;
  PreparedStep prepared{workload::compile_step(scenario.training, cluster.node), {}};
  const network::PlacedJob job{&prepared.compiled.program,
                               network::place_ranks(scenario.training, cluster.node, cluster.nodes, scenario.seed)};
  prepared.traffic = route_jobs(std::span(&job, 1), topology, scenario.seed, damage_beside_the_slowest(scenario));
  return prepared;
}

StepOutcome simulate_step(const Scenario& scenario, const network::Topology& topology, const PreparedStep& prepared,
                          const StepOptions& options) {
  const auto& cluster = scenario.cluster;
  const auto& [compiled, traffic] = prepared;
  const auto fold = options.unfolded ? network::unfolded(traffic) : network::fold(traffic);
  StepOutcome outcome;
  auto& fabric = outcome.fabric;
  if (options.approximate && too_large(compiled.program, fold, options)) {
    auto guess = extrapolate_step(scenario, compiled, fold,
                                  [&](const StepProgram& shorter) { check_size(shorter, fold, options); });
    outcome.step = std::move(guess.step);
    fabric.approximation = std::move(guess.how);
    fabric.lower_bound = lower_bound(scenario, compiled, traffic);
  } else {
    check_size(compiled.program, fold, options);
    const auto trace = trace_step(compiled.program, fold, options.events);
    if (options.events != nullptr) {
      finish_events(*options.events, trace.makespan_s, compiled.overhead.base());
    }
    outcome.step = summarise_step(trace, fold, compiled, cluster.node.chip, scenario.training.precision);
  }
  fabric.chips = static_cast<std::uint64_t>(cluster.chips());
  fabric.endpoints = static_cast<std::uint64_t>(cluster.nodes) * static_cast<std::uint64_t>(cluster.node.nics.per_node);
  fabric.bill = network::bill_of_materials(topology, cluster.fabric, cluster.node);
  fabric.messages = fold.real_messages;
  fabric.flows = fold.real_flows;
  fabric.flow_cells = fold.flows.size();
  fabric.link_cells = fold.links.size();
  fabric.rank_cells = fold.ranks.size();
  fabric.folded = !options.unfolded;
  fabric.loads = network::link_loads(traffic, compiled.program, outcome.step.time);
  return outcome;
}

StepOutcome run_training_step(const Scenario& scenario, const StepOptions& options) {
  const auto topology = build_cluster(scenario);
  return simulate_step(scenario, topology, prepare_step(scenario, topology), options);
}

Time extrapolated_time(const Scenario& scenario) {
  const auto prepared = prepare_step(scenario, build_cluster(scenario));
  const auto fold = network::fold(prepared.traffic);
  return extrapolate_step(scenario, prepared.compiled, fold, [](const StepProgram&) {}).step.time;
}

}  // namespace gigaplan::sim
