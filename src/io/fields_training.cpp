// Which keys do the software stack, the parallel plan and the training job have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, ParallelPlan& p) {
  // the product of the largest degrees still fits into 64 bits
  const auto degree = [&v](const char* key, const char* doc, double max, const char* otherwise, int& value) {
    v.integer({.key = key, .doc = doc, .min = 1, .max = max, .otherwise = otherwise}, value);
  };
  degree("tensor", "Tensor-parallel ranks (TP).", 1024, "1: none", p.tensor);
  degree("context", "Context-parallel ranks (CP).", 4096, "1: none", p.context);
  degree("pipeline", "Pipeline stages (PP).", 4096, "1: none", p.pipeline);
  degree("data", "Data-parallel ranks (DP); tensor · context · pipeline · data is the number of chips.", 1e7, "1: none",
         p.data);
  degree("expert", "Expert-parallel ranks (EP); divides tensor · context · data.", 1e6, "1: none", p.expert);
  degree("interleave", "Virtual stages of a rank (model chunks).", 1000, "1: plain 1F1B schedule", p.interleave);
  v.flag({.key = "sequence_parallel",
          .doc = "Norms and dropout are split over the tensor-parallel ranks.",
          .otherwise = "true, as in Megatron-LM's published large runs (Korthikanti et al. 2022)"},
         p.sequence_parallel);
  v.integer(
      {.key = "zero_stage",
       .doc = "What data-parallel ranks share instead of repeating it (ZeRO). 0: nothing. 1: optimizer states "
              "(Megatron's distributed optimizer). 2: gradients too. 3: weights too (FSDP). In a pipeline 2 and 3 "
              "still keep weights and gradients until the step ends.",
       .min = 0,
       .max = 3,
       .otherwise = "1, as in Megatron-LM's large runs"},
      p.zero_stage);
  v.choice({.key = "recompute",
            .doc = "Activations that the backward pass computes again: none, selective (attention core) or full.",
            .otherwise = "none"},
           p.recompute, {"none", "selective", "full"});
  v.choice({.key = "order",
            .doc = "Which ranks sit on neighbouring nodes, fastest first: tp-cp-pp-dp (the stages of a pipeline) or "
                   "tp-cp-dp-pp (data-parallel ranks; Megatron-LM's default).",
            .otherwise = "tp-cp-pp-dp"},
           p.order, {"tp-cp-pp-dp", "tp-cp-dp-pp"});
}

void describe(Visitor& v, CollectiveChoice& c) {
  const std::vector<std::string> names = {"auto", "ring", "tree", "halving_doubling", "hierarchical", "in_network"};
  const auto choice = [&](const char* key, const char* doc, Algorithm& value) {
    v.choice({.key = key,
              .doc = doc,
              .otherwise = "auto: all-reduce by the soonest of ring, tree and (inside a scale-up domain) in_network; "
                           "else ring"},
             value, names);
  };
  choice("tensor", "Algorithm of tensor-parallel collectives.", c.tensor);
  choice("context", "Algorithm of context-parallel collectives.", c.context);
  choice("data", "Algorithm of data-parallel collectives.", c.data);
  choice("expert_data", "Algorithm of data-parallel collectives of experts.", c.expert_data);
  v.number({.key = "expert_skew",
            .doc = "Tokens for the busiest expert rank of a group, divided by their mean.",
            .min = 1,
            .max = 1000,
            .otherwise = "1: balanced, which auxiliary losses aim at"},
           c.expert_skew);
}

