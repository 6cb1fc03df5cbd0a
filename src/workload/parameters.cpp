#include "workload/parameters.hpp"

namespace gigaplan::workload {
namespace {

double matrices(const Transformer& model) {
  return model.gated ? 3 : 2;
}

double attention_parameters(const Transformer& model) {
  const double h = model.hidden;
  const double output = attention_output_width(model) * h;
  if (!model.latent_attention) return h * (query_width(model) + key_value_width(model)) + output;
  const auto& latent = *model.latent_attention;  // DeepSeek-V2 (arXiv 2405.04434) equations 37-47
  const double query = latent.query_rank > 0 ? latent.query_rank * (h + query_width(model)) : h * query_width(model);
  const double down = h * (latent.key_value_rank + latent.rope_head);
  const double up = 1.0 * latent.key_value_rank * model.heads * (latent.nope_head + latent.value_head);
  return query + down + up + output;
}

}  // namespace

LayerKind kind_of_layer(const Transformer& model, int layer) {
  return model.experts && layer >= model.experts->dense_layers ? LayerKind::experts : LayerKind::dense;
}

int head_width(const Transformer& model) {
  return model.head_dimension > 0 ? model.head_dimension : model.hidden / model.heads;
}

double query_width(const Transformer& model) {
  if (model.latent_attention) {
    return 1.0 * model.heads * (model.latent_attention->nope_head + model.latent_attention->rope_head);
  }
  return 1.0 * model.heads * head_width(model);
}

double key_value_width(const Transformer& model) {
  if (model.latent_attention) return query_width(model) + attention_output_width(model);
  return 2.0 * model.kv_heads * head_width(model);
}

double attention_output_width(const Transformer& model) {
  const int value = model.latent_attention ? model.latent_attention->value_head : head_width(model);
  return 1.0 * model.heads * value;
}

LayerParameters layer_parameters(const Transformer& model, LayerKind kind) {
  const double h = model.hidden;
  LayerParameters p;
  p.attention = attention_parameters(model);
  p.replicated = 2 * h;  // two norms
  if (kind == LayerKind::dense) {
    p.feed_forward = matrices(model) * h * model.ffn;
  } else {
    const double one_expert = matrices(model) * h * model.experts->ffn;
    p.feed_forward = model.experts->shared * one_expert;
    p.routed_experts = model.experts->count * one_expert;
    p.replicated += h * model.experts->count;  // router
  }
  return p;
}

ParameterCount count_parameters(const Transformer& model) {
  const double h = model.hidden;
  ParameterCount n;
  n.output_projection = model.vocabulary * h;
  n.input_embedding = model.tied_embeddings ? 0 : model.vocabulary * h;
  for (int layer = 0; layer < model.layers; ++layer) {
    const auto p = layer_parameters(model, kind_of_layer(model, layer));
    n.total += p.total();
    const double share = p.routed_experts > 0 ? 1.0 * model.experts->active / model.experts->count : 0;
    n.active += p.total() - p.routed_experts * (1 - share);
    n.matrix -= 2 * h;  // norms are no matrix products
  }
  n.matrix += n.active + n.output_projection;
  n.total += n.output_projection + n.input_embedding + h;  // h: the final norm
  n.active += n.output_projection + n.input_embedding + h;
  return n;
}

}  // namespace gigaplan::workload
