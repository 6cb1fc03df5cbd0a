// What happens inside the child: rank actors interpret their programs on the folded platform.
#pragma once

#include "sim/step.hpp"
#include "sim/step_recorder.hpp"

namespace gigaplan::sim {

/// Starts this process's Engine and runs one step. Call it in a child (see run_in_child).
/// \param recorder is told what happens when, if there is one
/// \throws std::logic_error if a program does not match the fold (a message that nobody sends, a group without flows)
[[nodiscard]] StepTrace run_step(const StepProgram& program, const network::Fold& fold,
                                 StepRecorder* recorder = nullptr);

}  // namespace gigaplan::sim