void describe(Visitor& v, Stack& s) {
  const auto share = [&v](const char* key, const char* doc, double& value) {
    v.number({.key = key, .doc = doc, .min = 0, .max = 1}, value);
  };
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, s.id);
  v.text({.key = "name", .doc = "Software and generation."}, s.name);
  share("tensor_overlap", "Share of tensor-parallel traffic that compute hides.", s.tensor_overlap);
  share("context_overlap", "Share of context-parallel traffic that compute hides.", s.context_overlap);
  share("expert_overlap", "Share of expert-parallel traffic that compute hides.", s.expert_overlap);
  v.number({.key = "data_overlap",
            .doc = "Share of data-parallel traffic (gradients, weights) that compute hides if there is enough of it.",
            .min = 0,
            .max = 1,
            .otherwise = "1: all of it, as in Megatron-Core"},
           s.data_overlap);
  v.number({.key = "data_bandwidth",
            .doc = "Bandwidth that data-parallel collectives reach, as a share of what any large collective does.",
            .min = 0.01,
            .max = 1,
            .otherwise = "1: no less"},
           s.data_bandwidth);
  v.flag({.key = "dispatch_once",
          .doc = "A token goes once to each scale-up domain that has experts for it (in one domain: to each rank), not "
                 "once for each expert.",
          .otherwise = "false, as plain all-to-alls do; DeepEP and HybridEP do otherwise"},
         s.dispatch_once);
  v.quantity({.key = "expert_sync_us",
              .doc = "Of a layer of experts and pass: wait for the host, which launches kernels when it knows how many "
                     "tokens each expert gets.",
              .unit = "us",
              .min = 0,
              .max = 1e6,
              .otherwise = "0: it need not know"},
             s.expert_sync, unit::microsecond);
  v.flag({.key = "fused_experts",
          .doc = "The grouped products of experts also do their activation, bias and quantisation.",
          .otherwise = "false: these are kernels of their own"},
         s.fused_experts);
  v.flag({.key = "attention_8bit",
          .doc = "The attention core multiplies in 8 bits where the other products do.",
          .otherwise = "false: in 16 bits"},
         s.attention_8bit);
  v.flag({.key = "fused_attention",
          .doc = "Flash-like attention: causal half skipped, scores never stored.",
          .otherwise = "true, as in stacks since 2023"},
         s.fused_attention);
  const auto ratio = [&v](const char* key, const char* doc, double& value) {
    v.number({.key = key, .doc = doc, .min = 0.01, .max = 100, .otherwise = "1"}, value);
  };
  ratio("attention_speed", "Speed of its attention kernel, as a multiple of the chip's efficiency/attention.",
        s.attention_speed);
  ratio("elementwise_traffic",
        "Bytes that norms, activations, residuals and the like move, as a multiple of what fused kernels move.",
        s.elementwise_traffic);
  ratio("kernel_time", "Time of all kernels, as a multiple of what the chip's efficiencies give.", s.kernel_time);
  ratio("expert_kernel_time",
        "Time of the kernels of routed experts (router, permutation, grouped products, activation), as a multiple of "
        "what the chip's efficiencies give.",
        s.expert_kernel_time);
  v.quantity({.key = "host_per_layer_us",
              .doc = "Time the host takes to launch the kernels of a layer and pass, which therefore takes no less.",
              .unit = "us",
              .min = 0,
              .max = 1e6,
              .otherwise = "0: the host is never late"},
             s.host_per_layer, unit::microsecond);
  v.flag({.key = "synchronous_launches",
          .doc = "The host waits for each kernel (CUDA_LAUNCH_BLOCKING=1), so that host_per_layer_us comes on top.",
          .otherwise = "false"},
         s.synchronous_launches);
  v.quantity({.key = "launch_per_layer_us",
              .doc = "Kernel launches that compute does not hide, a layer and pass.",
              .unit = "us",
              .min = 0,
              .max = 1e6},
             s.launch_per_layer, unit::microsecond);
  v.quantity({.key = "step_overhead_ms",
              .doc = "Fixed cost of a step: data loader, logging, barriers.",
              .unit = "ms",
              .min = 0,
              .max = 1e6},
             s.step_overhead, unit::second * 1e-3);
  v.number({.key = "gradient_bytes",
            .doc = "Bytes of one parameter's gradient, stored and reduced.",
            .unit = "bytes",
            .min = 1,
            .max = 8,
            .otherwise = "4: gradients are accumulated in 32 bits, Megatron-LM's default with BF16"},
           s.gradient_bytes);
  v.flag(
      {.key = "frees_gradients",
       .doc = "A model chunk's gradients exist only from its first backward pass to its last, not for the whole step.",
       .otherwise = "false, as in Megatron-LM; FSDP does"},
      s.frees_gradients);
  v.number({.key = "fp8_cast_efficiency",
            .doc = "Share of the memory bandwidth that quantisation kernels reach.",
            .min = 0,
            .max = 1,
            .otherwise = "0: no 8-bit kernels"},
           s.fp8_cast_efficiency);
  describe_provenance(v, s.provenance);
}

