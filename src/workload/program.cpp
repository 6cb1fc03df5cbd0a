#include "workload/program.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "workload/check.hpp"
#include "workload/chunks.hpp"
#include "workload/communication.hpp"
#include "workload/facts.hpp"
#include "workload/operators.hpp"
#include "workload/schedule.hpp"

namespace gigaplan::workload {
namespace {

/// Writes the program of one stage.
class Writer {
 public:
  Writer(const TrainingJob& job, const Chip& chip, int stage, std::vector<Chunk> chunks)
      : job_(job), chip_(chip), stage_(stage), chunks_(std::move(chunks)) {}

  StageProgram write() && {
    const auto schedule = stage_schedule(stage_, job_.plan.pipeline, job_.plan.interleave, job_.micro_batches());
    program_.reserve(schedule.size() * 8);
    gather_parameters();
    const long last = job_.micro_batches() - 1;
    for (const Pass& pass : schedule) {
      pass.forward ? forward(pass, pass.micro_batch == 0) : backward(pass, pass.micro_batch == last);
    }
    finish_gradients();
    compute(optimizer_time(), {.pass = ComputeLabel::Pass::optimizer});
    return std::move(program_);
  }

 private:
  void begin(Group group, double collectives, Bytes wire) {
    const auto count = static_cast<std::uint32_t>(std::max(1.0, std::round(collectives)));
    program_.push_back({Instruction::Kind::begin, group, count, {}, wire, {}});
  }
  void finish(Group group) { program_.push_back({Instruction::Kind::finish, group, 1, {}, {}, {}}); }
  void compute(Time duration, const ComputeLabel& label) {
    if (duration > Time{}) program_.push_back({Instruction::Kind::compute, Group::tensor, 1, duration, {}, label});
  }

  /// One piece of a pass: hidden traffic beside the compute, the rest after it.
  void piece(const PassCost& cost, const ComputeLabel& label, double share) {
    const std::array<std::pair<Group, const Traffic*>, 3> groups = {{{Group::tensor, &cost.traffic.tensor},
                                                                     {Group::context, &cost.traffic.context},
                                                                     {Group::expert, &cost.traffic.expert}}};
    const auto present = [](const Traffic::Part& part) { return part.wire_bytes > Bytes{}; };
    for (const auto& [group, traffic] : groups) {
      const auto& part = traffic->overlapped;
      if (present(part)) begin(group, part.collectives * share, part.wire_bytes * share);
    }
    compute(cost.compute * share, label);
    for (const auto& [group, traffic] : groups) {
      if (present(traffic->overlapped)) finish(group);
    }
    for (const auto& [group, traffic] : groups) {
      const auto& part = traffic->exposed;
      if (!present(part)) continue;
      begin(group, part.collectives * share, part.wire_bytes * share);
      finish(group);
    }
  }

  static ComputeLabel label_of(const Pass& pass) {
    return {pass.forward ? ComputeLabel::Pass::forward : ComputeLabel::Pass::backward,
            static_cast<std::uint16_t>(pass.chunk), static_cast<std::uint32_t>(pass.micro_batch)};
  }

  /// Virtual stage 0 reads tokens; all others wait for what the one before them sent.
  void forward(const Pass& pass, bool first_visit) {
    const int chunk = pass.chunk;
    const bool reads_tokens = stage_ == 0 && chunk == 0;
    const bool ends = stage_ + 1 == job_.plan.pipeline && chunk + 1 == job_.plan.interleave;
    if (!reads_tokens) finish(Group::pipeline_next);
    const Chunk& c = chunks_[static_cast<std::size_t>(chunk)];
    const bool arriving = first_visit && gathers_ && job_.stack.data_overlap;
    const int pieces = arriving ? c.buckets : 1;
    for (int k = 0; k < pieces; ++k) {
      if (arriving) for_data_groups(c, [&](Group group, double) { finish(group); });
      piece(c.forward, label_of(pass), 1.0 / pieces);
    }
    if (!ends) begin(Group::pipeline_next, 1, pipeline_message(job_));
  }

  void backward(const Pass& pass, bool last_visit) {
    const int chunk = pass.chunk;
    const bool ends = stage_ + 1 == job_.plan.pipeline && chunk + 1 == job_.plan.interleave;
    const bool reads_tokens = stage_ == 0 && chunk == 0;
    if (!ends) finish(Group::pipeline_previous);
    const Chunk& c = chunks_[static_cast<std::size_t>(chunk)];
    const int pieces = last_visit ? c.buckets : 1;
    for (int k = 0; k < pieces; ++k) {
      piece(c.backward, label_of(pass), 1.0 / pieces);
      if (last_visit && job_.stack.data_overlap) reduce_gradients(c);
    }
    if (!reads_tokens) begin(Group::pipeline_previous, 1, pipeline_message(job_));
  }

