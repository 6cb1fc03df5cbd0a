#include "sim/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "finance/evaluate.hpp"
#include "network/bill.hpp"
#include "network/fold.hpp"
#include "network/loads.hpp"
#include "network/topology.hpp"
#include "network/traffic.hpp"
#include "power/energy.hpp"
#include "sim/bottleneck.hpp"
#include "sim/operate.hpp"
#include "sim/step.hpp"
#include "workload/program.hpp"

namespace gigaplan::sim {
namespace {

/// What the site draws with every node busy in the hottest hour of the year.
Power design_peak(const OperationPlan& plan) {
  Power peak;
  for (const auto& hour : plan.weather) {
    peak = max(peak, power::facility_draw(plan.plant, plan.it.peak, hour).total());
  }
  return peak;
}

/// How long a step takes on one core. Every rank cell has an actor that runs its stage's whole program; the max-min
/// solution is found anew at each event, in a time that grows with the flow cells. Rates as measured: 200,000
/// instructions a second with few cells, 60,000 with 8,000, 7,000 with 67,000.
double step_minutes(const StepProgram& program, const network::Fold& fold) {
  double instructions = 0;
  for (const auto& rank : fold.ranks) {
    instructions += static_cast<double>(program.stages[static_cast<std::size_t>(rank.stage)].size());
  }
  return instructions * std::max(1 / 2e5, static_cast<double>(fold.flows.size()) / 5e8) / 60;
}

void check_size(const StepProgram& program, const network::Fold& fold, const StepOptions& options) {
  const double minutes = step_minutes(program, fold);
  const auto size =
      fmt::format("one training step falls into {} classes of ranks and {} of flows, about {:.1f} minutes",
                  fold.ranks.size(), fold.flows.size(), minutes);
  if (minutes > options.minutes_limit) {
    throw StepTooLarge(
        fmt::format("{}; {}, or allow it with --max-minutes (now {:g})", size,
                    options.unfolded
                        ? "leave out --unfolded"
                        : "choose a plan whose groups line up with scale-up domains, units and pods, or a non-blocking "
                          "fabric, or fewer micro-batches",
                    options.minutes_limit));
  }
  if (minutes > 0.5 && options.note) {
    options.note(size);
  }
}

}  // namespace

StepOutcome run_training_step(const Scenario& scenario, const StepOptions& options) {
  const auto& cluster = scenario.cluster;
  const auto compiled = workload::compile_step(scenario.training, cluster.node);
  const auto topology = network::build_topology(cluster.node, cluster.nodes, cluster.fabric);
  const auto traffic = network::make_traffic(compiled.program, topology, scenario.seed);
  const auto fold = options.unfolded ? network::unfolded(traffic) : network::fold(traffic);
  check_size(compiled.program, fold, options);
  const auto trace = trace_step(compiled.program, fold);

  StepOutcome outcome;
  outcome.step = summarise_step(trace, fold, compiled, cluster.node.chip, scenario.training.precision);
  auto& fabric = outcome.fabric;
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

Report run_scenario(const Scenario& scenario, const StepOptions& options, const Progress& progress) {
  const auto tell = [&](const char* stage, double share) {
    if (progress) {
      progress(stage, share);
    }
  };
  Report report;
  report.scenario_name = scenario.name;
  report.seed = scenario.seed;
  report.published = scenario.training.published;
  tell("one training step", 0);
  auto [step, fabric] = run_training_step(scenario, options);
  report.step = std::move(step);
  report.fabric = std::move(fabric);

  const auto plan = plan_operation(scenario, report.step, report.fabric.bill);
  report.operation = operate(scenario, report.step, plan, options.expendable,
                             [&](double share) { tell("years of operation", share); });
  const auto& limit = scenario.facility.grid_limit;
  report.energy = power::summarise_energy(report.operation.timeline, report.operation.years, limit);
  report.energy.design_peak = design_peak(plan);
  report.energy.design_over_grid_limit = limit && report.energy.design_peak > *limit;
  report.finance = finance::evaluate({.finance = scenario.finance,
                                      .site = scenario.site,
                                      .cluster = scenario.cluster,
                                      .facility = scenario.facility,
                                      .bill = report.fabric.bill,
                                      .peak_it = plan.it.peak,
                                      .connection = limit.value_or(report.energy.design_peak),
                                      .operation = report.operation,
                                      .energy = report.energy,
                                      .spare_node_share = scenario.operation.spare_node_share});
  report.bottleneck = find_bottleneck(report.step, report.operation);
  return report;
}

}  // namespace gigaplan::sim
