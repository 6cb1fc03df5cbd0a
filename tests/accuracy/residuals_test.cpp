// Has the table of residuals every step that was predicted unseen, and the right signs?
#include "accuracy/residuals.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace gigaplan::accuracy;
using Json = nlohmann::json;

namespace {

Result unseen_step(const std::string& id, double published, ByUnseen<std::optional<double>> unseen) {
  Result r;
  r.of.id = id;
  r.of.kind = "step";
  r.of.series = "llama3-8b bf16";
  r.of.family = "hopper dense";
  r.of.chip = "h200-sxm-141gb";
  r.of.stack = "nemo-2024";
  r.points = {{"step time", "s", 1, published}};
  r.chips = 64;
  r.step = {"fp8", 8192, true};
  r.unseen = unseen;
  return r;
}

}  // namespace

TEST_CASE("a row has all keys, and a logarithm above zero where the step took longer than predicted") {
  Evaluation evaluation;
  evaluation.results = {unseen_step("one", 2, {1, 2, 4, std::nullopt})};
  const std::string text = residuals_json(evaluation);
  CHECK(Json::parse(text) == Json::parse(R"({"format": "gigaplan-residuals/1", "rows": [{
    "id": "one", "series": "llama3-8b bf16", "family": "hopper dense", "architecture": "hopper",
    "chip": "h200-sxm-141gb", "stack": "nemo-2024", "precision": "fp8", "chips": 64, "sequence_length": 8192,
    "moe": true, "without_series": 0.6931, "without_stack": 0.0, "without_architecture": -0.6931,
    "with_one_row": null}]})"));  // ln 2 = 0.69315
  CHECK(text.find("-0.0,") == std::string::npos);
  CHECK(text.ends_with("}\n"));
}

TEST_CASE("rows are sorted by id; a step with a set missing is no row") {
  Evaluation evaluation;
  evaluation.results = {unseen_step("b", 1, {1, 1, 1, 1}), unseen_step("c", 1, {1, std::nullopt, 1, 1}),
                        unseen_step("a", 1, {1, 1, 1, 1})};
  const Json rows = Json::parse(residuals_json(evaluation))["rows"];
  REQUIRE(rows.size() == 2);
  CHECK(rows[0]["id"] == "a");
  CHECK(rows[1]["id"] == "b");
  CHECK(rows[1]["with_one_row"] == 0.0);
  evaluation.results.clear();
  CHECK(Json::parse(residuals_json(evaluation))["rows"] == Json::array());
}