void describe(Visitor& v, Published& p) {
  v.number({.key = "model_tflops_per_chip",
            .doc = "Model FLOP/s of a chip, as published.",
            .unit = "TFLOP/s",
            .min = 0,
            .max = 1e6,
            .above_min = true,
            .otherwise = "not published"},
           p.tflops_per_chip);
  v.number({.key = "mfu",
            .doc = "Model FLOPs utilisation, as published.",
            .min = 0,
            .max = 1,
            .above_min = true,
            .otherwise = "not published"},
           p.mfu);
  v.number({.key = "step_time_s",
            .doc = "Time of a step, as published.",
            .unit = "s",
            .min = 0,
            .max = 1e6,
            .above_min = true,
            .otherwise = "not published"},
           p.step_s);
  v.text({.key = "source", .doc = "Where it was published."}, p.source);
}

void describe(Visitor& v, NodeRange& r) {
  v.integer({.key = "first", .doc = "Number of the first node, from 0.", .min = 0, .max = 1e7}, r.first);
  v.integer({.key = "count", .doc = "How many nodes from there.", .min = 1, .max = 1e7, .otherwise = "1"}, r.count);
}

void describe(Visitor& v, Placement& p) {
  v.choice({.key = "kind",
            .doc = "packed: ranks take chips in their order. rail_aligned: tensor x context groups do not straddle "
                   "nodes. scattered: whole scale-up domains in an order that the seed picks. given: the nodes listed.",
            .otherwise = "packed"},
           p.kind, {"packed", "rail_aligned", "scattered", "given"});
  v.list({.key = "nodes", .doc = "Which nodes, in the order in which ranks take them.", .otherwise = "all"}, p.nodes);
}

void describe(Visitor& v, TrainingJob& j) {
  v.reference({.key = "model", .doc = "The model that is trained."}, "model", j.model);
  v.reference({.key = "stack", .doc = "The software."}, "stack", j.stack);
  v.object({.key = "plan", .doc = "How the work is split over the chips."}, j.plan);
  v.object({.key = "placement", .doc = "Which rank sits where.", .otherwise = "packed"}, j.placement);
  v.object({.key = "collectives", .doc = "How collectives are carried out.", .otherwise = "each key's own default"},
           j.collectives);
  v.choice({.key = "precision", .doc = "Of the matrix products: bf16, fp8 or fp4.", .otherwise = "bf16"}, j.precision,
           {"bf16", "fp8", "fp4"});
  v.integer({.key = "sequence_length", .doc = "Tokens of a sequence.", .unit = "tokens", .min = 1, .max = 1e8},
            j.sequence_length);
  v.integer({.key = "micro_batch",
             .doc = "Sequences that a pipeline works on at a time.",
             .unit = "sequences",
             .min = 1,
             .max = 1e6,
             .otherwise = "1, which needs the least memory"},
            j.micro_batch);
  v.integer({.key = "global_batch",
             .doc = "Sequences of a step; a multiple of data · micro_batch.",
             .unit = "sequences",
             .min = 1,
             .max = 1e9},
            j.global_batch);
  v.object({.key = "published",
            .doc = "What somebody measured for this very case; shown beside the prediction, never used in it.",
            .otherwise = "nothing to compare with"},
           j.published);
  describe_provenance(v, j.provenance);
}

}  // namespace gigaplan::io
