// How many parameters does the model have, and where do they sit?
#pragma once

#include "model/transformer.hpp"

namespace gigaplan::workload {

/// A layer's feed-forward part is dense or a mixture of experts.
enum class LayerKind { dense, experts };

/// Parameters of one layer. Biases are left out (13 h of 12 h² in GPT-3: under 0.01 %).
struct LayerParameters {
  double attention = 0;       ///< projections of query, key, value and output, split over tensor ranks
  double feed_forward = 0;    ///< dense part, or the shared experts; split over tensor ranks
  double routed_experts = 0;  ///< all routed experts together, split over expert ranks
  double replicated = 0;      ///< norms and router: whole on every rank
  [[nodiscard]] double total() const { return attention + feed_forward + routed_experts + replicated; }
};

/// Parameters of the whole model.
struct ParameterCount {
  double total = 0;
  double active = 0;           ///< that serve one token: `active` of `count` routed experts; = total if dense
  double matrix = 0;           ///< in matrix products for one token: active, less the norms and the input embedding
                               ///< (a look-up); a tied embedding counts once, as the output projection
  double input_embedding = 0;  ///< vocabulary · hidden; 0 if tied (then it is counted with the output projection)
  double output_projection = 0;
};

[[nodiscard]] LayerKind kind_of_layer(const Transformer& model, int layer);
/// Width of all query heads together.
[[nodiscard]] double query_width(const Transformer& model);
/// Width of all key heads and all value heads together, as attention sees them.
[[nodiscard]] double key_value_width(const Transformer& model);
/// Width that enters the output projection.
[[nodiscard]] double attention_output_width(const Transformer& model);
[[nodiscard]] int head_width(const Transformer& model);
[[nodiscard]] LayerParameters layer_parameters(const Transformer& model, LayerKind kind);
[[nodiscard]] ParameterCount count_parameters(const Transformer& model);

}  // namespace gigaplan::workload
