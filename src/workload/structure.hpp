// Do model, batch and parallel plan fit together, memory apart?
#pragma once

#include "base/issue.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// Divisibility and range rules of the plan; pointers relative to the scenario root. The rules are those of Megatron
/// (megatron/training/arguments.py), which refuses what is listed here as an error.
[[nodiscard]] Issues check_structure(const TrainingJob& job);

}  // namespace gigaplan::workload
