#include "workload/data_traffic.hpp"

#include <ranges>

namespace gigaplan::workload {
namespace {

long ranks_of(const ParallelPlan& plan, Group group) {
  return group == Group::data ? 1L * plan.data * plan.context : plan.stage_ranks() / plan.expert;
}

/// Of one parameter on the wire: FP8 weights are gathered as such (NeMo's fp8_param_gather).
double parameter_bytes(const TrainingJob& job) {
  return job.precision == Precision::fp8 ? 1 : 2;
}

}  // namespace

/// Calls `action(group, parameters)` for dense and expert parameters, where there is somebody to share them with.
template <class Action>
void DataTraffic::for_groups(const Chunk& chunk, Action action) const {
  const auto call = [&](Group group, double parameters) {
    if (ranks_of(job_.plan, group) > 1 && parameters > 0) action(group, parameters);
  };
  call(Group::data, chunk.parameters.dense);
  call(Group::expert_data, chunk.parameters.experts);
}

void DataTraffic::begin(Group group, Bytes wire) {
  program_.push_back({Instruction::Kind::begin, group, 1, {}, wire * (1 / job_.stack.data_bandwidth), {}});
  ++pending_[static_cast<std::size_t>(group)];
}

/// Waits until no more than `left` collectives of the group are under way.
void DataTraffic::finish(Group group, std::size_t left) {
  for (auto& pending = pending_[static_cast<std::size_t>(group)]; pending > left; --pending)
    program_.push_back({Instruction::Kind::finish, group, 1, {}, {}, {}});
}

void DataTraffic::finish_all(std::size_t left) {
  finish(Group::data, left);
  finish(Group::expert_data, left);
}

/// `share` of a chunk's weights arrive.
void DataTraffic::gather(const Chunk& chunk, double share) {
  if (!(share > 0)) return;
  for_groups(chunk, [&](Group group, double parameters) {
    const Bytes payload(parameter_bytes(job_) * parameters * share);
    begin(group, wire_bytes(Collective::all_gather, payload, ranks_of(job_.plan, group)));
  });
}

/// `share` of a chunk's gradients leave.
void DataTraffic::scatter(const Chunk& chunk, double share) {
  if (!(share > 0)) return;
  const auto kind = job_.plan.shards_optimizer() ? Collective::reduce_scatter : Collective::all_reduce;
  for_groups(chunk, [&](Group group, double parameters) {
    const Bytes payload(job_.stack.gradient_bytes * parameters * share);
    begin(group, wire_bytes(kind, payload, ranks_of(job_.plan, group)));
  });
}

bool DataTraffic::gathers_in(bool forward) const {
  return job_.plan.shards_each_pass() && (forward || job_.plan.shards_weights());
}

void DataTraffic::begin_step() {
  if (!job_.plan.shards_optimizer() || job_.plan.shards_each_pass()) return;
  const double hidden = job_.stack.data_overlap;
  for (const Chunk& c : chunks_) gather(c, 1 - hidden);
  finish_all();
  for (const Chunk& c : chunks_)
    for (int k = 0; k < c.buckets; ++k) gather(c, hidden / c.buckets);
}

int DataTraffic::pieces(const Chunk& chunk, bool forward, bool first_visit, bool last_visit) const {
  if (job_.plan.shards_each_pass()) return chunk.buckets;
  if (!(job_.stack.data_overlap > 0)) return 1;
  return (forward ? first_visit && job_.plan.shards_optimizer() : last_visit) ? chunk.buckets : 1;
}

void DataTraffic::begin_pass(const Chunk& chunk, bool forward) {
  if (!gathers_in(forward)) return;
  gather(chunk, 1 - job_.stack.data_overlap);
  if (job_.stack.data_overlap < 1) finish_all();
  gather(chunk, job_.stack.data_overlap / chunk.buckets);
}

void DataTraffic::before_piece(const Chunk& chunk, int piece, bool forward, bool first_visit) {
  const double hidden = job_.stack.data_overlap;
  if (!(hidden > 0)) return;
  if (gathers_in(forward)) {
    finish_all(!forward && piece > 0 ? 1 : 0);  // the gradients of the piece before may still be on their way
    if (piece + 1 < chunk.buckets) gather(chunk, hidden / chunk.buckets);
  } else if (forward && first_visit && job_.plan.shards_optimizer() && !job_.plan.shards_each_pass()) {
    for_groups(chunk, [&](Group group, double) { finish(group, pending_[static_cast<std::size_t>(group)] - 1); });
  }
}

void DataTraffic::after_piece(const Chunk& chunk, bool forward, bool last_visit) {
  if (!forward && (last_visit || job_.plan.shards_each_pass())) scatter(chunk, job_.stack.data_overlap / chunk.buckets);
}

void DataTraffic::end_pass(const Chunk& chunk, bool forward) {
  if (forward || !job_.plan.shards_each_pass() || !(job_.stack.data_overlap < 1)) return;
  scatter(chunk, 1 - job_.stack.data_overlap);
  finish_all();
}

void DataTraffic::end_step() {
  if (!job_.plan.shards_each_pass()) {
    for (const Chunk& c : std::views::reverse(chunks_)) scatter(c, 1 - job_.stack.data_overlap);
  }
  finish_all();
}

}  // namespace gigaplan::workload
