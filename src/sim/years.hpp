// What do years of operation bring and cost, once the step is known?
#pragma once

#include <functional>
#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "sim/operate.hpp"

namespace gigaplan::sim {

struct Years {
  OperationResult operation;
  EnergyResult energy;
  Power peak_it;  ///< what all racks draw at most
};

/// What the site draws with every node busy in the hottest hour of the plan's year.
[[nodiscard]] Power design_peak(const OperationPlan& plan);

/// Simulates scenario.operation.years. \param in_this_process as operate() \throws SimulationFailed
[[nodiscard]] Years simulate_years(const Scenario& scenario, const StepResult& step, const OperationPlan& plan,
                                   bool in_this_process = false, const std::function<void(double)>& progress = {});

/// Puts the years into a report that holds step and fabric, and what they cost and earn: /operation, /energy and the
/// money.
void add_years(const Scenario& scenario, Years years, Report& report);

}  // namespace gigaplan::sim
