#include "workload/facts.hpp"

#include "workload/memory.hpp"
#include "workload/parameters.hpp"

namespace gigaplan::workload {
namespace {

double tokens_per_step(const TrainingJob& job) {
  return 1.0 * static_cast<double>(job.global_batch) * job.sequence_length;
}

/// Forward operations of the two attention products, a token, all layers.
double attention_forward(const TrainingJob& job) {
  const double width = query_width(job.model) + attention_output_width(job.model);
  return 2.0 * job.model.layers * width * job.sequence_length;
}

}  // namespace

Operations model_operations(const TrainingJob& job) {
  const double forward = 2 * count_parameters(job.model).matrix + attention_forward(job);
  return Operations(3 * forward * tokens_per_step(job));
}

Operations hardware_operations(const TrainingJob& job) {
  double again = 0;
  const auto count = count_parameters(job.model);
  if (job.plan.recompute == Recompute::selective) again = attention_forward(job);
  if (job.plan.recompute == Recompute::full) {
    again = 2 * (count.matrix - count.output_projection) + attention_forward(job);
  }
  return model_operations(job) + Operations(again * tokens_per_step(job));
}

WorkloadFacts workload_facts(const TrainingJob& job) {
  const auto count = count_parameters(job.model);
  return {.parameters = count.total,
          .active_parameters = count.active,
          .tokens_per_step = Tokens(tokens_per_step(job)),
          .model_operations = model_operations(job),
          .hardware_operations = hardware_operations(job),
          .memory = peak_memory(job)};
}

}  // namespace gigaplan::workload
