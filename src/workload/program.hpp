// What does each chip do in one training step: the job, compiled?
#pragma once

#include "model/node.hpp"
#include "model/step_program.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// A job as the simulator runs it.
struct CompiledStep {
  StepProgram program;
  WorkloadFacts facts;
  Time overhead;  ///< fixed cost of a step in the software stack, added to the program's time
  bool operator==(const CompiledStep&) const = default;
};

/// The instructions of every pipeline stage for one step of `job` on chips of `node`. Deterministic; linear in
/// stages · micro-batches · interleave (16 · 128 · 8 takes milliseconds).
/// Precondition: check_plan found no error. \throws std::logic_error otherwise.
[[nodiscard]] CompiledStep compile_step(const TrainingJob& job, const Node& node);

}  // namespace gigaplan::workload
