// What happens over the years: failures, checkpoints, restarts, maintenance, and the power drawn meanwhile?
#pragma once

#include <functional>
#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "power/facility.hpp"
#include "power/node_power.hpp"
#include "power/weather.hpp"
#include "sim/checkpoint.hpp"

namespace gigaplan::sim {

/// What the racks draw in each state of the job: all nodes, switches, storage and management.
struct ItPower {
  Power training, checkpoint, standstill;
  Power peak;  ///< every node busy: sizes the plant
  bool operator==(const ItPower&) const = default;
};

/// What a chip of the job does over a step. A rank that waits (for bytes, for another stage, for the step's fixed work)
/// spins in a receive kernel.
[[nodiscard]] power::Activity step_activity(const StepResult& step);

/// Everything that the simulated years depend on, worked out beforehand.
struct OperationPlan {
  long job_nodes = 0;        ///< that the job needs
  long installed_nodes = 0;  ///< spares included
  CheckpointRhythm rhythm;
  Bytes checkpoint_size;
  std::vector<Frequency> failure_rates;  ///< as reliability.causes
  ItPower it;
  power::Plant plant;
  std::vector<power::WeatherHour> weather;  ///< a typical year, from the operation's first hour on
};

/// \param weather that the plan has for this site, seed and start, if it is known already; empty: it is made
[[nodiscard]] OperationPlan plan_operation(const Scenario& scenario, const StepResult& step,
                                           const BillOfMaterials& bill, std::vector<power::WeatherHour> weather = {});

/// Simulates scenario.operation.years on SimGrid in a forked child: the job, what breaks it, who repairs it, the
/// maintenance calendar and a meter that asks the plant every hour; where the power comes from is worked out
/// afterwards (sim/years.hpp). Only nodes of the job fail, and only while
/// they are powered for it; the failure of a waiting job's node repairs like any other but interrupts nothing. \param
/// in_this_process no child: for a process that holds no engine yet and needs none later \param progress called with
/// the share of simulated time \throws SimulationFailed
[[nodiscard]] OperationResult operate(const Scenario& scenario, const StepResult& step, const OperationPlan& plan,
                                      bool in_this_process = false, const std::function<void(double)>& progress = {});

}  // namespace gigaplan::sim
