#include "workload/communication.hpp"

#include <algorithm>
#include <cmath>

#include "workload/operators.hpp"

namespace gigaplan::workload {
namespace {

void add(Traffic& traffic, double collectives, Bytes wire_bytes, double overlap) {
  traffic.overlapped.collectives += collectives * overlap;
  traffic.overlapped.wire_bytes += wire_bytes * overlap;
  traffic.exposed.collectives += collectives * (1 - overlap);
  traffic.exposed.wire_bytes += wire_bytes * (1 - overlap);
}

Bytes hidden_state(const TrainingJob& job) {
  return Bytes(2 * tokens_per_rank(job) * job.model.hidden);
}

/// Blocks that are split over tensor ranks: attention and a dense or shared feed-forward part.
double split_blocks(const TrainingJob& job, const ChunkContent& chunk) {
  const bool shared = job.model.experts && job.model.experts->shared > 0;
  return 2 * chunk.dense_layers + (shared ? 2 : 1) * chunk.expert_layers;
}

/// One pass through the layers, in either direction.
void add_blocks(const TrainingJob& job, const ChunkContent& chunk, Traffic& traffic) {
  const auto& plan = job.plan;
  if (plan.tensor < 2) return;
  const double collectives = (plan.sequence_parallel ? 2 : 1) * split_blocks(job, chunk);
  const auto kind = plan.sequence_parallel ? Collective::all_gather : Collective::all_reduce;
  add(traffic, collectives, collectives * wire_bytes(kind, hidden_state(job), plan.tensor), job.stack.tensor_overlap);
}

/// What else a pass needs: the ends of the model, gathering for weight gradients, gathering what the pipeline sent.
void add_extras(const TrainingJob& job, const ChunkContent& chunk, bool forward, Traffic& traffic) {
  const auto& plan = job.plan;
  if (plan.tensor < 2) return;
  const Bytes gather = wire_bytes(Collective::all_gather, hidden_state(job), plan.tensor);
  if (plan.sequence_parallel) {
    const double ends = (chunk.embedding ? 1 : 0) + (chunk.loss ? 1 : 0);
    add(traffic, ends, ends * gather, 0);
    const double inputs = split_blocks(job, chunk);
    if (!forward) add(traffic, inputs, inputs * gather, 1);
    return;
  }
  const Bytes reduce = wire_bytes(Collective::all_reduce, hidden_state(job), plan.tensor);
  if (forward ? chunk.embedding : chunk.loss) add(traffic, 1, reduce, 0);
  const bool receives = forward ? !chunk.embedding : !chunk.loss;
  if (plan.pipeline > 1 && receives) add(traffic, 1, gather, 0);
}

void add_context(const TrainingJob& job, const ChunkContent& chunk, double rings, Traffic& traffic) {
  const auto& plan = job.plan;
  if (plan.context < 2) return;
  const double layers = rings * (chunk.dense_layers + chunk.expert_layers);
  const double whole = 2.0 * job.micro_batch * job.sequence_length * local_key_value_width(job.model, plan.tensor);
  const Bytes ring = wire_bytes(Collective::all_gather, Bytes(whole), plan.context);
  add(traffic, layers, layers * ring, job.stack.context_overlap);
}

/// Of the copies that plain all-to-alls send, how many travel.
double dispatched_share(const TrainingJob& job, int domain_chips) {
  if (!job.stack.dispatch_once) return 1;
  const double ranks = job.plan.expert;
  const double domains = std::max(1.0, ranks / domain_chips);
  return distinct_share(domains > 1 ? domains : ranks, job.model.experts->active);
}

void add_expert(const TrainingJob& job, const ChunkContent& chunk, int domain_chips, Traffic& traffic) {
  if (job.plan.expert < 2 || chunk.expert_layers == 0) return;
  const Bytes sent(2 * routed_tokens_per_rank(job) * job.model.hidden * dispatched_share(job, domain_chips));
  const double exchanges = 2.0 * chunk.expert_layers;  // there and back
  add(traffic, exchanges, exchanges * wire_bytes(Collective::all_to_all, sent, job.plan.expert),
      job.stack.expert_overlap);
}

}  // namespace

double distinct_share(double places, double copies) {
  return places * (1 - std::pow(1 - 1 / places, copies)) / copies;
}

PassTraffic forward_traffic(const TrainingJob& job, const ChunkContent& chunk, int domain_chips) {
  PassTraffic pass;
  add_blocks(job, chunk, pass.tensor);
  add_extras(job, chunk, true, pass.tensor);
  add_context(job, chunk, 1, pass.context);
  add_expert(job, chunk, domain_chips, pass.expert);
  return pass;
}

PassTraffic backward_traffic(const TrainingJob& job, const ChunkContent& chunk, int domain_chips) {
  PassTraffic pass;
  add_blocks(job, chunk, pass.tensor);
  add_extras(job, chunk, false, pass.tensor);
  const bool core_again = job.plan.recompute != Recompute::none;
  add_context(job, chunk, core_again ? 3 : 2, pass.context);
  add_expert(job, chunk, domain_chips, pass.expert);
  if (job.plan.recompute == Recompute::full) {
    add_blocks(job, chunk, pass.tensor);
    add_expert(job, chunk, domain_chips, pass.expert);
  }
  return pass;
}

Bytes pipeline_message(const TrainingJob& job) {
  return hidden_state(job) / job.plan.tensor;
}

}  // namespace gigaplan::workload
