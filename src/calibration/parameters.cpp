#include "calibration/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

namespace gigaplan::calibration {
namespace {

/// Chips of one architecture reach about the same shares of their peaks.
const std::vector<std::pair<std::string, std::vector<std::string>>> architectures = {
    {"ampere", {"a100-sxm4-40gb", "a100-sxm4-80gb"}},
    {"hopper", {"h100-sxm5-80gb", "h200-sxm-141gb", "h100-sxm5-96gb-hbm2e-500w"}},
    {"blackwell", {"b200-sxm-180gb", "b300-sxm-288gb", "gb200", "gb300"}}};

/// Of an architecture. To fit another field, add a line here, and one to tools/calibrate/priors.json.
struct ChipField {
  const char* name;
  double KernelEfficiency::*member;
  double sigma;  ///< of the factor, without a file of priors
};
const std::vector<ChipField> chip_fields = {{"gemm_bf16", &KernelEfficiency::gemm_bf16, 0.2},
                                            {"gemm_fp8", &KernelEfficiency::gemm_fp8, 0.25},
                                            {"gemm_fp4", &KernelEfficiency::gemm_fp4, 0.4},
                                            {"attention", &KernelEfficiency::attention, 0.25}};

/// Of a stack, likewise. Limits are those of the model.
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

void without_strangers(std::vector<Parameter>& all, const std::vector<Scenario>& scenarios) {
  std::erase_if(all, [&](const Parameter& p) {
    return std::ranges::none_of(scenarios, [&](const Scenario& s) { return p.concerns(s); });
  });
}

/// One of each stack, in the order in which they come.
std::vector<const Scenario*> one_a_stack(const std::vector<Scenario>& scenarios) {
  std::vector<const Scenario*> ones;
  std::set<std::string> stacks;
  for (const auto& scenario : scenarios)
    if (stacks.insert(scenario.training.stack.id).second) ones.push_back(&scenario);
  return ones;
}

/// The prior that names it, else that of all; the last counts.
const Prior* prior_of(const std::vector<Prior>& priors, const char* kind, const std::string& of, const char* field) {
  const Prior* found = nullptr;
  for (const auto& prior : priors) {
    const bool names = holds(prior.of, of);
    if (prior.kind != kind || prior.field != field || !(names || holds(prior.of, "*"))) continue;
    if (found == nullptr || names || !holds(found->of, of)) found = &prior;
  }
  return found;
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

std::string architecture_of(const std::string& chip) {
  const auto found = std::ranges::find_if(architectures, [&](const auto& a) { return holds(a.second, chip); });
  return found != architectures.end() ? found->first : "";
}

std::vector<std::string> chips_of(const std::string& architecture) {
  const auto found = std::ranges::find_if(architectures, [&](const auto& a) { return a.first == architecture; });
  return found != architectures.end() ? found->second : std::vector<std::string>{};
}

std::vector<std::string> fields_of(const std::string& kind) {
  std::vector<std::string> names;
  if (kind == "chip")
    for (const auto& f : chip_fields) names.emplace_back(f.name);
  if (kind == "stack")
    for (const auto& f : stack_fields) names.emplace_back(f.name);
  return names;
}

std::optional<Parameter> make_parameter(const std::string& kind, std::vector<std::string> ids, const std::string& field,
                                        bool factor) {
  Parameter p{.kind = kind, .ids = std::move(ids), .field = field, .factor = factor};
  if (kind == "chip") {
    const auto f = std::ranges::find(chip_fields, field, &ChipField::name);
    if (f == chip_fields.end()) return std::nullopt;
    p.least = 0.01;
    p.get = [m = f->member](const Scenario& s) { return s.cluster.node.chip.efficiency.*m; };
    p.set = [m = f->member](Scenario& s, double value) { s.cluster.node.chip.efficiency.*m = value; };
  } else {
    const auto f = std::ranges::find(stack_fields, field, &StackField::name);
    if (kind != "stack" || f == stack_fields.end()) return std::nullopt;
    p.least = f->least;
    p.most = f->most;
    if (f->time != nullptr) {
      p.get = [t = f->time](const Scenario& s) { return (s.training.stack.*t).in(unit::microsecond); };
      p.set = [t = f->time](Scenario& s, double value) { s.training.stack.*t = value * unit::microsecond; };
    } else {
      p.get = [m = f->member](const Scenario& s) { return s.training.stack.*m; };
      p.set = [m = f->member](Scenario& s, double value) { s.training.stack.*m = value; };
    }
  }
  if (factor) {
    p.least = 0.01;
    p.most = 10;
  }
  return p;
}

std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios) {
  std::vector<Parameter> all;
  for (const auto& [name, ids] : architectures) {
    for (const auto& f : chip_fields) {
      auto& p = all.emplace_back(*make_parameter("chip", ids, f.name, true));
      p.start = 1;
      p.sigma = f.sigma;
      p.least = 0.3;
      p.most = 2.5;
    }
  }
  for (const Scenario* scenario : one_a_stack(scenarios)) {
    for (const auto& f : stack_fields) {
      auto& p = all.emplace_back(*make_parameter("stack", {scenario->training.stack.id}, f.name, false));
      p.start = p.get(*scenario);
      // An eager framework's traffic is less sure than that of fused kernels.
      p.sigma = f.sigma * (p.field == "elementwise_traffic" ? p.start : 1);
    }
  }
  without_strangers(all, scenarios);
  return all;
}

std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios, const std::vector<Prior>& priors) {
  std::vector<Parameter> all;
  const auto add = [&](const char* kind, const std::string& of, const std::vector<std::string>& ids,
                       const char* field) {
    const Prior* prior = prior_of(priors, kind, of, field);
    auto p = *make_parameter(kind, ids, field, prior != nullptr && prior->factor);
    if (std::ranges::none_of(scenarios, [&](const Scenario& s) { return p.concerns(s); })) return;
    if (prior == nullptr) throw std::invalid_argument(fmt::format("there is no prior for {} of {}", field, of));
    p.start = prior->mean;
    p.sigma = prior->sigma;
    p.least = prior->least;
    p.most = prior->most;
    p.why = prior->why;
    all.push_back(std::move(p));
  };
  for (const auto& [name, ids] : architectures)
    for (const auto& f : chip_fields) add("chip", name, ids, f.name);
  for (const Scenario* scenario : one_a_stack(scenarios)) {
    const auto& id = scenario->training.stack.id;
    for (const auto& f : stack_fields) add("stack", id, {id}, f.name);
  }
  return all;
}

Scenario with(Scenario scenario, const std::vector<Parameter>& parameters, const std::vector<double>& values) {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const auto& p = parameters[i];
    if (!p.concerns(scenario)) continue;
    p.set(scenario, p.result(scenario, values[i]));
  }
  return scenario;
}

}  // namespace gigaplan::calibration
