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

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double log_error(const Row& row, const Scenario& scenario) {
  const auto step = sim::run_training_step(scenario, {.minutes_limit = 20}).step;
  return std::log(step.time.base() / row.published_s);
}

VectorXd vector_of(const std::vector<double>& values) {
  return Eigen::Map<const VectorXd>(values.data(), static_cast<Index>(values.size()));
}

/// Weights of the rows in a square loss that pulls as the loss does at these residuals.
VectorXd weights(const std::vector<Row>& rows, const VectorXd& residual, const Used& used, const Loss& loss) {
  VectorXd weight = VectorXd::Zero(residual.size());
  for (Index i = 0; i < residual.size(); ++i) {
    const Row& row = rows[static_cast<std::size_t>(i)];
    if (!used(row)) continue;
    const double noise = loss.noise * row.width;
    weight(i) = row.weight / (noise * noise);
    if (loss.robust) weight(i) /= 1 + std::pow(residual(i) / noise, 2);
  }
  return weight;
}

/// The least of x'Nx/2 - b'x over the coordinates that are free, the others as they are.
VectorXd least_of_free(const MatrixXd& normal, const VectorXd& right, const std::vector<Index>& free, VectorXd x) {
  MatrixXd part(free.size(), free.size());
  VectorXd rest(free.size());
  for (Index i = 0; i < part.rows(); ++i) {
    const Index p = free[static_cast<std::size_t>(i)];
    rest(i) = right(p) - normal.row(p).dot(x);
    for (Index j = 0; j < part.cols(); ++j) part(i, j) = normal(p, free[static_cast<std::size_t>(j)]);
  }
  const VectorXd step = part.llt().solve(rest);
  for (Index i = 0; i < step.size(); ++i) x(free[static_cast<std::size_t>(i)]) += step(i);
  return x;
}

/// Where x'Nx/2 - b'x is least within the limits, from an x within them: what meets its limit on the way is held there,
/// and let go again if that makes it less. N is positive definite (the priors see to it), so that this ends.
VectorXd least_within(const MatrixXd& normal, const VectorXd& right, const std::vector<Parameter>& parameters,
                      VectorXd x) {
  std::vector<bool> held(parameters.size(), false);
  for (std::size_t round = 0; round < 20 * parameters.size(); ++round) {
    std::vector<Index> free;
    for (std::size_t p = 0; p < held.size(); ++p)
      if (!held[p]) free.push_back(static_cast<Index>(p));
    const VectorXd target = least_of_free(normal, right, free, x);
    double share = 1;  // of the way, until one meets its limit
    Index first = -1;
    for (const Index p : free) {
      const auto& [least, most] = std::pair(parameters[p].least, parameters[p].most);
      const double room = (target(p) > x(p) ? most : least) - x(p), way = target(p) - x(p);
      if (std::abs(way) * share <= std::abs(room)) continue;
      share = room / way;
      first = p;
    }
    x += share * (target - x);
    if (first >= 0) {
      held[static_cast<std::size_t>(first)] = true;
      x(first) = target(first) > x(first) ? parameters[first].most : parameters[first].least;
      continue;
    }
    Index freed = -1;  // the one that gains most by leaving its limit
    double most = 1e-9;
    for (std::size_t p = 0; p < held.size(); ++p) {
      const auto i = static_cast<Index>(p);
      const double slope = (normal.row(i).dot(x) - right(i)) * parameters[p].sigma;
      const double gain = x(i) == parameters[p].least ? -slope : slope;
      if (held[p] && gain > most) {
        most = gain;
        freed = i;
      }
    }
    if (freed < 0) break;
    held[static_cast<std::size_t>(freed)] = false;
  }
  return x;
}

}  // namespace

Linearised simulate(const Row& row, const std::vector<Parameter>& parameters, const std::vector<double>& values,
                    bool slopes, Learns learns) {
  const double base = log_error(row, with(row.scenario, parameters, values));
  Linearised result{values, VectorXd::Constant(1, base),
                    MatrixXd::Zero(1, slopes ? static_cast<Index>(parameters.size()) : 0)};
  for (std::size_t p = 0; slopes && p < parameters.size(); ++p) {
    if (!(parameters[p].*learns)(row.scenario)) continue;
    auto changed = values;
    changed[p] = parameters[p].beside(values[p]);
    const double there = log_error(row, with(row.scenario, parameters, changed));
    result.slope(0, static_cast<Index>(p)) = (there - base) / (changed[p] - values[p]);
  }
  return result;
}

