// What if a step is too large to be simulated whole?
#pragma once

#include <functional>
#include <string>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "network/fold.hpp"
#include "network/traffic.hpp"
#include "workload/program.hpp"

namespace gigaplan::sim {

struct Extrapolation {
  StepResult step;
  std::string how;  ///< readable: which micro-batches were simulated
};

/// Simulates the step with twice and three times as many micro-batches as stages, exactly, and lets every time grow on
/// with the micro-batches as it did between the two: a pipeline repeats itself once it is full. What differs from the
/// whole step is only what has not settled by then (docs/performance.md has measured errors).
/// \param check called with each program before it is simulated; may throw
/// \throws SimulationFailed; what `check` throws
[[nodiscard]] Extrapolation extrapolate_step(const Scenario& scenario, const workload::CompiledStep& whole,
                                             const network::Fold& fold,
                                             const std::function<void(const StepProgram&)>& check);

/// The step with each flow at the rate of its narrowest link, as if it were alone: no schedule of the same program on
/// the same machine is faster. \throws SimulationFailed
[[nodiscard]] Time lower_bound(const Scenario& scenario, const workload::CompiledStep& whole,
                               const network::Traffic& traffic);

}  // namespace gigaplan::sim
