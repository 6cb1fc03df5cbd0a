// What do measurements of one's own say about the scenario that they are like?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "batch/pool.hpp"
#include "model/provenance.hpp"
#include "model/scenario.hpp"

namespace gigaplan::calibration {

/// How far kernel_time may move where a measurement says so: one decides the level.
constexpr double own_level_sigma = 0.15;

/// A step that somebody measured, as a scenario.
struct OwnStep {
  Scenario scenario;
  double measured_s = 0;
};

/// A figure of the scenario that the measurements moved.
struct MovedFigure {
  std::string pointer;  ///< into the scenario
  double before = 0, after = 0;
  double low = 0, high = 0;  ///< of `after`, from 5 to 95 %
};

struct OwnFit {
  std::vector<MovedFigure> figures;       ///< none: the measurements say nothing about the scenario
  std::vector<double> before_s, after_s;  ///< predicted for each step
  int rounds = 0;
  batch::Stop stop = batch::Stop::finished;  ///< else the rest counts for nothing
};

struct OwnOptions {
  double minutes_limit = 10;  ///< of one simulation
  bool approximate = false;
  int workers = 1;
  std::function<void(double)> progress;  ///< told, if set, of the share of the rounds that is done
};

/// Most likely values of the scenario's chip and stack given the steps: the catalogue's values are the prior, as wide
/// as twice their standard errors (`assumptions` has their 90 % ranges) where a fit gave them and else as physics lets
/// them be. kernel_time may move by 15 %, and a measurement errs by 1 %, so that one decides the level. Gauss-Newton,
/// until no predicted time changes by more than 0.1 %; at most 6 rounds.
/// \throws sim::StepRefused if a step would take too long to simulate; std::runtime_error if a simulation fails
[[nodiscard]] OwnFit fit_to_own(const Scenario& scenario, const std::vector<Assumption>& assumptions,
                                const std::vector<OwnStep>& steps, const OwnOptions& options);

}  // namespace gigaplan::calibration
