// How does a fit get from the priors to where it stays?
#pragma once

#include "calibration/fit.hpp"

namespace gigaplan::calibration {

struct Converged {
  Linearised at;  ///< at the values of the fit, with slopes
  Fit fit;
  double last_move = 0;  ///< in standard errors
};

/// Gauss-Newton steps from the priors' means. Slopes are simulated `rounds` times, and carried along between: a step
/// without them takes a tenth of the time. A step that makes the rows less likely is halved.
/// \param started is told what the first simulation, at the priors, says
[[nodiscard]] Converged fit_whole(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                                  const Loss& loss, int rounds, int workers,
                                  const std::function<void(const Linearised&)>& started);

}  // namespace gigaplan::calibration