  /// Calls `action(group, parameters)` for dense and expert parameters, where there is somebody to share them with.
  template <class Action>
  void for_data_groups(const Chunk& chunk, Action action) const {
    if (data_ranks() > 1 && chunk.parameters.dense > 0) action(Group::data, chunk.parameters.dense);
    if (expert_data_ranks() > 1 && chunk.parameters.experts > 0) action(Group::expert_data, chunk.parameters.experts);
  }
  [[nodiscard]] long data_ranks() const { return 1L * job_.plan.data * job_.plan.context; }
  [[nodiscard]] long expert_data_ranks() const { return job_.plan.stage_ranks() / job_.plan.expert; }
  [[nodiscard]] long ranks_of(Group group) const { return group == Group::data ? data_ranks() : expert_data_ranks(); }

  /// Of one parameter on the wire: FP8 weights are gathered as such (NeMo's fp8_param_gather).
  [[nodiscard]] double parameter_bytes() const { return job_.precision == Precision::fp8 ? 1 : 2; }

  /// ZeRO-1: each rank has updated its shard at the end of the last step; the others fetch it now.
  void gather_parameters() {
    gathers_ = job_.plan.distributed_optimizer;
    if (!gathers_) return;
    for (const Chunk& c : chunks_) {
      for (int k = 0; k < c.buckets; ++k) {
        for_data_groups(c, [&](Group group, double parameters) {
          begin(group, 1,
                wire_bytes(Collective::all_gather, Bytes(parameter_bytes() * parameters / c.buckets), ranks_of(group)));
        });
      }
    }
    if (job_.stack.data_overlap) return;
    for (const Chunk& c : chunks_) {
      for_data_groups(c, [&](Group group, double) { finish(group); });
    }
  }

  /// One bucket of a chunk's gradients leaves.
  void reduce_gradients(const Chunk& c) {
    const auto kind = job_.plan.distributed_optimizer ? Collective::reduce_scatter : Collective::all_reduce;
    for_data_groups(c, [&](Group group, double parameters) {
      const Bytes payload(job_.stack.gradient_bytes * parameters / c.buckets);
      begin(group, 1, wire_bytes(kind, payload, ranks_of(group)));
    });
  }

  void finish_gradients() {
    if (!job_.stack.data_overlap) {
      for (const Chunk& c : std::views::reverse(chunks_)) reduce_gradients(c);
    }
    for (const Chunk& c : chunks_) {
      for (int k = 0; k < c.buckets; ++k) for_data_groups(c, [&](Group group, double) { finish(group); });
    }
  }

  [[nodiscard]] Time optimizer_time() const {
    RankParameters held;
    for (const Chunk& c : chunks_) held += c.parameters;
    return total_time(optimizer_operators(job_, chip_, held.dense, held.experts));
  }

  const TrainingJob& job_;
  const Chip& chip_;
  int stage_;
  std::vector<Chunk> chunks_;
  bool gathers_ = false;
  StageProgram program_;
};

void require_sound(const TrainingJob& job, const Node& node) {
  for (const Issue& issue : check_plan(job, node, job.plan.world())) {
    if (issue.severity == Severity::error) throw std::logic_error("compile_step: " + to_string(issue));
  }
}

void set_collectives(const TrainingJob& job, StepProgram& program) {
  const auto set = [&](Group group, Collective kind, Algorithm algorithm) {
    program.collectives[static_cast<std::size_t>(group)] = {kind, algorithm, 1};
  };
  const auto& choice = job.collectives;
  const auto gradients = job.plan.distributed_optimizer ? Collective::reduce_scatter : Collective::all_reduce;
  set(Group::tensor, job.plan.sequence_parallel ? Collective::all_gather : Collective::all_reduce, choice.tensor);
  set(Group::context, Collective::all_gather, choice.context);
  set(Group::data, gradients, choice.data);
  set(Group::expert_data, gradients, choice.expert_data);
  program.collectives[static_cast<std::size_t>(Group::expert)] = {Collective::all_to_all, Algorithm::ring,
                                                                  choice.expert_skew};
}

}  // namespace

CompiledStep compile_step(const TrainingJob& job, const Node& node) {
  require_sound(job, node);
  CompiledStep step;
  step.program.plan = job.plan;
  set_collectives(job, step.program);
  auto stages = model_chunks(job, node.chip);
  for (int stage = 0; stage < job.plan.pipeline; ++stage) {
    auto& chunks = stages[static_cast<std::size_t>(stage)];
    step.program.stages.push_back(Writer(job, node.chip, stage, std::move(chunks)).write());
  }
  step.facts = workload_facts(job);
  step.overhead = job.stack.step_overhead;
  return step;
}

}  // namespace gigaplan::workload
