// Which keys does a model to be trained have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, LatentAttention& a) {
  v.integer({.key = "query_rank", .doc = "Rank of the compressed queries; 0 is uncompressed.", .min = 0, .max = 1e6},
            a.query_rank);
  v.integer({.key = "key_value_rank", .doc = "Rank of the compressed keys and values.", .min = 1, .max = 1e6},
            a.key_value_rank);
  v.integer(
      {.key = "rope_head_dimension", .doc = "Width of the part of a head with rotary positions.", .min = 0, .max = 1e5},
      a.rope_head);
  v.integer({.key = "nope_head_dimension", .doc = "Width of the part without.", .min = 1, .max = 1e5}, a.nope_head);
  v.integer({.key = "value_head_dimension", .doc = "Width of a head's values.", .min = 1, .max = 1e5}, a.value_head);
}

void describe(Visitor& v, Experts& e) {
  v.integer({.key = "count", .doc = "Routed experts of a layer.", .min = 1, .max = 1e5}, e.count);
  v.integer({.key = "active", .doc = "Routed experts that a token passes.", .min = 1, .max = 1e5}, e.active);
  v.integer({.key = "shared", .doc = "Experts that every token passes.", .min = 0, .max = 1000, .otherwise = "0: none"},
            e.shared);
  v.integer({.key = "ffn", .doc = "Width of one expert.", .min = 1, .max = 1e7}, e.ffn);
  v.integer({.key = "dense_layers",
             .doc = "First layers that have a dense feed-forward part.",
             .min = 0,
             .max = 10'000,
             .otherwise = "0: every layer has experts"},
            e.dense_layers);
  v.flag({.key = "bias", .doc = "Their outputs get a bias, weighted by the router.", .otherwise = "false"}, e.bias);
  v.flag({.key = "clamped",
          .doc = "Gate and input of the activation are clamped, the input gets an offset, as in gpt-oss.",
          .otherwise = "false"},
         e.clamped);
}

void describe(Visitor& v, Transformer& t) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, t.id);
  v.text({.key = "name", .doc = "What people call it."}, t.name);
  v.integer({.key = "layers", .doc = "Transformer blocks.", .min = 1, .max = 10'000}, t.layers);
  v.integer({.key = "hidden", .doc = "Width of the residual stream.", .min = 1, .max = 1e6}, t.hidden);
  v.integer({.key = "heads", .doc = "Attention heads.", .min = 1, .max = 100'000}, t.heads);
  v.integer({.key = "kv_heads",
             .doc = "Key-value heads; equal to heads without grouped-query attention.",
             .min = 1,
             .max = 100'000},
            t.kv_heads);
  v.integer({.key = "head_dimension",
             .doc = "Width of a head.",
             .min = 0,
             .max = 100'000,
             .otherwise = "0: hidden divided by heads"},
            t.head_dimension);
  v.integer({.key = "ffn", .doc = "Width of the dense feed-forward part.", .min = 0, .max = 1e7}, t.ffn);
  v.flag({.key = "gated",
          .doc = "SwiGLU-like feed-forward part: three matrices instead of two.",
          .otherwise = "false: two matrices"},
         t.gated);
  v.integer({.key = "vocabulary", .doc = "Entries of the vocabulary.", .min = 1, .max = 1e8}, t.vocabulary);
  v.flag({.key = "tied_embeddings",
          .doc = "Input and output embeddings are one matrix.",
          .otherwise = "false: two matrices"},
         t.tied_embeddings);
  v.object({.key = "latent_attention",
            .doc = "Multi-head latent attention (DeepSeek-V2, section 2.1).",
            .otherwise = "plain or grouped-query attention"},
           t.latent_attention);
  v.object({.key = "experts", .doc = "Mixture of experts in the feed-forward part.", .otherwise = "a dense model"},
           t.experts);
  v.number({.key = "published_parameters",
            .doc = "Parameters as its authors say: a check, no result depends on it.",
            .min = 0,
            .max = 1e16,
            .otherwise = "0: unknown"},
           t.published_parameters);
  describe_provenance(v, t.provenance);
}

}  // namespace gigaplan::io
