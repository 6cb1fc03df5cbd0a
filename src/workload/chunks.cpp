#include "workload/chunks.hpp"

#include <algorithm>

#include "workload/operators.hpp"
#include "workload/schedule.hpp"

namespace gigaplan::workload {
namespace {

/// Layers, ends and parameters of a virtual stage.
ChunkContent content_of(const TrainingJob& job, const std::vector<int>& layers, int virtual_stage) {
  int first = 0;
  for (int v = 0; v < virtual_stage; ++v) first += layers[static_cast<std::size_t>(v)];
  const int last = first + layers[static_cast<std::size_t>(virtual_stage)];
  ChunkContent content;
  for (int layer = first; layer < last; ++layer) {
    (kind_of_layer(job.model, layer) == LayerKind::experts ? content.expert_layers : content.dense_layers) += 1;
  }
  content.embedding = virtual_stage == 0;
  content.loss = virtual_stage + 1 == static_cast<int>(layers.size());
  return content;
}

/// Forward and backward time of each building block, worked out once.
struct BlockTimes {
  struct Pair {
    Time forward, backward;
  };
  Pair dense, experts, embedding, loss;
};

BlockTimes block_times(const TrainingJob& job, const Chip& chip) {
  const auto pair = [](const PassOperators& ops) {
    return BlockTimes::Pair{total_time(ops.forward), total_time(ops.backward) + total_time(ops.again)};
  };
  BlockTimes times;
  times.dense = pair(layer_operators(job, chip, LayerKind::dense));
  if (job.model.experts) times.experts = pair(layer_operators(job, chip, LayerKind::experts));
  times.embedding = pair(embedding_operators(job, chip));
  times.loss = pair(loss_operators(job, chip));
  return times;
}

Chunk make_chunk(const TrainingJob& job, const Node& node, const BlockTimes& times, const ChunkContent& content,
                 const RankParameters& parameters) {
  const auto sum = [&](Time BlockTimes::Pair::*side) {
    Time t = content.dense_layers * times.dense.*side + content.expert_layers * times.experts.*side;
    if (content.embedding) t += times.embedding.*side;
    if (content.loss) t += times.loss.*side;
    return t;
  };
  Chunk chunk;
  chunk.forward = {sum(&BlockTimes::Pair::forward), forward_traffic(job, content, node.scale_up.domain_chips), {}};
  chunk.backward = {sum(&BlockTimes::Pair::backward), backward_traffic(job, content, node.scale_up.domain_chips), {}};
  const int layers = content.dense_layers + content.expert_layers;
  const auto launch = [&](PassCost& pass, double visits) {
    const Time host = visits * layers * job.stack.host_per_layer;
    (job.stack.synchronous_launches ? pass.compute : pass.launched) += host;
  };
  launch(chunk.forward, 1);
  launch(chunk.backward, job.plan.recompute == Recompute::full ? 2 : 1);
  const double summed = job.plan.shards_each_pass() ? own_shard(job.plan, parameters.dense, parameters.experts)
                                                    : parameters.dense + parameters.experts;
  chunk.backward.compute += accumulation_time(job, node.chip, summed);
  chunk.parameters = parameters;
  // Megatron's buckets hold at least 40 million parameters; more than eight would not change what is exposed much.
  const double held = parameters.dense + parameters.experts;
  if (job.plan.shards_each_pass()) {
    chunk.buckets = std::max(1, layers);  // FSDP wraps each layer
  } else if (job.stack.data_overlap > 0) {
    chunk.buckets = static_cast<int>(std::clamp(held / 40e6, 1.0, std::clamp(1.0 * layers, 1.0, 8.0)));
  }
  return chunk;
}

}  // namespace

std::vector<std::vector<Chunk>> model_chunks(const TrainingJob& job, const Node& node) {
  const auto& plan = job.plan;
  const auto layers = layers_of_virtual_stages(job.model.layers, plan.pipeline, plan.interleave);
  const auto times = block_times(job, node.chip);
  std::vector<std::vector<Chunk>> stages(static_cast<std::size_t>(plan.pipeline));
  for (int stage = 0; stage < plan.pipeline; ++stage) {
    const auto parameters = chunk_parameters(job, stage);
    for (int c = 0; c < plan.interleave; ++c) {
      const auto content = content_of(job, layers, c * plan.pipeline + stage);
      stages[static_cast<std::size_t>(stage)].push_back(
          make_chunk(job, node, times, content, parameters[static_cast<std::size_t>(c)]));
    }
  }
  return stages;
}

}  // namespace gigaplan::workload
