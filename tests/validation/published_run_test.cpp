// Whole simulations of published runs, catalogue and all: does gigaplan predict what was measured?
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "io/catalogue.hpp"
#include "io/scenario_reader.hpp"
#include "sim/run.hpp"

namespace gigaplan {
namespace {

const std::string root = GIGAPLAN_SOURCE_DIR;

StepResult simulate(const std::string& example, const std::vector<io::Override>& overrides) {
  const auto loaded =
      io::load_scenario(root + "/scenarios/examples/" + example, overrides, {root + "/scenarios/catalogue"});
  for (const auto& issue : loaded.issues) {
    INFO(to_string(issue));
    REQUIRE(issue.severity != Severity::error);
  }
  return sim::run_training_step(*loaded.scenario).step;
}

double teraflops(const StepResult& step) {
  return step.model_rate_per_chip.in(unit::teraflop_per_second);
}

}  // namespace

TEST_CASE("Llama 3 405B on 16,384 H100 within 15 %: 400 TFLOP/s a GPU (Llama 3 paper, table 4, row 2)") {
  const auto step = simulate("llama3-405b-16k.json", {});
  CHECK(std::abs(teraflops(step) / 400 - 1) < 0.15);
  CHECK(std::abs(step.mfu / 0.41 - 1) < 0.15);
}

TEST_CASE("half the chips, twice the micro-batches: the gain that Meta measured, 430 ÷ 400 = 7.5 %") {
  // Table 4, row 1: 8,192 H100, DP 64, the same 16M tokens a step. The published layout needs more memory here than the
  // chip has (how Meta saved it is not published), so chips of this test hold 100 GB; time does not depend on it.
  const auto full = teraflops(simulate("llama3-405b-16k.json", {}));
  const auto half = teraflops(simulate(
      "llama3-405b-16k.json",
      {{"/cluster/nodes", "1024"}, {"/training/plan/data", "64"}, {"/cluster/node/chip/memory_gbyte", "100"}}));
  CHECK(half / full - 1 == doctest::Approx(0.075).epsilon(0.4));  // between 4.5 and 10.5 %
}

}  // namespace gigaplan
