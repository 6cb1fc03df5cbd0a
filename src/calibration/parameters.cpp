#include "calibration/parameters.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace gigaplan::calibration {
namespace {

/// Chips of one architecture reach about the same shares of their peaks.
const std::vector<std::pair<std::string, std::vector<std::string>>> architectures = {
    {"ampere", {"a100-sxm4-40gb", "a100-sxm4-80gb"}},
    {"hopper", {"h100-sxm5-80gb", "h200-sxm-141gb", "h100-sxm5-96gb-hbm2e-500w"}},
    {"blackwell", {"b200-sxm-180gb", "b300-sxm-288gb", "gb200", "gb300"}}};

struct ChipField {
  const char* name;
  double KernelEfficiency::*member;
  double sigma;
};
const std::vector<ChipField> chip_fields = {{"gemm_bf16", &KernelEfficiency::gemm_bf16, 0.2},
                                            {"gemm_fp8", &KernelEfficiency::gemm_fp8, 0.25},
                                            {"gemm_fp4", &KernelEfficiency::gemm_fp4, 0.4},
                                            {"attention", &KernelEfficiency::attention, 0.25}};

struct StackField {
  const char* name;
  double Stack::*member;
  double sigma, least, most;
  Time Stack::*time = nullptr;  ///< instead of member, microseconds
};
const std::vector<StackField> stack_fields = {{"tensor_overlap", &Stack::tensor_overlap, 0.15, 0, 1},
                                              {"data_overlap", &Stack::data_overlap, 0.3, 0, 1},
                                              {"expert_overlap", &Stack::expert_overlap, 0.3, 0, 1},
                                              {"data_bandwidth", &Stack::data_bandwidth, 0.3, 0.05, 1},
                                              {"host_per_layer_us", nullptr, 600, 0, 20'000, &Stack::host_per_layer},
                                              {"expert_sync_us", nullptr, 1500, 0, 20'000, &Stack::expert_sync},
                                              {"expert_kernel_time", &Stack::expert_kernel_time, 0.4, 0.3, 5},
                                              {"attention_speed", &Stack::attention_speed, 0.15, 0.3, 3},
                                              {"elementwise_traffic", &Stack::elementwise_traffic, 0.35, 0.5, 8},
                                              {"kernel_time", &Stack::kernel_time, 0.03, 0.7, 1.4}};

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

}  // namespace

bool Parameter::learns_from(const Scenario& s) const {
  return concerns(s) && (!s.training.model.experts || field.starts_with("expert_"));
}

bool Parameter::concerns(const Scenario& s) const {
  if (!holds(ids, kind == "chip" ? s.cluster.node.chip.id : s.training.stack.id)) return false;
  const auto& plan = s.training.plan;
  if (field == "tensor_overlap") return plan.tensor > 1;
  if (field == "data_overlap") return plan.data > 1;
  if (field == "data_bandwidth") return plan.data > 1 && s.training.stack.data_bandwidth < 1;  // where it is one
  if (field == "expert_overlap") return plan.expert > 1;
  if (field == "expert_sync_us" || field == "expert_kernel_time") return s.training.model.experts.has_value();
  if (field == "gemm_fp8") return s.training.precision == Precision::fp8;
  if (field == "gemm_fp4") return s.training.precision == Precision::fp4;
  if (field == "attention" || field == "attention_speed") return s.training.stack.fused_attention;
  return true;
}

std::string Parameter::name() const {
  return (ids.size() > 1 ? ids.front() + " ..." : ids.front()) + " " + field;
}

std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios) {
  std::vector<Parameter> all;
  for (const auto& [name, ids] : architectures) {
    for (const auto& f : chip_fields) {
      auto member = f.member;
      all.push_back({"chip", ids, f.name, 1, f.sigma, 0.3, 2.5, true,
                     [member](const Scenario& s) { return s.cluster.node.chip.efficiency.*member; },
                     [member](Scenario& s, double value) { s.cluster.node.chip.efficiency.*member = value; }});
    }
  }
  std::set<std::string> stacks;
  for (const auto& scenario : scenarios) {
    const auto& stack = scenario.training.stack;
    if (!stacks.insert(stack.id).second) continue;
    for (const auto& f : stack_fields) {
      const auto get = [f](const Scenario& s) {
        return f.time != nullptr ? (s.training.stack.*f.time).in(unit::microsecond) : s.training.stack.*f.member;
      };
      const auto set = [f](Scenario& s, double value) {
        if (f.time != nullptr)
          s.training.stack.*f.time = value * unit::microsecond;
        else
          s.training.stack.*f.member = value;
      };
      const double start = get(scenario);
      // An eager framework's traffic is less sure than that of fused kernels.
      const double sigma = f.sigma * (std::string(f.name) == "elementwise_traffic" ? start : 1);
      all.push_back({"stack", {stack.id}, f.name, start, sigma, f.least, f.most, false, get, set});
    }
  }
  std::erase_if(all, [&](const Parameter& p) {
    return std::ranges::none_of(scenarios, [&](const Scenario& s) { return p.concerns(s); });
  });
  return all;
}

Scenario with(Scenario scenario, const std::vector<Parameter>& parameters, const std::vector<double>& values) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& p = parameters[i];
    if (!p.concerns(scenario)) continue;
    p.set(scenario, p.factor ? p.get(scenario) * values[i] : values[i]);
  }
  return scenario;
}

}  // namespace gigaplan::calibration
