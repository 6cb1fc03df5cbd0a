// Does a parameter belong where it says, and does its prior come from where it should?
#include "calibration/parameters.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "scenarios.hpp"

using namespace gigaplan;
using namespace gigaplan::calibration;

namespace {

const Parameter& named(const std::vector<Parameter>& all, const std::string& id, const std::string& field) {
  const auto found = std::ranges::find_if(
      all, [&](const Parameter& p) { return p.field == field && std::ranges::count(p.ids, id) > 0; });
  REQUIRE(found != all.end());
  return *found;
}

bool has(const std::vector<Parameter>& all, const std::string& field) {
  return std::ranges::any_of(all, [&](const Parameter& p) { return p.field == field; });
}

/// A prior for every field, of everything.
std::vector<Prior> priors() {
  std::vector<Prior> all;
  for (const char* kind : {"chip", "stack"})
    for (const auto& field : fields_of(kind))
      all.push_back({.kind = kind, .of = {"*"}, .field = field, .mean = 0.5, .sigma = 0.1, .most = 1, .why = "so"});
  return all;
}

}  // namespace

TEST_CASE("chips of an architecture share a parameter") {
  CHECK(architecture_of("a100-sxm4-40gb") == "ampere");
  CHECK(architecture_of("gb300") == "blackwell");
  CHECK(architecture_of("v100-sxm2-32gb").empty());
  CHECK(chips_of("volta").empty());
  const auto all = parameters_for({fitted::scenario()});
  CHECK(named(all, "h200-sxm-141gb", "gemm_bf16").ids == chips_of("hopper"));
  CHECK(named(all, "h200-sxm-141gb", "gemm_bf16").name() == "h100-sxm5-80gb ... gemm_bf16");
}

TEST_CASE("only what concerns a scenario is a parameter of it") {
  auto scenario = fitted::scenario();
  CHECK(has(parameters_for({scenario}), "tensor_overlap"));
  CHECK_FALSE(has(parameters_for({scenario}), "gemm_fp8"));
  CHECK_FALSE(has(parameters_for({scenario}), "expert_sync_us"));
  CHECK_FALSE(has(parameters_for({scenario}), "data_bandwidth"));
  scenario.training.plan.tensor = 1;
  CHECK_FALSE(has(parameters_for({scenario}), "tensor_overlap"));
  CHECK(has(parameters_for({fitted::scenario("nemo-2024", "fp8")}), "gemm_fp8"));
}

TEST_CASE("without a file, parameters start at what the catalogue says") {
  const auto scenario = fitted::scenario();
  const auto all = parameters_for({scenario});
  CHECK(named(all, "h100-sxm5-80gb", "gemm_bf16").start == 1);
  CHECK(named(all, "h100-sxm5-80gb", "gemm_bf16").factor);
  CHECK(named(all, "nemo-2024", "tensor_overlap").start == scenario.training.stack.tensor_overlap);
  CHECK(named(all, "nemo-2024", "host_per_layer_us").start ==
        doctest::Approx(scenario.training.stack.host_per_layer.in(unit::microsecond)));
}

TEST_CASE("with a file, they start where it says, whatever the catalogue does") {
  auto file = priors();
  file.push_back({.kind = "stack",
                  .of = {"nemo-2024"},
                  .field = "tensor_overlap",
                  .mean = 0.2,
                  .sigma = 0.3,
                  .least = 0.1,
                  .most = 0.4,
                  .why = "named"});
  file.push_back({.kind = "stack", .of = {"*"}, .field = "tensor_overlap", .mean = 0.9, .sigma = 1, .most = 1});
  auto scenario = fitted::scenario();
  const auto before = parameters_for({scenario}, file);
  scenario.training.stack.tensor_overlap = 0.77;
  scenario.cluster.node.chip.efficiency.gemm_bf16 = 0.33;
  const auto after = parameters_for({scenario, fitted::scenario("nemo-2025")}, file);
  for (const auto* all : {&before, &after}) {
    const auto& overlap = named(*all, "nemo-2024", "tensor_overlap");  // its own, not the default that comes later
    CHECK(overlap.start == 0.2);
    CHECK(overlap.sigma == 0.3);
    CHECK(overlap.least == 0.1);
    CHECK(overlap.most == 0.4);
    CHECK(overlap.why == "named");
    CHECK(named(*all, "h100-sxm5-80gb", "gemm_bf16").start == 0.5);
    CHECK_FALSE(named(*all, "h100-sxm5-80gb", "gemm_bf16").factor);
  }
  CHECK(named(after, "nemo-2025", "tensor_overlap").start == 0.9);  // of the two defaults, the last
  std::erase_if(file, [](const Prior& p) { return p.field == "kernel_time"; });
  CHECK_THROWS_WITH_AS((void)parameters_for({scenario}, file), "there is no prior for kernel_time of nemo-2024",
                       std::invalid_argument);
}

TEST_CASE("values are put in where they concern, absolute or as factors") {
  const auto scenario = fitted::scenario();
  const double gemm = scenario.cluster.node.chip.efficiency.gemm_bf16;
  const std::vector<Parameter> parameters = {*make_parameter("chip", chips_of("hopper"), "gemm_bf16", true),
                                             *make_parameter("chip", chips_of("ampere"), "attention", false),
                                             *make_parameter("stack", {"nemo-2024"}, "host_per_layer_us", false),
                                             *make_parameter("stack", {"nemo-2024"}, "expert_overlap", false)};
  const auto there = with(scenario, parameters, {0.9, 0.1, 250, 1});
  CHECK(there.cluster.node.chip.efficiency.gemm_bf16 == doctest::Approx(0.9 * gemm));
  CHECK(there.cluster.node.chip.efficiency.attention == scenario.cluster.node.chip.efficiency.attention);
  CHECK(there.training.stack.host_per_layer.in(unit::microsecond) == doctest::Approx(250));
  CHECK(there.training.stack.expert_overlap == scenario.training.stack.expert_overlap);  // no experts
  CHECK(parameters[0].result(scenario, 0.9) == doctest::Approx(0.9 * gemm));
  CHECK(parameters[2].result(scenario, 250) == 250);
}

TEST_CASE("a field that cannot be fitted is no parameter") {
  CHECK_FALSE(make_parameter("chip", {"gb200"}, "kernel_time", false));
  CHECK_FALSE(make_parameter("stack", {"nemo-2024"}, "gemm_bf16", false));
  CHECK_FALSE(make_parameter("node", {"dgx-h100"}, "gemm_bf16", false));
  CHECK(fields_of("node").empty());
}
