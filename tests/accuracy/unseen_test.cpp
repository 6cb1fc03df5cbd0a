// Are steps predicted with the parameters that did not see them, and no others?
#include "accuracy/unseen.hpp"

#include <doctest/doctest.h>

#include "accuracy/predict.hpp"
#include "folder.hpp"

using namespace gigaplan;
using namespace gigaplan::accuracy;
using measured::Json;

namespace {

Json document() {
  const Json chip = {
      {"kind", "chip"}, {"ids", {"h100-sxm5-80gb", "h200-sxm-141gb"}}, {"field", "gemm_bf16"}, {"factor", false}};
  const Json stack = {{"kind", "stack"}, {"ids", {"megatron-core-2024"}}, {"field", "kernel_time"}, {"factor", false}};
  return {{"format", "gigaplan-left-out/1"},
          {"parameters", {chip, stack}},
          {"without_series", {{"ours", {0.5, 1.1}}}},
          {"without_stack", {{"megatron-core-2024", {0.5, 1.2}}}},
          {"without_architecture", {{"hopper", {0.4, 1.1}}}},
          {"with_one_row", {{"ours, megatron-core-2024, h100-sxm5-80gb", {{"row", "first"}, {"values", {0.6, 1}}}}}}};
}

UnseenFile read(const Json& whole) {
  const temporary::Folder folder;
  return read_unseen(folder.write("left_out.json", whole.dump()));
}

Case step(const std::string& id, const std::string& series) {
  Json c = measured::training({{"step_time_s", 1}});
  c.update({{"id", id}, {"series", series}, {"chip", "h100-sxm5-80gb"}, {"family", "hopper dense"}});
  const measured::Folder folder;
  return folder.read({c}).cases.at(0);
}

Scenario scenario_of(const Case& c) {
  return accuracy::scenario_of(c, measured::source / "tests" / "validation" / "cases" / "base.json",
                               measured::catalogue());
}

double seconds(const Case& c, const Scenario& scenario) {
  return predict(c, scenario).at(0).predicted;
}

}  // namespace

TEST_CASE("a case finds the sets that did not see it") {
  const auto sets = read(document()).sets;
  REQUIRE(sets.parameters.size() == 2);
  const auto of = [&](const Case& c, Unseen what) {
    const auto* values = sets.of(c, what);
    return values == nullptr ? UnseenSets::Values{} : *values;
  };
  auto c = step("second", "ours");
  CHECK(of(c, Unseen::series) == UnseenSets::Values{0.5, 1.1});
  CHECK(of(c, Unseen::stack) == UnseenSets::Values{0.5, 1.2});
  CHECK(of(c, Unseen::architecture) == UnseenSets::Values{0.4, 1.1});
  CHECK(of(c, Unseen::rest_of_series) == UnseenSets::Values{0.6, 1});
  c.id = "first";  // the fit saw it
  CHECK(of(c, Unseen::rest_of_series).empty());
  c.chip = "h200-sxm-141gb";  // as good a Hopper
  CHECK_FALSE(of(c, Unseen::architecture).empty());
  c.chip = "v100-sxm2-32gb";
  c.series = "other";
  c.stack = "nemo-2024";
  for (const auto& u : unseen_names) CHECK(of(c, u.what).empty());
}

TEST_CASE("a step is simulated with each of its sets") {
  const auto sets = read(document()).sets;
  const auto c = step("second", "ours");
  const auto scenario = scenario_of(c);
  const double known = seconds(c, scenario);
  const auto predicted = predict_unseen(c, scenario, known, sets);
  const auto by_hand = [&](double gemm, double kernels) {
    auto there = scenario;
    there.cluster.node.chip.efficiency.gemm_bf16 = gemm;
    there.training.stack.kernel_time = kernels;
    return seconds(c, there);
  };
  CHECK(predicted[0] == by_hand(0.5, 1.1));
  CHECK(predicted[1] == by_hand(0.5, 1.2));
  CHECK(predicted[2] == by_hand(0.4, 1.1));
  CHECK(predicted[3] == by_hand(0.6, 1));
  CHECK(*predicted[1] > *predicted[0]);
}

