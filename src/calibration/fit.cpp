#include "calibration/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "batch/pool.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::calibration {
namespace {

double log_error(const Row& row, const Scenario& scenario) {
  const auto step = sim::run_training_step(scenario, {.minutes_limit = 20}).step;
  return std::log(step.time.base() / row.published_s);
}

/// A little to the side on which there is room.
double moved(const Parameter& p, double value) {
  const double step = 0.1 * p.sigma;
  return value + step <= p.most ? value + step : value - step;
}

}  // namespace

Linearised simulate(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                    const std::vector<double>& values, bool slopes, int workers) {
  const auto n = static_cast<Eigen::Index>(rows.size()), m = static_cast<Eigen::Index>(parameters.size());
  Linearised result{values, Eigen::VectorXd::Zero(n), Eigen::MatrixXd::Zero(n, slopes ? m : 0)};
  std::uint64_t at = 0;
  const auto next = [&]() { return at < rows.size() ? std::optional(at++) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    const Row& row = rows[i];
    const double base = log_error(row, with(row.scenario, parameters, values));
    nlohmann::json numbers = {base};
    for (std::size_t p = 0; slopes && p < parameters.size(); ++p) {
      if (!parameters[p].learns_from(row.scenario)) {
        numbers.push_back(0.0);
        continue;
      }
      auto changed = values;
      changed[p] = moved(parameters[p], values[p]);
      const double there = log_error(row, with(row.scenario, parameters, changed));
      numbers.push_back((there - base) / (changed[p] - values[p]));
    }
    return numbers.dump();
  };
  const auto store = [&](const batch::Outcome& outcome) {
    if (outcome.ending != batch::Ending::done)
      throw std::runtime_error(fmt::format("{}: {}", rows[outcome.run].id, outcome.reason));
    const auto numbers = nlohmann::json::parse(outcome.output).get<std::vector<double>>();
    const auto row = static_cast<Eigen::Index>(outcome.run);
    result.residual(row) = numbers[0];
    for (std::size_t p = 1; p < numbers.size(); ++p) result.slope(row, static_cast<Eigen::Index>(p - 1)) = numbers[p];
    return true;
  };
  (void)batch::run_batch(next, work, store, {.workers = workers, .limits = {.seconds = 600, .memory_byte = {}}});
  return result;
}

Fit solve(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
          const std::function<bool(const Row&)>& used, double noise) {
  const auto m = static_cast<Eigen::Index>(parameters.size());
  const auto values = at.values;
  Eigen::VectorXd x = Eigen::Map<const Eigen::VectorXd>(values.data(), m), prior(m), precision(m);
  for (Eigen::Index p = 0; p < m; ++p) {
    prior(p) = parameters[static_cast<std::size_t>(p)].start;
    precision(p) = 1 / std::pow(parameters[static_cast<std::size_t>(p)].sigma, 2);
  }
  const Eigen::VectorXd from = x;
  Eigen::MatrixXd normal;
  for (int round = 0; round < 8; ++round) {  // weights of the robust loss follow the residuals
    const Eigen::VectorXd residual = at.residual + at.slope * (x - from);
    Eigen::VectorXd weight = Eigen::VectorXd::Zero(residual.size());
    for (Eigen::Index i = 0; i < residual.size(); ++i) {
      const Row& row = rows[static_cast<std::size_t>(i)];
      if (used(row)) weight(i) = row.weight / (noise * noise) / (1 + std::pow(residual(i) / noise, 2));
    }
    normal = at.slope.transpose() * weight.asDiagonal() * at.slope;
    normal += precision.asDiagonal();
    const Eigen::VectorXd right =
        at.slope.transpose() * weight.cwiseProduct(at.slope * from - at.residual) + precision.cwiseProduct(prior);
    x = normal.llt().solve(right);
    for (Eigen::Index p = 0; p < m; ++p) {
      const auto& parameter = parameters[static_cast<std::size_t>(p)];
      x(p) = std::clamp(x(p), parameter.least, parameter.most);
    }
  }
  const Eigen::MatrixXd covariance = normal.inverse();
  Fit fit;
  for (Eigen::Index p = 0; p < m; ++p) {
    fit.values.push_back(x(p));
    fit.sigma.push_back(std::sqrt(covariance(p, p)));
  }
  return fit;
}

}  // namespace gigaplan::calibration
