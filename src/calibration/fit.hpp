// Which values meet published step times best, and how sure is that?
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <string>
#include <vector>

#include "calibration/parameters.hpp"

namespace gigaplan::calibration {

/// A measured step.
struct Row {
  std::string id, series, stack, family;
  Scenario scenario;
  double published_s = 0;
  double weight = 1;  ///< rows of a long series count less, so that none rules
  double width =
      1;  ///< how many times the noise of the loss its prediction may be off: more where the model lacks more
};

/// Logarithms of predicted ÷ published and their derivatives, at some values.
struct Linearised {
  std::vector<double> values;
  Eigen::VectorXd residual;
  Eigen::MatrixXd slope;  ///< row by parameter
};

struct Fit {
  std::vector<double> values;
  std::vector<double> sigma;  ///< standard errors: of the posterior, prior included
};

/// How far a row may lie from its prediction.
struct Loss {
  double noise = 0.05;  ///< a logarithm
  bool robust = true;   ///< Cauchy: far beyond the noise a row hardly pulls. Else a square
};

using Used = std::function<bool(const Row&)>;

/// Whether a parameter may learn from a scenario: learns_from, or concerns where all that matters is this scenario.
using Learns = bool (Parameter::*)(const Scenario&) const;

/// One row, simulated at `values`; and, if wanted, with each parameter that learns from it moved a little.
[[nodiscard]] Linearised simulate(const Row& row, const std::vector<Parameter>& parameters,
                                  const std::vector<double>& values, bool slopes,
                                  Learns learns = &Parameter::learns_from);

/// All rows, each in a process of its own. \throws std::runtime_error if one cannot be simulated
[[nodiscard]] Linearised simulate(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                                  const std::vector<double>& values, bool slopes, int workers);

/// One Gauss-Newton step from `at` to the most likely values within their limits, given the rows that `used` names and
/// the priors: the normal equations of the linearised rows, weighted anew until the weights of the loss stand.
[[nodiscard]] Fit solve(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
                        const Used& used, const Loss& loss);

/// Minus the logarithm of how likely `at` is, but for a constant.
[[nodiscard]] double cost(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
                          const Used& used, const Loss& loss);

/// Slopes for `to`, of which only residuals are known: those of `from`, changed as little as explains the difference
/// (Broyden's update, row by row, in units of the priors' widths).
void carry_slopes(const Linearised& from, const std::vector<Parameter>& parameters, Linearised& to);

/// The largest move of a value, in standard errors of `fit`.
[[nodiscard]] double largest_move(const std::vector<double>& before, const Fit& fit);

}  // namespace gigaplan::calibration