TEST_CASE("a step of many micro-batches is predicted from few, as if it had been simulated whole") {
  const auto sets = read(document()).sets;
  auto c = step("second", "ours");
  auto scenario = scenario_of(c);
  scenario.training.plan.tensor = 4;
  scenario.training.plan.pipeline = 2;
  const auto compare = [&](long micro_batches) {
    scenario.training.global_batch = micro_batches;
    auto there = scenario;
    there.cluster.node.chip.efficiency.gemm_bf16 = 0.5;
    there.training.stack.kernel_time = 1.1;
    return std::pair(predict_unseen(c, scenario, seconds(c, scenario), sets)[0].value(), seconds(c, there));
  };
  const auto [few, whole_few] = compare(15);
  CHECK(few == whole_few);
  const auto [many, whole_many] = compare(64);
  CHECK(many != whole_many);
  CHECK(many == doctest::Approx(whole_many).epsilon(1e-4));
}

TEST_CASE("a case that changes an entry of the catalogue is fitted as that entry") {
  Json c = measured::training({{"step_time_s", 1}});
  c["scenario"]["training"]["stack"] = {{"extends", "megatron-core-2024"}, {"step_overhead_ms", 30}};
  const measured::Folder folder;
  CHECK(scenario_of(folder.read({c}).cases.at(0)).training.stack.id == "megatron-core-2024");
}

TEST_CASE("what makes no difference is not simulated again") {
  const auto sets = read(document()).sets;
  auto c = step("second", "ours");
  auto scenario = scenario_of(c);
  scenario.cluster.node.chip.efficiency.gemm_bf16 = 0.5;
  scenario.training.stack.kernel_time = 1.1;
  CHECK(predict_unseen(c, scenario, 1234, sets)[0] == 1234);  // the values are those of the scenario
  c.series = c.stack = c.chip = "";
  CHECK(predict_unseen(c, scenario, 1234, sets) == ByUnseen<std::optional<double>>{});
  CHECK(predict_unseen(c, scenario, 1234, {}) == ByUnseen<std::optional<double>>{});
}

TEST_CASE("the file lies beside the folder of cases, however that is written") {
  CHECK(unseen_file("/no/such/cases") == "/no/such/left_out.json");
  CHECK(unseen_file("/no/such/cases/") == "/no/such/left_out.json");
  CHECK(unseen_file("/no/such/other/../cases/.") == "/no/such/left_out.json");
}

TEST_CASE("each fault is told with its place, and nothing is read in spite of it") {
  const std::vector<std::pair<Json, std::string>> faults = {
      {{{"format", "gigaplan-left-out/2"}}, "/format"},
      {{{"parameters", Json::array()}}, "/parameters"},
      {{{"parameters", {{{"kind", "node"}}}}}, "/parameters/0"},
      {{{"parameters", {{{"kind", "node"}, {"field", "x"}}}}}, "/parameters/0/kind"},
      {{{"parameters", {{{"kind", "chip"}, {"ids", {"gb200"}}, {"field", "kernel_time"}}}}}, "/parameters/0/field"},
      {{{"parameters", {{{"kind", "chip"}, {"ids", {1}}, {"field", "attention"}}}}}, "/parameters/0/ids"},
      {{{"without_series", {{"a/b", {0.5}}}}}, "/without_series/a~1b"},
      {{{"without_series", {{"ours", 0.5}}}}, "/without_series/ours"},
      {{{"without_stack", {{"x", {0.5, "1"}}}}}, "/without_stack/x/1"},
      {{{"without_stack", {{"x", {0, 1}}}}}, "/without_stack/x/0"},
      {{{"without_stack", {{"x", {0.5, 99}}}}}, "/without_stack/x/1"},
      {{{"without_architecture", nullptr}}, ""},
      {{{"with_one_row", {{"x", {{"row", 1}}}}}}, "/with_one_row/x/row"},
      {{{"with_one_row", {{"x", {{"row", "y"}, {"values", {0.5}}}}}}}, "/with_one_row/x/values"}};
  for (const auto& [change, pointer] : faults) {
    INFO(change.dump());
    Json broken = document();
    broken.merge_patch(change);
    const auto file = read(broken);
    REQUIRE(file.issues.size() == 1);
    CHECK(file.issues[0].pointer == pointer);
    CHECK(!file.issues[0].message.empty());
    CHECK(!file.issues[0].remedy.empty());
    CHECK(file.sets.parameters.empty());
  }
  CHECK(has_errors(read_unseen("/no/such/file").issues));
}
