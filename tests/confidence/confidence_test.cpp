// Is the interval that of the right rows, and where hand calculation has it?
#include "confidence/confidence.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "rows.hpp"

using namespace gigaplan;
using namespace gigaplan::confidence;

namespace {

/// What the basis says before the colon.
std::string basis_of(const std::optional<StepConfidence>& c) {
  REQUIRE(c.has_value());
  return c->basis.substr(0, c->basis.find(':'));
}

void is_interval(const std::optional<StepConfidence>& c, double low, double high) {
  REQUIRE(c.has_value());
  CHECK(std::log(c->low) == doctest::Approx(low));
  CHECK(std::log(c->high) == doctest::Approx(high));
}

}  // namespace

TEST_CASE("the bound of n equal rows is the ceil(0.95 (n + 1))th smallest") {
  Weighted residuals;
  for (int k = 1; k <= 19; ++k) residuals.emplace_back(k, 1);
  CHECK(upper_bound(residuals, 0.95) == 19);  // 0.95 * 20 = 19
  residuals.emplace_back(20, 1);
  CHECK(upper_bound(residuals, 0.95) == 20);  // 0.95 * 21 = 19.95
  for (int k = 21; k <= 40; ++k) residuals.emplace_back(k, 1);
  std::ranges::reverse(residuals);
  CHECK(upper_bound(residuals, 0.95) == 39);  // 0.95 * 41 = 38.95
  CHECK(upper_bound(residuals, 0.5) == 21);   // 20.5
}

TEST_CASE("too few rows have no bound that holds: the largest is what there is") {
  CHECK(upper_bound({{1, 1}, {2, 1}, {3, 1}}, 0.95) == 3);
  CHECK(upper_bound({{7, 0.1}}, 0.95) == 7);
}

TEST_CASE("forty steps of ten series: the second and the second to last") {
  const auto c = confidence_of(rows::scenario(), rows::forty());
  is_interval(c, -0.18, 0.19);  // the 39th of 40 from either end: 0.95 * 41 = 38.95
  CHECK(c->basis == "dense, Hopper, stack known: 40 published steps of 10 series");
  CHECK(c->rows == 40);
  CHECK(c->series == 10);
  CHECK(c->outside.empty());
}

TEST_CASE("a series counts as six rows at most") {
  std::vector<Residual> all;
  for (int k = 1; k <= 20; ++k) all.push_back(rows::row("series " + std::to_string(k % 10), -k / 100.0));
  for (int k = 1; k <= 60; ++k) all.push_back(rows::row("long", 0.5 + k / 1000.0));
  // Weights 20 and 60 * 0.1 = 6; 0.95 * 27 = 25.65. From below: 20, and 57 of the long series' tenths (0.557). From
  // above: the long series' 6, and 20 more.
  is_interval(confidence_of(rows::scenario(), all), -0.2, 0.557);
}

TEST_CASE("the interval holds the prediction, even if all predictions were too high") {
  std::vector<Residual> all = rows::forty();
  for (Residual& row : all) row.without_series -= 1;
  is_interval(confidence_of(rows::scenario(), all), -1.18, 0);
  for (Residual& row : all) row.without_series += 2;
  is_interval(confidence_of(rows::scenario(), all), 0, 1.19);
}

TEST_CASE("what is known decides which fit counts") {
  Scenario s = rows::scenario();
  s.training.stack.id = "other";
  is_interval(confidence_of(s, rows::forty()), -0.36, 0.38);
  CHECK(basis_of(confidence_of(s, rows::forty())) == "dense, Hopper, stack not known");
  s.cluster.node.chip.id = "h300";
  is_interval(confidence_of(s, rows::forty()), -0.54, 0.57);
  CHECK(basis_of(confidence_of(s, rows::forty())) == "dense, all architectures, architecture not known");
  const Knowledge measured{.excluded_series = {}, .has_measurement = true};
  is_interval(confidence_of(rows::scenario(), rows::forty(), measured), -0.09, 0.095);
  CHECK(basis_of(confidence_of(rows::scenario(), rows::forty(), measured)) ==
        "dense, Hopper, with a measurement of your own");
  auto without = rows::forty();
  for (Residual& row : without) row.with_one_row.reset();
  CHECK(basis_of(confidence_of(rows::scenario(), without, measured)) == "dense, Hopper, stack known");
}

TEST_CASE("where too few steps are like it, wider pools count, and the basis says so") {
  auto all = rows::forty();
  for (Residual& row : all) row.architecture = "ampere";
  all.push_back(rows::row("h", 0));
  CHECK(basis_of(confidence_of(rows::scenario(), all)) ==
        "dense, all architectures (too few steps of Hopper), stack known");
  Scenario s = rows::scenario();
  s.training.model.experts = Experts{};
  CHECK(basis_of(confidence_of(s, all)) ==
        "all models and architectures (too few mixture-of-experts steps), stack not known");
  all.resize(19);
  CHECK_FALSE(confidence_of(s, all).has_value());
  CHECK_FALSE(confidence_of(s, {}).has_value());
}

TEST_CASE("dense and mixture of experts are kept apart") {
  auto all = rows::forty();
  for (int k = 1; k <= 40; ++k) {
    all.push_back(rows::row("moe " + std::to_string(k % 10), 1));
    all.back().moe = true;
  }
  is_interval(confidence_of(rows::scenario(), all), -0.18, 0.19);
  Scenario s = rows::scenario();
  s.training.model.experts = Experts{};
  is_interval(confidence_of(s, all), 0, 1);
  CHECK(basis_of(confidence_of(s, all)) == "mixture-of-experts, Hopper, stack known");
}

TEST_CASE("an excluded series counts for nothing: neither its rows nor what they know") {
  auto all = rows::forty();
  for (int k = 0; k < 10; ++k) {
    all.push_back(rows::row("mine", 3));
    all.back().stack = "mine";
  }
  Scenario s = rows::scenario();
  s.training.stack.id = "mine";
  CHECK(basis_of(confidence_of(s, all)) == "dense, Hopper, stack known");
  const auto c = confidence_of(s, all, {.excluded_series = "mine"});
  CHECK(basis_of(c) == "dense, Hopper, stack not known");
  is_interval(c, -0.36, 0.38);
}

TEST_CASE("what was never measured is said") {
  Scenario s = rows::scenario();
  s.training.stack = {.id = "", .name = "NeMo, changed"};
  s.training.plan.data = 98304;
  s.training.sequence_length = 8192;
  s.training.precision = Precision::fp8;
  auto c = confidence_of(s, rows::forty());
  REQUIRE(c.has_value());
  CHECK(c->outside == std::vector<std::string>{"the stack NeMo, changed was never measured",
                                               "fp8 was never measured on Hopper",
                                               "98,304 chips, the largest measured dense run has 64",
                                               "8,192 tokens a sequence, the largest measured dense run has 4,096"});
  s = rows::scenario();
  s.cluster.node.chip = {.id = "h300", .name = "H300"};
  c = confidence_of(s, rows::forty());
  REQUIRE(c.has_value());
  CHECK(c->outside == std::vector<std::string>{"the chip H300 was never measured"});
  c = confidence_of(s, rows::forty(), {.excluded_series = {}, .has_measurement = true});
  REQUIRE(c.has_value());
  CHECK(c->outside.empty());  // it was: by the user
}
