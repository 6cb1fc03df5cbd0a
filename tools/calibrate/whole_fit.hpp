// How does a fit get from where it starts to where it stays?
#pragma once

#include "calibration/fit.hpp"

namespace gigaplan::calibration {

struct Converged {
  Linearised at;  ///< at the values of the fit, with slopes
  Fit fit;
};

/// Residuals at other values than those of `at`, which has slopes.
using Evaluate = std::function<Linearised(const Linearised& at, const std::vector<double>& values)>;

/// Gauss-Newton steps from `at`, slopes carried along, each halved until the rows are more likely; until that gains
/// nothing that matters, or `steps` are done.
[[nodiscard]] Converged descend(Linearised at, const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                                const Used& used, const Loss& loss, const Evaluate& evaluate, int steps);

/// From the priors' means, with all rows. Slopes are simulated `rounds` times: a step without them takes a tenth of the
/// time.
/// \param started is told what the first simulation, at the priors, says
[[nodiscard]] Converged fit_whole(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                                  const Loss& loss, int rounds, int workers,
                                  const std::function<void(const Linearised&)>& started);

}  // namespace gigaplan::calibration
