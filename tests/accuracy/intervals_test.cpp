// Are intervals stated without the step's own series, and is what they cover counted right?
#include "accuracy/intervals.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace gigaplan;
using namespace gigaplan::accuracy;

namespace {

confidence::Residual residual(const std::string& series, double value) {
  return {.id = series,
          .series = series,
          .family = "hopper dense",
          .architecture = "hopper",
          .chip = "h100",
          .stack = "nemo",
          .precision = "bf16",
          .chips = 64,
          .sequence_length = 4096,
          .moe = false,
          .without_series = value};
}

/// A step that was predicted at 2 s.
Result published_step(double published, const std::string& series = "mine") {
  Result r;
  r.of.id = "some";
  r.of.kind = "step";
  r.of.series = series;
  r.of.chip = "h100";
  r.of.stack = "nemo";
  r.points = {{"step time", "s", 2, published}};
  r.chips = 64;
  r.step = {"bf16", 4096, false};
  return r;
}

/// Forty of ten series: the interval is that of the 2nd and the 39th, exp(-0.18) to exp(0.19). And one that is far off.
std::vector<confidence::Residual> residuals() {
  std::vector<confidence::Residual> all;
  for (int k = 1; k <= 40; ++k) all.push_back(residual("series " + std::to_string(k % 10), (k - 20) / 100.0));
  for (int k = 0; k < 6; ++k) all.push_back(residual("mine", 2));
  return all;
}

}  // namespace

TEST_CASE("a step's interval does not know its own series") {
  Evaluation evaluation;
  evaluation.results = {published_step(2), published_step(2, "another")};
  state_intervals(evaluation, residuals());
  REQUIRE(evaluation.results[0].interval.has_value());
  CHECK(evaluation.results[0].interval->low == doctest::Approx(2 * std::exp(-0.18)));
  CHECK(evaluation.results[0].interval->high == doctest::Approx(2 * std::exp(0.19)));
  REQUIRE(evaluation.results[1].interval.has_value());
  CHECK(evaluation.results[1].interval->high == doctest::Approx(2 * std::exp(2)));
}

TEST_CASE("what the intervals of test rows hold is counted") {
  Evaluation evaluation;
  evaluation.results = {published_step(2), published_step(2.4), published_step(2.5), published_step(1.5),
                        published_step(2)};  // 1.67 to 2.42 s
  evaluation.results[4].of.calibrates = true;
  state_intervals(evaluation, residuals());
  CHECK(evaluation.results[4].interval.has_value());
  CHECK(step_coverage(evaluation).figures == 4);
  CHECK(step_coverage(evaluation).inside == 2);
}

TEST_CASE("what is no step, was guessed, has no prediction, or no rows to go by has no interval") {
  Evaluation evaluation;
  evaluation.results = {published_step(2), published_step(2), published_step(2)};
  evaluation.results[0].of.kind = "memory";
  evaluation.results[1].of.layout_stated = false;
  evaluation.results[2].points.clear();
  state_intervals(evaluation, residuals());
  for (const auto& r : evaluation.results) CHECK_FALSE(r.interval.has_value());
  evaluation.results = {published_step(2)};
  state_intervals(evaluation, {residual("one", 0)});
  CHECK_FALSE(evaluation.results[0].interval.has_value());
  CHECK(step_coverage(evaluation).figures == 0);
}