Linearised simulate(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                    const std::vector<double>& values, bool slopes, int workers) {
  const auto n = static_cast<Index>(rows.size()), m = static_cast<Index>(parameters.size());
  Linearised result{values, VectorXd::Zero(n), MatrixXd::Zero(n, slopes ? m : 0)};
  std::uint64_t at = 0;
  const auto next = [&]() { return at < rows.size() ? std::optional(at++) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    const auto one = simulate(rows[i], parameters, values, slopes);
    nlohmann::json numbers = {one.residual(0)};
    for (Index p = 0; p < one.slope.cols(); ++p) numbers.push_back(one.slope(0, p));
    return numbers.dump();
  };
  const auto store = [&](const batch::Outcome& outcome) {
    if (outcome.ending != batch::Ending::done)
      throw std::runtime_error(fmt::format("{}: {}", rows[outcome.run].id, outcome.reason));
    const auto numbers = nlohmann::json::parse(outcome.output).get<std::vector<double>>();
    const auto row = static_cast<Index>(outcome.run);
    result.residual(row) = numbers[0];
    for (std::size_t p = 1; p < numbers.size(); ++p) result.slope(row, static_cast<Index>(p - 1)) = numbers[p];
    return true;
  };
  const auto stop =
      batch::run_batch(next, work, store, {.workers = workers, .limits = {.seconds = 600, .memory_byte = {}}});
  if (stop != batch::Stop::finished) throw std::runtime_error("stopped");
  return result;
}

Fit solve(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
          const Used& used, const Loss& loss) {
  const auto m = static_cast<Index>(parameters.size());
  const VectorXd from = vector_of(at.values);
  VectorXd prior(m), precision(m);
  for (Index p = 0; p < m; ++p) {
    const auto& parameter = parameters[static_cast<std::size_t>(p)];
    prior(p) = parameter.start;
    precision(p) = 1 / (parameter.sigma * parameter.sigma);
  }
  VectorXd x = from;
  MatrixXd normal;
  for (int round = 0; round < 500; ++round) {  // the weights of a robust loss follow the residuals
    const VectorXd weight = weights(rows, at.residual + at.slope * (x - from), used, loss);
    normal = at.slope.transpose() * weight.asDiagonal() * at.slope;
    normal += precision.asDiagonal();
    const VectorXd right =
        at.slope.transpose() * weight.cwiseProduct(at.slope * from - at.residual) + precision.cwiseProduct(prior);
    const VectorXd before = std::exchange(x, least_within(normal, right, parameters, x));
    if ((x - before).cwiseAbs2().dot(precision) < 1e-18) break;
  }
  const MatrixXd covariance = normal.inverse();
  Fit fit;
  for (Index p = 0; p < m; ++p) {
    fit.values.push_back(x(p));
    fit.sigma.push_back(std::sqrt(covariance(p, p)));
  }
  return fit;
}

double cost(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
            const Used& used, const Loss& loss) {
  double sum = 0;
  for (std::size_t p = 0; p < parameters.size(); ++p)
    sum += std::pow((at.values[p] - parameters[p].start) / parameters[p].sigma, 2) / 2;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!used(rows[i])) continue;
    const double square = std::pow(at.residual(static_cast<Index>(i)) / (loss.noise * rows[i].width), 2);
    sum += rows[i].weight * (loss.robust ? std::log1p(square) : square) / 2;
  }
  return sum;
}

void carry_slopes(const Linearised& from, const std::vector<Parameter>& parameters, Linearised& to) {
  const VectorXd step = vector_of(to.values) - vector_of(from.values);
  VectorXd scaled = step;  // times the square of the width: parameters have units of their own
  for (Index p = 0; p < step.size(); ++p) scaled(p) /= std::pow(parameters[static_cast<std::size_t>(p)].sigma, 2);
  to.slope = from.slope;
  for (Index i = 0; i < to.slope.rows(); ++i) {
    VectorXd direction = VectorXd::Zero(step.size());  // a row knows only the parameters that concern it
    for (Index p = 0; p < step.size(); ++p)
      if (from.slope(i, p) != 0) direction(p) = scaled(p);
    const double length = direction.dot(step);
    if (length < 1e-4) continue;
    const double missed = to.residual(i) - from.residual(i) - from.slope.row(i).dot(step);
    to.slope.row(i) += missed / length * direction.transpose();
  }
}

double largest_move(const std::vector<double>& before, const Fit& fit) {
  double most = 0;
  for (std::size_t p = 0; p < before.size(); ++p)
    most = std::max(most, std::abs(fit.values[p] - before[p]) / fit.sigma[p]);
  return most;
}

}  // namespace gigaplan::calibration
