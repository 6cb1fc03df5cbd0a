// On which machines were the published step times measured? The figures of the catalogue that the workload needs.
#pragma once

#include "workload/models.hpp"
#include "workload/reference_executor.hpp"

namespace gigaplan::testing {

inline Chip chip(const char* name, double bf16, double fp8, double gbyte, double gbyte_s, double gemm16, double gemm8) {
  Chip c;
  c.name = name;
  c.peak.bf16 = bf16 * unit::teraflop_per_second;
  if (fp8 > 0) c.peak.fp8 = fp8 * unit::teraflop_per_second;
  c.memory = gbyte * unit::gigabyte;
  c.memory_bandwidth = gbyte_s * unit::gigabyte_per_second;
  c.efficiency = {
      .gemm_bf16 = gemm16, .gemm_fp8 = gemm8, .attention = 0.45, .memory = 0.74, .shape_mn = 64, .shape_k = 128};
  return c;
}

inline Node node(Chip c, int chips, int domain, double scale_up_gbyte_s, double efficiency, double nic_gbit_s) {
  Node n;
  n.chip = std::move(c);
  n.chips_per_node = chips;
  n.scale_up = {domain, scale_up_gbyte_s * unit::gigabyte_per_second, efficiency, 2.9 * unit::microsecond};
  n.nics.per_node = chips;
  n.nics.bandwidth = nic_gbit_s * unit::gigabit_per_second;
  n.nics.efficiency = 0.9;
  n.nics.latency = 10 * unit::microsecond;
  return n;
}

/// Bus bandwidths without in-switch reduction: 234 GB/s of 300 (A100), 366 of 450 (H100/H200), 680 of 900 (B200);
/// latency 2.9 us a ring step from 40 us for a 32 KiB all-reduce over 8 (ml-engineering, network chapter).
inline Node dgx_a100() {
  return node(chip("A100", 312, 0, 85.9, 2039, 0.85, 0), 8, 8, 300, 0.78, 200);
}
inline Node dgx_h100() {
  return node(chip("H100", 989, 1979, 85.9, 3350, 0.68, 0.62), 8, 8, 450, 0.81, 400);
}
inline Node gb200() {
  return node(chip("GB200", 2500, 5000, 200, 8000, 0.525, 0.48), 4, 72, 900, 0.755, 400);
}

/// Contention-free wires of a job on a node: rings inside the scale-up domain where the group fits into it, else over
/// as many NICs as the group has ranks in a node (rails).
inline Wires wires_of(const TrainingJob& job, const Node& n) {
  const auto& plan = job.plan;
  const double inside = n.scale_up.bandwidth.base() * n.scale_up.efficiency;
  const double nic = n.nics.bandwidth.base() * n.nics.efficiency;
  Wires w;
  const auto set = [&](Group group, long ranks, long stride) {
    const auto g = static_cast<std::size_t>(group);
    const bool fits = ranks * stride <= n.scale_up.domain_chips;
    const long rails =
        std::max(1L, std::min(ranks, n.chips_per_node / std::max(1L, std::min<long>(stride, n.chips_per_node))));
    w.bytes_per_s[g] = fits ? inside : std::min(inside, nic * static_cast<double>(rails));
    w.latency_s[g] = static_cast<double>(ranks - 1) * (fits ? n.scale_up.latency.base() : n.nics.latency.base());
  };
  set(Group::tensor, plan.tensor, 1);
  set(Group::context, plan.context, plan.tensor);
  set(Group::data, 1L * plan.data * plan.context, plan.tensor);
  set(Group::expert, plan.expert, 1);
  if (plan.expert > n.scale_up.domain_chips) {  // every rank sends through its own NIC what leaves the domain
    const double leaves = 1 - 1.0 * n.scale_up.domain_chips / plan.expert;
    w.bytes_per_s[static_cast<std::size_t>(Group::expert)] = std::min(inside, nic / leaves);
  }
  set(Group::expert_data, plan.stage_ranks() / plan.expert, plan.expert);
  for (const Group g : {Group::pipeline_next, Group::pipeline_previous}) {
    w.bytes_per_s[static_cast<std::size_t>(g)] = nic;
    w.latency_s[static_cast<std::size_t>(g)] = n.nics.latency.base();
  }
  return w;
}

}  // namespace gigaplan::testing
