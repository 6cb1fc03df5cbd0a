#include "workload/remedies.hpp"

#include <functional>
#include <utility>

#include "workload/memory.hpp"
#include "workload/structure.hpp"

namespace gigaplan::workload {
namespace {

struct Change {
  std::string name;
  std::function<bool(TrainingJob&)> apply;  ///< false: it does not apply
};

/// Twice as many ranks of a kind, half as many data ranks where that is possible, else twice the chips.
bool double_up(int& ranks, ParallelPlan& plan) {
  ranks *= 2;
  if (plan.data % 2 == 0) plan.data /= 2;
  return true;
}

bool recompute(TrainingJob& job, Recompute kind) {
  if (job.plan.recompute >= kind) return false;
  job.plan.recompute = kind;
  return true;
}

/// Smallest intervention first.
std::vector<Change> changes() {
  return {
      {"zero_stage 1", [](TrainingJob& j) { return j.plan.zero_stage < 1 && (j.plan.zero_stage = 1, true); }},
      {"sequence_parallel true", [](TrainingJob& j) { return !std::exchange(j.plan.sequence_parallel, true); }},
      {"micro_batch 1", [](TrainingJob& j) { return std::exchange(j.micro_batch, 1) > 1; }},
      {"recompute selective", [](TrainingJob& j) { return recompute(j, Recompute::selective); }},
      {"interleave 1", [](TrainingJob& j) { return std::exchange(j.plan.interleave, 1) > 1; }},
      {"recompute full", [](TrainingJob& j) { return recompute(j, Recompute::full); }},
      {"twice the expert ranks",
       [](TrainingJob& j) {
         if (!j.model.experts) return false;
         j.plan.expert *= 2;
         return true;
       }},
      {"twice the tensor ranks", [](TrainingJob& j) { return double_up(j.plan.tensor, j.plan); }},
      {"twice the pipeline stages", [](TrainingJob& j) { return double_up(j.plan.pipeline, j.plan); }},
      {"twice the context ranks", [](TrainingJob& j) { return double_up(j.plan.context, j.plan); }},
  };
}

std::string numbers(const TrainingJob& job, const std::string& name) {
  const auto& plan = job.plan;
  if (name == "twice the expert ranks") return "expert " + std::to_string(plan.expert);
  const std::string data = ", data " + std::to_string(plan.data);
  if (name == "twice the tensor ranks") return "tensor " + std::to_string(plan.tensor) + data;
  if (name == "twice the pipeline stages") return "pipeline " + std::to_string(plan.pipeline) + data;
  if (name == "twice the context ranks") return "context " + std::to_string(plan.context) + data;
  return name;
}

void try_job(const TrainingJob& job, const std::string& change, Bytes memory, long chips, std::vector<Remedy>& found) {
  if (job.plan.world() > chips || has_errors(check_structure(job))) return;
  const Bytes needed = peak_memory(job).total();
  if (needed <= memory) found.push_back({change, needed, job.plan.world()});
}

}  // namespace

std::vector<Remedy> memory_remedies(const TrainingJob& job, Bytes memory, long chips) {
  const auto all = changes();
  std::vector<Remedy> found;
  for (const auto& change : all) {
    TrainingJob changed = job;
    if (change.apply(changed)) try_job(changed, numbers(changed, change.name), memory, chips, found);
  }
  for (std::size_t i = 0; found.empty() && i < all.size(); ++i) {
    for (std::size_t k = i + 1; k < all.size(); ++k) {
      TrainingJob changed = job;
      if (!all[i].apply(changed)) break;
      const std::string first = numbers(changed, all[i].name);
      if (!all[k].apply(changed)) continue;
      try_job(changed, first + " with " + numbers(changed, all[k].name), memory, chips, found);
    }
  }
  return found;
}

}  // namespace gigaplan::workload
