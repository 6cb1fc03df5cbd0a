#include "workload/program.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "workload/check.hpp"
#include "workload/chunks.hpp"
#include "workload/communication.hpp"
#include "workload/data_traffic.hpp"
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
    data_.begin_step();
    const long last = job_.micro_batches() - 1;
    for (const Pass& pass : schedule) {
      pass.forward ? forward(pass) : backward(pass, pass.micro_batch == last);
    }
    data_.end_step();
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

  /// The pass of a chunk, in as many pieces as weights and gradients come and go.
  void pieces(const Pass& pass, bool last_visit) {
    const Chunk& c = chunks_[static_cast<std::size_t>(pass.chunk)];
    const bool first_visit = pass.micro_batch == 0;
    const int count = data_.pieces(c, pass.forward, first_visit, last_visit);
    const Time host = (pass.forward ? c.forward : c.backward).launched;
    if (host > Time{}) program_.push_back({.kind = Instruction::Kind::launch});
    data_.begin_pass(c, pass.forward);
    for (int k = 0; k < count; ++k) {
      data_.before_piece(c, k, pass.forward, first_visit);
      piece(pass.forward ? c.forward : c.backward, label_of(pass), 1.0 / count);
      data_.after_piece(c, pass.forward, last_visit);
    }
    data_.end_pass(c, pass.forward);
    if (host > Time{})
      program_.push_back({.kind = Instruction::Kind::launched, .duration = host, .label = label_of(pass)});
  }

  /// Virtual stage 0 reads tokens; all others wait for what the one before them sent.
  void forward(const Pass& pass) {
    const bool reads_tokens = stage_ == 0 && pass.chunk == 0;
    const bool ends = stage_ + 1 == job_.plan.pipeline && pass.chunk + 1 == job_.plan.interleave;
    if (!reads_tokens) finish(Group::pipeline_next);
    pieces(pass, false);
    if (!ends) begin(Group::pipeline_next, 1, pipeline_message(job_));
  }

  void backward(const Pass& pass, bool last_visit) {
    const bool ends = stage_ + 1 == job_.plan.pipeline && pass.chunk + 1 == job_.plan.interleave;
    const bool reads_tokens = stage_ == 0 && pass.chunk == 0;
    if (!ends) finish(Group::pipeline_previous);
    pieces(pass, last_visit);
    if (!reads_tokens) begin(Group::pipeline_previous, 1, pipeline_message(job_));
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
  StageProgram program_;
  DataTraffic data_{job_, chunks_, program_};
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
  const auto gradients = job.plan.shards_optimizer() ? Collective::reduce_scatter : Collective::all_reduce;
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
  auto stages = model_chunks(job, node);
  for (int stage = 0; stage < job.plan.pipeline; ++stage) {
    auto& chunks = stages[static_cast<std::size_t>(stage)];
    step.program.stages.push_back(Writer(job, node.chip, stage, std::move(chunks)).write());
  }
  step.facts = workload_facts(job);
  step.overhead = job.stack.step_overhead;
  return step;
}

}  // namespace gigaplan::workload
