// What comes out if figures change that the training step does not depend on?
#pragma once

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "network/bill.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::sim {

/// A scenario simulated once, whose step and fabric are kept: prices, power, failures, weather or money can then change
/// at a fraction of the cost.
///
/// Changed futures simulate `short_years` of operation only. What they find is multiplied by what the whole operation
/// found, divided by what the same short years found, both without the change (a ratio estimator; the failures and the
/// weather are the same ones, as random streams are keyed by the seed).
class Again {
 public:
  /// Simulates all of it, and the short years. \throws SimulationFailed, StepRefused
  Again(const Scenario& scenario, const StepOptions& options, double short_years);

  /// As run_scenario() gave it; without the timeline.
  [[nodiscard]] const Report& central() const { return central_; }

  /// \param changed differs from the scenario in figures that neither step nor the fabric's pieces depend on
  /// \param step_time_factor times the step's time: what is not known of it \throws SimulationFailed
  [[nodiscard]] Report with(const Scenario& changed, double step_time_factor = 1) const;

 private:
  double short_years_;
  network::FabricPieces pieces_;
  Report central_;
  OperationResult short_operation_;
  EnergyResult short_energy_;
};

}  // namespace gigaplan::sim
