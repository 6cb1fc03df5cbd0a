// What do years of operation bring and cost, once the step is known?
#pragma once

#include <functional>
#include <vector>

#include "finance/appraise.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "power/supply.hpp"
#include "sim/operate.hpp"

namespace gigaplan::sim {

struct Years {
  OperationResult operation;
  EnergyResult energy;
};

/// What the site draws with every node busy in the hottest hour of the plan's year.
[[nodiscard]] Power design_peak(const OperationPlan& plan);

/// Fills in where the power of an operation's hours comes from (power/supply.hpp), and adds a year of them up.
/// \param design_peak is the connection where the scenario names none \param resource as power::plan_supply()
[[nodiscard]] EnergyResult supply_energy(const Scenario& scenario, Power design_peak, std::vector<Hour>& timeline,
                                         std::vector<power::ResourceHour> resource = {});

/// Simulates scenario.operation.years. \param in_this_process as operate() \throws SimulationFailed
[[nodiscard]] Years simulate_years(const Scenario& scenario, const StepResult& step, const OperationPlan& plan,
                                   bool in_this_process = false, const std::function<void(double)>& progress = {});

/// What finance looks at; refers to both, which must outlive it. To appraise another future, change copies of them: the
/// scenario's prices and terms, the report's operation and energy.
[[nodiscard]] finance::FinanceInput finance_input(const Scenario& scenario, const Report& report);

/// Puts the years into a report that holds step and fabric, and what they cost and earn: /operation, /energy and the
/// money. \param options of the appraisal, e.g. what was agreed before
void add_years(const Scenario& scenario, Years years, Report& report, const finance::AppraiseOptions& options = {});

}  // namespace gigaplan::sim
