// Does a fit to own measurements meet them, and does it say what it moved?
#include "calibration/own.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "io/scenario_reader.hpp"
#include "sim/training_step.hpp"

using namespace gigaplan;
using calibration::OwnOptions;

namespace {

const std::filesystem::path scenarios = std::filesystem::path(GIGAPLAN_SOURCE_DIR) / "scenarios";

/// 32 chips, which take milliseconds.
io::LoadedScenario small(const std::vector<Setting>& changes = {}) {
  auto loaded = io::load_scenario(scenarios / "custom" / "llama3-8b-32.json", changes, {scenarios / "catalogue"});
  REQUIRE(loaded.scenario.has_value());
  return loaded;
}

double step_s(const Scenario& scenario) {
  return sim::run_training_step(scenario).step.time.base();
}

/// The scenario with the fitted figures, as a reader would load it.
Scenario with_figures(const calibration::OwnFit& fit) {
  std::vector<Setting> changes;
  for (const auto& figure : fit.figures) changes.push_back({figure.pointer, std::to_string(figure.after)});
  return *small(changes).scenario;
}

const calibration::MovedFigure& figure(const calibration::OwnFit& fit, const std::string& pointer) {
  const auto found = std::ranges::find(fit.figures, pointer, &calibration::MovedFigure::pointer);
  REQUIRE(found != fit.figures.end());
  return *found;
}

}  // namespace

TEST_CASE("one measurement is met, by figures that stay where they can be") {
  const auto loaded = small();
  const double before = step_s(*loaded.scenario);
  for (const double factor : {0.9, 1.0, 1.15}) {
    CAPTURE(factor);
    const auto fit =
        calibration::fit_to_own(*loaded.scenario, loaded.assumptions, {{*loaded.scenario, factor * before}}, {});
    CHECK(fit.stop == batch::Stop::finished);
    CHECK(fit.rounds <= 6);
    REQUIRE(fit.before_s.size() == 1);
    CHECK(fit.before_s[0] == doctest::Approx(before));
    CHECK(fit.after_s[0] == doctest::Approx(factor * before).epsilon(0.005));
    CHECK(step_s(with_figures(fit)) == doctest::Approx(fit.after_s[0]).epsilon(1e-4));
    const auto& level = figure(fit, "/training/stack/kernel_time");
    CHECK(level.before == loaded.scenario->training.stack.kernel_time);
    CHECK((level.after - level.before) * (factor - 1) >= 0);
    CHECK(level.low < level.after);
    CHECK(level.after < level.high);
    CHECK(level.high - level.low < 2 * 1.645 * 0.15);  // surer than the prior
    for (const auto& moved : fit.figures) {
      CHECK(moved.low >= 0);
      CHECK(moved.low <= moved.after);
      CHECK(moved.after <= moved.high);
      if (moved.pointer.starts_with("/cluster/node/chip/efficiency/")) CHECK(moved.high <= 1.0000001);
      if (factor == 1.0) CHECK(moved.after == doctest::Approx(moved.before).epsilon(0.001));
    }
  }
}

TEST_CASE("what no figure explains stays off") {
  const auto loaded = small();
  const double before = step_s(*loaded.scenario);
  const auto fit = calibration::fit_to_own(*loaded.scenario, loaded.assumptions,
                                           {{*loaded.scenario, 0.9 * before}, {*loaded.scenario, 1.1 * before}}, {});
  CHECK(fit.after_s[0] > 0.93 * before);  // between the two
  CHECK(fit.after_s[1] < 1.07 * before);
  const auto far = calibration::fit_to_own(*loaded.scenario, loaded.assumptions, {{*loaded.scenario, 50 * before}}, {});
  CHECK(far.after_s[0] > before);
  CHECK(far.after_s[0] < 25 * before);
}

TEST_CASE("measurements of another chip and stack say nothing") {
  const auto loaded = small();
  Scenario other = *loaded.scenario;
  other.cluster.node.chip.id = "another";
  other.training.stack.id = "another";
  const auto fit = calibration::fit_to_own(*loaded.scenario, loaded.assumptions, {{other, 1}}, {});
  CHECK(fit.figures.empty());
}

TEST_CASE("a step that would take too long is refused, with the measurement's number") {
  const auto loaded = small();
  OwnOptions options;
  options.minutes_limit = 1e-9;
  CHECK_THROWS_AS((void)calibration::fit_to_own(*loaded.scenario, loaded.assumptions, {{*loaded.scenario, 1}}, options),
                  sim::StepRefused);
}
