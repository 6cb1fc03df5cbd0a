// How does a line of published_steps.hpp become a job on a machine, and what does the model say about it?
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "validation/machines.hpp"
#include "workload/program.hpp"

namespace gigaplan::testing {

struct PublishedStep {
  std::string id, machine;
  TrainingJob job;
  double measured_s = 0;
};

inline Transformer model_named(const std::string& name, int layers) {
  Transformer m;
  if (name == "llama-8b") m = llama3_8b();
  if (name == "llama-70b") m = llama3_70b();
  if (name == "llama-405b") m = llama3_405b();
  if (name == "nemotron-15b") m = nemotron4(32, 6144, 48);
  if (name == "nemotron-340b") m = nemotron4(96, 18432, 96);
  if (name == "gpt-22b") m = gpt(48, 6144, 64);
  if (name == "gpt-175b") m = gpt(96, 12288, 96);
  if (name == "gpt-530b") m = gpt(105, 20480, 128);
  if (name == "gpt-1t") m = gpt(128, 25600, 160);
  if (name == "bloom-176b") {
    m = gpt(70, 14336, 112);
    m.vocabulary = 250880;
  }
  if (m.hidden == 0) throw std::invalid_argument("no model " + name);
  m.layers = layers;
  return m;
}

/// Values of scenarios/catalogue/stacks/<id>.json.
inline Stack stack_named(const std::string& id) {
  Stack s;
  s.id = s.name = id;
  s.launch_per_layer = 35 * unit::microsecond;
  s.gradient_bytes = id == "megatron-core-2024" ? 2 : 4;
  s.fp8_cast_efficiency = 0.6;
  const bool old = id == "megatron-2021";
  s.tensor_overlap = id == "megatron-core-2024" ? 0.4 : 0;
  s.context_overlap = id == "megatron-core-2024" ? 0.8 : 0;
  s.frees_gradients = id == "meta-llama3-2024";
  s.data_overlap = old ? 0 : 1;
  s.fused_attention = !old;
  return s;
}

inline std::vector<PublishedStep> read_steps(const char* table) {
  std::vector<PublishedStep> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream in(line);
    PublishedStep r;
    std::string model, recompute, precision;
    int layers = 0;
    auto& job = r.job;
    auto& plan = job.plan;
    in >> r.id >> r.machine >> model >> layers >> job.sequence_length >> job.global_batch >> job.micro_batch >>
        plan.tensor >> plan.pipeline >> plan.data >> plan.context >> plan.interleave >> recompute >> precision >>
        r.measured_s;
    if (!in) throw std::invalid_argument("bad line: " + line);
    job.model = model_named(model, layers);
    job.precision = precision == "fp8" ? Precision::fp8 : Precision::bf16;
    plan.sequence_parallel = recompute.find("-nosp") == std::string::npos;
    if (recompute.rfind("full", 0) == 0) plan.recompute = Recompute::full;
    if (recompute.rfind("selective", 0) == 0) plan.recompute = Recompute::selective;
    const bool old = r.machine == "a100" || r.machine == "jz";
    job.stack = stack_named(old ? "megatron-2021" : "megatron-core-2024");
    plan.zero_stage = !old || r.machine == "jz" ? 1 : 0;  // BLOOM: ZeRO-1; Megatron of 2021: none
    plan.order = RankOrder::data_inner;
    rows.push_back(r);
  }
  return rows;
}

inline Node node_of(const PublishedStep& r) {
  if (r.machine == "h100") return dgx_h100();
  if (r.machine == "gb200") return gb200();
  if (r.machine == "a100") return dgx_a100();
  if (r.machine == "jz") {
    Node n = dgx_a100();
    n.nics.bandwidth = 50 * unit::gigabit_per_second;  // four 100 Gb/s adapters serve eight chips
    return n;
  }
  throw std::invalid_argument("no machine " + r.machine);
}

/// The step time on a network without contention, seconds.
inline double predicted_s(const TrainingJob& job, const Node& n) {
  const auto step = workload::compile_step(job, n);
  return execute(step.program, wires_of(job, n)).makespan_s + step.overhead.base();
}

}  // namespace gigaplan::testing
