// How much arithmetic does a step hold, apart from how fast it goes?
#pragma once

#include "model/step_program.hpp"
#include "model/training.hpp"

namespace gigaplan::workload {

/// Floating-point operations of a step over all chips.
/// Model operations count 6 per matrix parameter and token plus 12·L·heads·head·s per token for attention over the full
/// square (PaLM, arXiv 2204.02311 appendix B), whether the kernel skips the causal half or not; "matrix parameters" are
/// those that a token passes in matrix products, output projection included, input embedding not.
/// Hardware operations add what recomputation repeats. Papers differ: Narayanan et al. 2021, BLOOM and MT-NLG report
/// hardware operations, Megatron-Bridge counts half of the attention square.
[[nodiscard]] Operations model_operations(const TrainingJob& job);
[[nodiscard]] Operations hardware_operations(const TrainingJob& job);

/// Precondition: check_plan found no error.
[[nodiscard]] WorkloadFacts workload_facts(const TrainingJob& job);

}  // namespace gigaplan::workload
