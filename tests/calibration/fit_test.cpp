// Does the fit find what made the data, keep its limits, and lean on its priors where the data say nothing?
#include "calibration/fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "scenarios.hpp"

using namespace gigaplan;
using namespace gigaplan::calibration;
using doctest::Approx;

namespace {

bool all(const Row&) {
  return true;
}

Parameter parameter(double start, double sigma, double least = -10, double most = 10) {
  Parameter p;
  p.ids = {"one"};
  p.start = start;
  p.sigma = sigma;
  p.least = least;
  p.most = most;
  return p;
}

Row row(const std::string& series, double weight = 1) {
  Row r;
  r.series = series;
  r.weight = weight;
  return r;
}

/// residual = residual0 + slope (x - values)
Linearised line(std::vector<double> values, const Eigen::VectorXd& residual, const Eigen::MatrixXd& slope) {
  return {std::move(values), residual, slope};
}

}  // namespace

TEST_CASE("one row and one prior meet by their widths") {
  // Residual r = 0.1 + (x - 1), prior 1 ± 0.1, noise 0.1, square loss: x = 1 - 0.1 / 2, sigma = 0.1 / sqrt 2.
  const auto at = line({1}, Eigen::VectorXd::Constant(1, 0.1), Eigen::MatrixXd::Ones(1, 1));
  const auto fit = solve({row("a")}, {parameter(1, 0.1)}, at, all, {.noise = 0.1, .robust = false});
  CHECK(fit.values[0] == Approx(0.95));
  CHECK(fit.sigma[0] == Approx(0.1 / std::sqrt(2)));
  CHECK(largest_move({1}, fit) == Approx(0.05 / fit.sigma[0]));
}

TEST_CASE("a row that is not used, or is weighted down, pulls no more than that") {
  Eigen::VectorXd residual(2);
  residual << 0.1, -0.4;
  const auto at = line({1}, residual, Eigen::MatrixXd::Ones(2, 1));
  const std::vector<Row> rows = {row("a"), row("b", 0.5)};
  const Loss loss{.noise = 0.1, .robust = false};
  const auto without = solve(
      rows, {parameter(1, 0.1)}, at, [](const Row& r) { return r.series != "b"; }, loss);
  CHECK(without.values[0] == Approx(0.95));
  // By hand: (1 + 1 + 0.5) d = -0.1 + 0.5 x 0.4
  CHECK(solve(rows, {parameter(1, 0.1)}, at, all, loss).values[0] == Approx(1 + 0.1 / 2.5));
}

TEST_CASE("the farther an outlier of a robust fit, the less it pulls") {
  Eigen::VectorXd residual(2);
  residual << 0.0, 3.0;
  const auto at = line({0}, residual, Eigen::MatrixXd::Ones(2, 1));
  const Loss robust{.noise = 0.05};
  const auto fit = solve({row("a"), row("b")}, {parameter(0, 1)}, at, all, robust);
  CHECK(solve({row("a"), row("b")}, {parameter(0, 1)}, at, all, {.noise = 0.05, .robust = false}).values[0] < -1.4);
  // Where the derivative of the cost is zero.
  const double x = fit.values[0], n = 0.05;
  const auto pull = [&](double r) { return r / n / n / (1 + r * r / n / n); };
  CHECK(std::abs(x + pull(x) + pull(3 + x)) < 1e-4);
  CHECK(std::abs(x) < 0.001);  // a square would share the difference
  CHECK(pull(3) < pull(1));
  const auto cost_at = [&](double value) {
    return cost({row("a"), row("b")}, {parameter(0, 1)},
                line({value}, residual + Eigen::VectorXd::Constant(2, value), {}), all, robust);
  };
  CHECK(cost_at(x) < cost_at(x - 0.01));
  CHECK(cost_at(x) < cost_at(x + 0.01));
}

TEST_CASE("where one parameter meets its limit, the others make up for it") {
  // r = x + y - 2, priors 0 ± 1 each, noise tiny: x = y = 1 without limits; y = 1.7 where x may be 0.3 at most.
  const auto at = line({0, 0}, Eigen::VectorXd::Constant(1, -2), Eigen::MatrixXd::Ones(1, 2));
  const Loss loss{.noise = 1e-4, .robust = false};
  const auto free = solve({row("a")}, {parameter(0, 1), parameter(0, 1)}, at, all, loss);
  CHECK(free.values[0] == Approx(1).epsilon(1e-4));
  const auto limited = solve({row("a")}, {parameter(0, 1, -10, 0.3), parameter(0, 1)}, at, all, loss);
  CHECK(limited.values[0] == 0.3);
  CHECK(limited.values[1] == Approx(1.7).epsilon(1e-4));
}

TEST_CASE("slopes are carried to where only residuals are known") {
  Eigen::MatrixXd slope(1, 3);
  slope << 1, 2, 0;
  const auto from = line({0, 0, 0}, Eigen::VectorXd::Constant(1, 0.5), slope);
  auto to = line({0.1, 0.2, 0.3}, Eigen::VectorXd::Constant(1, 1.2), {});
  const std::vector<Parameter> parameters = {parameter(0, 1), parameter(0, 2), parameter(0, 1)};
  carry_slopes(from, parameters, to);
  const Eigen::Vector3d step(0.1, 0.2, 0.3);
  CHECK(from.residual(0) + to.slope.row(0).dot(step) == Approx(1.2));  // it explains what happened
  CHECK(to.slope(0, 2) == 0);  // a parameter that does not concern the row still does not
  // By hand: 0.2 missed; directions 0.1 / 1 and 0.2 / 4, whose product with the step is 0.02.
  CHECK(to.slope(0, 0) == Approx(1 + 0.2 / 0.02 * 0.1));
  CHECK(to.slope(0, 1) == Approx(2 + 0.2 / 0.02 * 0.05));
}

TEST_CASE("simulated rows are fitted: the efficiency that made them is found") {
  const auto scenario = fitted::scenario();
  auto parameter = *make_parameter("chip", chips_of("hopper"), "gemm_bf16", false);
  parameter.start = 0.6;
  parameter.sigma = 0.14;
  Row one{"one", "a", "nemo-2024", "hopper dense", scenario, 1, 1};
  one.published_s = std::exp(simulate(one, {parameter}, {0.7}, false).residual(0));  // what 0.7 makes of it
  Linearised at{{0.6}, {}, {}};
  for (int step = 0; step < 4; ++step) {
    at = simulate({one, one}, {parameter}, at.values, true, 2);
    CHECK(at.residual(0) == at.residual(1));
    CHECK(at.slope(0, 0) < 0);  // more efficient is faster
    at.values = solve({one, one}, {parameter}, at, all, {.noise = 0.001, .robust = false}).values;
  }
  CHECK(at.values[0] == Approx(0.7).epsilon(0.001));
  one.scenario.training.micro_batch = 7;  // no batch has that many
  CHECK_THROWS_AS((void)simulate({one}, {parameter}, {0.6}, false, 1), std::runtime_error);
}
