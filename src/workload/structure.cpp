#include "workload/structure.hpp"

#include <fmt/format.h>

namespace gigaplan::workload {
namespace {

/// Collects findings about one job.
class Checker {
 public:
  explicit Checker(const TrainingJob& job) : job_(job) {}

  Issues run() && {
    positive();
    if (has_errors(issues_)) return std::move(issues_);  // everything below divides
    tensor();
    context();
    pipeline();
    batch();
    experts();
    return std::move(issues_);
  }

 private:
  void error(const char* pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::error, "", pointer, std::move(message), std::move(remedy)});
  }
  void warning(const char* pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::warning, "", pointer, std::move(message), std::move(remedy)});
  }
  void at_least_one(const char* pointer, long value) {
    if (value < 1) error(pointer, fmt::format("{} is not a count of at least 1", value), "use 1 or more");
  }

  void positive() {
    const auto& plan = job_.plan;
    const auto& model = job_.model;
    at_least_one("/training/plan/tensor", plan.tensor);
    at_least_one("/training/plan/context", plan.context);
    at_least_one("/training/plan/pipeline", plan.pipeline);
    at_least_one("/training/plan/data", plan.data);
    at_least_one("/training/plan/expert", plan.expert);
    at_least_one("/training/plan/interleave", plan.interleave);
    at_least_one("/training/sequence_length", job_.sequence_length);
    at_least_one("/training/micro_batch", job_.micro_batch);
    at_least_one("/training/global_batch", job_.global_batch);
    const double world = 1.0 * plan.tensor * plan.context * plan.pipeline * plan.data;
    if (world > 1e9) {  // beyond this, products of counts would overflow below
      error("/training/plan", fmt::format("tensor x context x pipeline x data is {:.3g} ranks", world),
            "use at most as many as there are chips");
    }
    if (job_.global_batch > 1'000'000'000L) {
      error("/training/global_batch", fmt::format("{} sequences a step", job_.global_batch), "use at most 1e9");
    }
    at_least_one("/training/model/layers", model.layers);
    at_least_one("/training/model/hidden", model.hidden);
    at_least_one("/training/model/heads", model.heads);
    at_least_one("/training/model/kv_heads", model.kv_heads);
    at_least_one("/training/model/vocabulary", model.vocabulary);
    const bool dense = !model.experts || model.experts->dense_layers > 0;
    if (dense) at_least_one("/training/model/ffn", model.ffn);
    if (!model.experts) return;
    at_least_one("/training/model/experts/count", model.experts->count);
    at_least_one("/training/model/experts/active", model.experts->active);
    at_least_one("/training/model/experts/ffn", model.experts->ffn);
  }

  void tensor() {
    const auto& model = job_.model;
    const int t = job_.plan.tensor;
    const char* pointer = "/training/plan/tensor";
    if (model.heads % t != 0) {
      error(pointer, fmt::format("{} tensor ranks do not divide the model's {} attention heads", t, model.heads),
            fmt::format("use a divisor of {}", model.heads));
    }
    if (!model.latent_attention && model.kv_heads % t != 0 && t % model.kv_heads != 0) {
      error(pointer,
            fmt::format("{} tensor ranks neither divide the model's {} key-value heads nor are a multiple of them", t,
                        model.kv_heads),
            "choose a power of two, as frameworks split or repeat whole heads");
    }
    if (model.heads % model.kv_heads != 0) {
      error("/training/model/kv_heads",
            fmt::format("{} key-value heads do not divide {} heads", model.kv_heads, model.heads),
            fmt::format("use a divisor of {}", model.heads));
    }
    if (model.ffn > 0 && model.ffn % t != 0) {
      error(pointer, fmt::format("{} tensor ranks do not divide the feed-forward width {}", t, model.ffn),
            fmt::format("use a divisor of {}", model.ffn));
    }
    if (model.head_dimension == 0 && !model.latent_attention && model.hidden % model.heads != 0) {
      error("/training/model/heads",
            fmt::format("{} heads do not divide the hidden width {}", model.heads, model.hidden),
            "give head_dimension, or heads that divide hidden");
    }
  }

  void context() {
    const auto& plan = job_.plan;
    const long s = job_.sequence_length;
    if (plan.context > 1 && s % (2L * plan.context) != 0) {
      error(
          "/training/plan/context",
          fmt::format("a sequence of {} tokens does not divide into 2 x {} pieces, two a context rank (causal balance)",
                      s, plan.context),
          fmt::format("use a sequence length that is a multiple of {}", 2L * plan.context));
    } else if (plan.sequence_parallel && (s / plan.context) % plan.tensor != 0) {
      error("/training/sequence_length",
            fmt::format("{} tokens a context rank do not divide over {} tensor ranks (sequence parallelism)",
                        s / plan.context, plan.tensor),
            fmt::format("use a multiple of {}, or \"sequence_parallel\": false", 1L * plan.tensor * plan.context));
    }
  }

  void pipeline() {
    const auto& plan = job_.plan;
    const long chunks = 1L * plan.pipeline * plan.interleave;
    if (plan.interleave > 1 && plan.pipeline < 2) {
      error("/training/plan/interleave",
            fmt::format("{} model chunks a rank need a pipeline of at least 2 stages", plan.interleave),
            "set interleave to 1, or pipeline to 2 or more");
    }
    if (job_.model.layers < chunks - 2) {
      error(plan.interleave > 1 ? "/training/plan/interleave" : "/training/plan/pipeline",
            fmt::format("{} layers cannot fill {} virtual stages ({} stages x {} chunks)", job_.model.layers, chunks,
                        plan.pipeline, plan.interleave),
            fmt::format("at most {} virtual stages: the first and the last may hold no layer", job_.model.layers + 2));
    }
  }

  void batch() {
    const auto& plan = job_.plan;
    const long unit = 1L * plan.data * job_.micro_batch;
    if (job_.global_batch % unit != 0) {
      const long below = job_.global_batch / unit * unit;
      error("/training/global_batch",
            fmt::format("{} sequences do not divide into {} data ranks x micro-batches of {}", job_.global_batch,
                        plan.data, job_.micro_batch),
            below > 0 ? fmt::format("use {} or {}", below, below + unit) : fmt::format("use at least {}", unit));
      return;
    }
    const long m = job_.micro_batches();
    if (plan.interleave > 1 && m % plan.pipeline != 0) {
      error("/training/plan/interleave",
            fmt::format("{} micro-batches a data rank are not a multiple of {} stages, which interleaving needs", m,
                        plan.pipeline),
            fmt::format("use a global batch that is a multiple of {}, or interleave 1", unit * plan.pipeline));
    }
    if (plan.pipeline > 1 && m < plan.pipeline) {
      warning("/training/global_batch",
              fmt::format("{} micro-batches cannot fill a pipeline of {} stages", m, plan.pipeline),
              "fewer stages, fewer data ranks or a larger batch would waste less time");
    }
    if (static_cast<double>(m) * plan.pipeline * plan.interleave > 1e6) {
      error("/training/global_batch",
            fmt::format("{} micro-batches x {} stages x {} chunks are more passes than can be simulated (1,000,000)", m,
                        plan.pipeline, plan.interleave),
            "use a larger micro-batch or more data ranks");
    }
  }

  void experts() {
    const auto& plan = job_.plan;
    const auto& experts = job_.model.experts;
    const char* pointer = "/training/plan/expert";
    if (!experts) {
      if (plan.expert > 1)
        error(pointer, fmt::format("{} expert ranks, but the model has no experts", plan.expert), "set expert to 1");
      return;
    }
    if (experts->active > experts->count) {
      error("/training/model/experts/active", fmt::format("{} active experts of {}", experts->active, experts->count),
            "use at most as many as there are");
    }
    if (experts->count % plan.expert != 0) {
      error(pointer, fmt::format("{} expert ranks do not divide {} experts", plan.expert, experts->count),
            fmt::format("use a common divisor of {} and {}", experts->count, plan.stage_ranks()));
    }
    if (plan.stage_ranks() % plan.expert != 0) {
      error(pointer,
            fmt::format("{} expert ranks do not divide the {} ranks of a stage (tensor x context x data)", plan.expert,
                        plan.stage_ranks()),
            fmt::format("use a common divisor of {} and {}", experts->count, plan.stage_ranks()));
    }
    if (plan.tensor > 1 && !plan.sequence_parallel) {
      error("/training/plan/sequence_parallel",
            "experts with tensor parallelism need sequence parallelism, or every tensor rank would route every token",
            "set sequence_parallel to true");
    }
  }

  const TrainingJob& job_;
  Issues issues_;
};

}  // namespace

Issues check_structure(const TrainingJob& job) {
  return Checker(job).run();
}

}  // namespace gigaplan::workload
