// What comes out if figures change that the training step does not depend on?
#pragma once

#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "network/bill.hpp"
#include "sim/training_step.hpp"
#include "sim/years.hpp"

namespace gigaplan::sim {

/// A scenario simulated once, whose step and fabric are kept: prices, power, failures, weather or money can then change
/// at a fraction of the cost.
///
/// Changed futures simulate a short operation only, of every n-th hour of the typical year, so that it knows all
/// seasons. What it finds is multiplied by what the whole operation found, divided by what the same short operation
/// found, both without the change (a ratio estimator; failures have the same luck, as random streams are keyed by the
/// seed). Where the power comes from and what it costs is worked out for hours that draw as much as so corrected; as
/// cost has a sign and sales may be a trickle, what the whole operation found more than the short one is added there,
/// and what is bought follows from the balance. Where nothing changes that the operation depends on, it is taken as it
/// is.
class Again {
 public:
  /// Simulates all of it, and the short operation. \param every n: a future simulates every n-th hour of a year; a
  /// divisor of 12, so that it has whole months between maintenance
  /// \throws SimulationFailed, StepRefused
  Again(const Scenario& scenario, const StepOptions& options, int every);

  /// As run_scenario() gave it; without the timeline.
  [[nodiscard]] const Report& central() const { return central_; }

  /// \param changed differs from the scenario in figures that neither step nor the fabric's pieces depend on
  /// \param step_time_factor times the step's time: what is not known of it \param agreed the change turns out after
  /// financial close: loans, grants and repayments stay as the centre has them; else they are made to fit
  /// \param in_this_process as operate() \throws SimulationFailed
  [[nodiscard]] Report with(const Scenario& changed, double step_time_factor = 1, bool agreed = true,
                            bool in_this_process = false) const;

 private:
  [[nodiscard]] Years simulate_short(const Scenario& scenario, const StepResult& step, const BillOfMaterials& bill,
                                     bool in_this_process) const;
  [[nodiscard]] bool operates_as_before(const Scenario& changed) const;
  [[nodiscard]] Years as_before(const Scenario& changed) const;
  [[nodiscard]] std::vector<power::ResourceHour> resource_of(const Scenario& changed) const;
  [[nodiscard]] EnergyResult supply_mean_year(const Scenario& changed) const;
  [[nodiscard]] EnergyResult supply_short(const Scenario& changed, const EnergyResult& drawn,
                                          const Years& simulated) const;

  int every_;
  Scenario scenario_;
  network::FabricPieces pieces_;
  std::vector<power::WeatherHour> weather_;    ///< a typical year, from the first hour of operation on
  std::vector<power::ResourceHour> resource_;  ///< one from 1 January; empty where the site does not know its own
  Report central_;
  Years short_;
  std::vector<Hour> mean_year_;  ///< what the site draws
  EnergyResult supplied_;        ///< where that comes from
  EnergyResult short_supplied_;  ///< where that of the short operation comes from
};

}  // namespace gigaplan::sim
