// Which published models, chips and stacks do the tests use? Figures from the papers named beside them.
#pragma once

#include "model/node.hpp"
#include "model/training.hpp"

namespace gigaplan::testing {

/// A GPT-2/3-like block: multi-head attention, feed-forward part of 4 h, tied embeddings (Narayanan et al. 2021, arXiv
/// 2104.04473 §5.1: vocabulary 51,200).
inline Transformer gpt(int layers, int hidden, int heads) {
  Transformer m;
  m.layers = layers;
  m.hidden = hidden;
  m.heads = m.kv_heads = heads;
  m.ffn = 4 * hidden;
  m.vocabulary = 51200;
  m.tied_embeddings = true;
  return m;
}

/// Llama 3 (arXiv 2407.21783 table 3): grouped queries with 8 key-value heads, SwiGLU, vocabulary 128,256 (128,000 and
/// 256 special tokens), untied.
inline Transformer llama3(int layers, int hidden, int heads, int ffn) {
  Transformer m = gpt(layers, hidden, heads);
  m.kv_heads = 8;
  m.ffn = ffn;
  m.gated = true;
  m.vocabulary = 128256;
  m.tied_embeddings = false;
  return m;
}
inline Transformer llama3_8b() {
  return llama3(32, 4096, 32, 14336);
}
inline Transformer llama3_70b() {
  return llama3(80, 8192, 64, 28672);
}
inline Transformer llama3_405b() {
  return llama3(126, 16384, 128, 53248);
}

/// Nemotron-4 (arXiv 2402.16819 table 1, arXiv 2406.11704 table 1): squared ReLU, so not gated; vocabulary 256,000.
inline Transformer nemotron4(int layers, int hidden, int heads) {
  Transformer m = gpt(layers, hidden, heads);
  m.kv_heads = 8;
  m.vocabulary = 256000;
  m.tied_embeddings = false;
  return m;
}

/// DeepSeek-V3 (arXiv 2412.19437 §4.2), without its multi-token prediction module.
inline Transformer deepseek_v3() {
  Transformer m = gpt(61, 7168, 128);
  m.ffn = 18432;
  m.gated = true;
  m.vocabulary = 129280;
  m.tied_embeddings = false;
  m.latent_attention = LatentAttention{1536, 512, 64, 128, 128};
  m.experts = Experts{256, 8, 1, 2048, 3};
  return m;
}

/// Mixtral 8x7B (arXiv 2401.04088 table 1).
inline Transformer mixtral_8x7b() {
  Transformer m = gpt(32, 4096, 32);
  m.kv_heads = 8;
  m.gated = true;
  m.ffn = 14336;
  m.vocabulary = 32000;
  m.tied_embeddings = false;
  m.experts = Experts{8, 2, 0, 14336, 0};
  return m;
}

/// A stack without any fixed cost and without overlap: its times can be worked out by hand.
inline Stack plain_stack() {
  Stack s;
  s.name = "plain";
  s.data_overlap = 0;
  s.fused_attention = true;
  s.gradient_bytes = 4;
  s.fp8_cast_efficiency = 0.5;
  return s;
}

/// A chip of round numbers: 1 PFLOP/s at 16 bits, 2 at 8, 1 TB/s, everything reached in full, no shape losses.
inline Node round_node(Bytes memory = 1000 * unit::gigabyte) {
  Node n;
  n.name = "round";
  n.chips_per_node = 8;
  n.chip.name = "Round";
  n.chip.peak.bf16 = 1000 * unit::teraflop_per_second;
  n.chip.peak.fp8 = 2000 * unit::teraflop_per_second;
  n.chip.memory = memory;
  n.chip.memory_bandwidth = unit::terabyte_per_second;
  n.chip.efficiency = {.gemm_bf16 = 1, .gemm_fp8 = 1, .attention = 1, .memory = 1, .shape_mn = 0, .shape_k = 0};
  return n;
}

/// A small job that every check accepts: 8 layers on tensor 2, pipeline 2, data 2.
inline TrainingJob small_job() {
  TrainingJob job;
  job.model = gpt(8, 1024, 16);
  job.stack = plain_stack();
  job.plan.tensor = 2;
  job.plan.pipeline = 2;
  job.plan.data = 2;
  job.sequence_length = 1024;
  job.micro_batch = 1;
  job.global_batch = 8;
  return job;
}

}  // namespace gigaplan::testing
