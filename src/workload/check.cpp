#include "workload/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workload/memory.hpp"
#include "workload/remedies.hpp"
#include "workload/structure.hpp"

namespace gigaplan::workload {
namespace {

std::string gibibytes(Bytes bytes) {
  return fmt::format("{:.1f} GiB", bytes.in(unit::gibibyte));
}

/// In doubles, since the product of four large counts does not fit into an integer.
double world_size(const ParallelPlan& plan) {
  return 1.0 * plan.tensor * plan.context * plan.pipeline * plan.data;
}

void check_world(const ParallelPlan& plan, long chips, Issues& issues) {
  const double world = world_size(plan);
  const auto installed = static_cast<double>(chips);
  if (world > installed) {
    issues.push_back(
        {Severity::error, "", "/training/plan",
         fmt::format("tensor {} x context {} x pipeline {} x data {} needs {:.0f} chips, the cluster has {}",
                     plan.tensor, plan.context, plan.pipeline, plan.data, world, chips),
         "lower data, or install more nodes"});
  } else if (world < 0.99 * installed) {
    issues.push_back(
        {Severity::warning, "", "/training/plan",
         fmt::format("{:.0f} of {} chips ({:.1f} %) stay idle: tensor x context x pipeline x data is {:.0f}",
                     installed - world, chips, 100 * (1 - world / installed), world),
         fmt::format("data {} would use the most", static_cast<long>(installed / (world / plan.data)))});
  }
}

void check_precision(const TrainingJob& job, const Chip& chip, Issues& issues) {
  const char* pointer = "/training/precision";
  const bool needs8 = job.precision == Precision::fp8, needs4 = job.precision == Precision::fp4;
  if (job.precision != Precision::bf16 && !needs8 && !needs4) {
    issues.push_back(
        {Severity::error, "", pointer, "only bf16, fp8 and fp4 training is modelled", R"(use "bf16", "fp8" or "fp4")"});
    return;
  }
  const auto missing = [](const std::optional<OperationRate>& peak, double share) {
    return !peak || !(peak->base() > 0) || !(share > 0);
  };
  if (needs8 && (missing(chip.peak.fp8, chip.efficiency.gemm_fp8) || !(job.stack.fp8_cast_efficiency > 0))) {
    issues.push_back(
        {Severity::error, "", pointer,
         fmt::format("\"fp8\", but {} or the stack {} has no 8-bit matrix products", chip.name, job.stack.name),
         "use \"bf16\""});
  }
  if (needs4 && (missing(chip.peak.fp4, chip.efficiency.gemm_fp4) || !(job.stack.fp8_cast_efficiency > 0))) {
    issues.push_back(
        {Severity::error, "", pointer,
         fmt::format("\"fp4\", but {} or the stack {} has no 4-bit matrix products", chip.name, job.stack.name),
         R"(use "bf16" or "fp8")"});
  }
  if (missing(chip.peak.bf16, chip.efficiency.gemm_bf16) || !(chip.efficiency.attention > 0) ||
      !(chip.efficiency.memory > 0) || !(chip.memory_bandwidth.base() > 0)) {
    issues.push_back({Severity::error, "", "/cluster/node/chip",
                      fmt::format("{} has no 16-bit matrix rate, memory bandwidth or efficiency", chip.name),
                      "give peak/bf16_tflop_s, memory_bandwidth_gbyte_s and efficiency, all above zero"});
  }
}

/// What takes the memory, largest first.
std::string breakdown(const MemoryUse& use) {
  std::array<std::pair<Bytes, const char*>, 5> parts = {{{use.weights, "weights"},
                                                         {use.gradients, "gradients"},
                                                         {use.optimizer, "optimizer"},
                                                         {use.activations, "activations"},
                                                         {use.reserve, "reserve"}}};
  std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return b.first < a.first; });
  std::string text;
  for (const auto& [bytes, name] : parts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, gibibytes(bytes));
  return text;
}

void check_memory(const TrainingJob& job, const Chip& chip, long chips, Issues& issues) {
  const MemoryUse use = peak_memory(job);
  if (use.total() <= chip.memory) return;
  std::string remedy;
  for (const Remedy& r : memory_remedies(job, chip.memory, chips)) {
    remedy += fmt::format("{}{} ({}{})", remedy.empty() ? "fits with " : "; or ", r.change, gibibytes(r.needed),
                          r.chips != job.plan.world() ? fmt::format(", {} chips", r.chips) : "");
  }
  if (remedy.empty()) {
    remedy =
        "no single change and no pair of changes to recomputation, micro-batch, sharding, or twice the ranks helps: "
        "use more tensor and pipeline ranks together, or chips with more memory";
  }
  issues.push_back(
      {Severity::error, "", "/training/plan",
       fmt::format("does not fit: stage {} of {} needs {} a chip, {} more than the {} of {} ({})", use.stage,
                   job.plan.pipeline, gibibytes(use.total()), gibibytes(use.total() - chip.memory),
                   gibibytes(chip.memory), chip.name, breakdown(use)),
       remedy});
}

/// Trees and switches add up whole buffers: they have no form that leaves the sum scattered.
void check_collectives(const TrainingJob& job, Issues& issues) {
  const auto check = [&](const char* key, Algorithm algorithm, bool all_reduce, const char* why) {
    const bool needs = algorithm == Algorithm::tree || algorithm == Algorithm::in_network;
    if (!needs || all_reduce) return;
    issues.push_back(
        {Severity::error, "", fmt::format("/training/collectives/{}", key),
         fmt::format("\"{}\" is for all-reduces, and {}", algorithm == Algorithm::tree ? "tree" : "in_network", why),
         "use auto, ring, halving_doubling or hierarchical"});
  };
  const auto& c = job.collectives;
  const char* const sharded = "a distributed optimizer uses reduce-scatter and all-gather";
  check("tensor", c.tensor, !job.plan.sequence_parallel, "sequence parallelism uses all-gather and reduce-scatter");
  check("context", c.context, false, "context parallelism passes keys and values round");
  check("data", c.data, !job.plan.shards_optimizer(), sharded);
  check("expert_data", c.expert_data, !job.plan.shards_optimizer(), sharded);
}

}  // namespace

Issues check_plan(const TrainingJob& job, const Node& node, long chips) {
  Issues issues = check_structure(job);
  check_world(job.plan, chips, issues);
  check_precision(job, node.chip, issues);
  check_collectives(job, issues);
  if (!has_errors(issues)) check_memory(job, node.chip, chips, issues);
  return issues;
}

}  // namespace gigaplan::workload
