// Which model is trained?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// Multi-head latent attention (DeepSeek-V2 §2.1): low-rank queries and a compressed key-value cache.
struct LatentAttention {
  int query_rank = 0;      ///< json: query_rank
  int key_value_rank = 0;  ///< json: key_value_rank
  int rope_head = 0;       ///< json: rope_head_dimension
  int nope_head = 0;       ///< json: nope_head_dimension
  int value_head = 0;      ///< json: value_head_dimension
  bool operator==(const LatentAttention&) const = default;
};

/// Mixture of experts in the feed-forward part.
struct Experts {
  int count = 0;         ///< json: count - routed experts a layer
  int active = 0;        ///< json: active - routed experts a token
  int shared = 0;        ///< json: shared - experts every token passes
  int ffn = 0;           ///< json: ffn - width of one expert
  int dense_layers = 0;  ///< json: dense_layers - first layers that have a dense feed-forward part
  bool bias = false;     ///< json: bias - its output gets a bias, weighted by the router
  bool clamped = false;  ///< json: clamped - gate and input are clamped, and the input gets an offset (gpt-oss)
  bool operator==(const Experts&) const = default;
};

struct Transformer {
  std::string id;                                   ///< json: id
  std::string name;                                 ///< json: name
  int layers = 0;                                   ///< json: layers
  int hidden = 0;                                   ///< json: hidden
  int heads = 0;                                    ///< json: heads
  int kv_heads = 0;                                 ///< json: kv_heads - = heads without grouped-query attention
  int head_dimension = 0;                           ///< json: head_dimension - 0: hidden/heads
  int ffn = 0;                                      ///< json: ffn - width of the dense feed-forward part
  bool gated = false;                               ///< json: gated - SwiGLU-like: three matrices instead of two
  int vocabulary = 0;                               ///< json: vocabulary
  bool tied_embeddings = false;                     ///< json: tied_embeddings
  std::optional<LatentAttention> latent_attention;  ///< json: latent_attention
  std::optional<Experts> experts;                   ///< json: experts
  double published_parameters = 0;   ///< json: published_parameters - as its authors say; 0 unknown; a check, not used
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Transformer&) const = default;
};

}  // namespace gigaplan
