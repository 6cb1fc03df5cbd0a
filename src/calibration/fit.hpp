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

/// Simulates every row at `values`; and, if wanted, with each parameter moved a little.
[[nodiscard]] Linearised simulate(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                                  const std::vector<double>& values, bool slopes, int workers);

/// One Gauss-Newton step from `at` towards the most likely values given the rows that `used` names, with the priors and
/// a Cauchy loss of width `noise` (a logarithm): the normal equations of the linearised rows, solved by Cholesky.
[[nodiscard]] Fit solve(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
                        const std::function<bool(const Row&)>& used, double noise);

}  // namespace gigaplan::calibration
