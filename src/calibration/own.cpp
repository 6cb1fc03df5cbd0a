#include "calibration/own.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "calibration/fit.hpp"
#include "sim/training_step.hpp"

namespace gigaplan::calibration {
namespace {

using Eigen::Index;

constexpr double measurement_noise =
    0.01;                              ///< repeated runs differ by less, a cluster from day to day by about as much
constexpr double wider = 2;            ///< than the catalogue's standard errors: one site is not the mean of all
constexpr double quantile_95 = 1.645;  ///< of the normal distribution, in standard deviations
constexpr double enough = 0.001;
constexpr int most_rounds = 6;

std::string pointer_of(const Parameter& p) {
  return (p.kind == "chip" ? "/cluster/node/chip/efficiency/" : "/training/stack/") + p.field;
}

/// Half of the 90 % range that the catalogue gives, relative to the figure if the parameter is a factor.
std::optional<double> standard_error(const Parameter& p, const std::vector<Assumption>& assumptions) {
  const auto row = std::ranges::find(assumptions, pointer_of(p), &Assumption::pointer);
  if (row == assumptions.end() || !row->low || !row->high || !(*row->high > *row->low)) return std::nullopt;
  const double sigma = (*row->high - *row->low) / (2 * quantile_95);
  return p.factor ? sigma / row->value : sigma;
}

/// Those of the steps, with priors as narrow as the catalogue is sure.
std::vector<Parameter> own_parameters(const Scenario& scenario, const std::vector<Assumption>& assumptions,
                                      const std::vector<Row>& rows) {
  std::vector<Scenario> scenarios;
  scenarios.reserve(rows.size() + 1);
  for (const auto& row : rows) scenarios.push_back(row.scenario);
  auto parameters = parameters_for(scenarios);
  for (auto& p : parameters) {
    if (p.concerns(scenario))
      if (const auto known = standard_error(p, assumptions)) p.sigma = std::min(p.sigma, wider * *known);
    if (p.field == "kernel_time") p.sigma = own_level_sigma;
    p.least = std::min(p.least, p.start);  // whatever the user wrote is where it starts
    p.most = std::max(p.most, p.start);
    if (!p.factor) continue;
    scenarios.push_back(scenario);
    for (const auto& s : scenarios)  // a share of a peak is no more than all of it
      if (p.concerns(s)) p.most = std::min(p.most, 1 / p.get(s));
    scenarios.pop_back();
  }
  return parameters;
}

/// One simulation: of a row, with a parameter moved if there is one.
struct Job {
  std::size_t row;
  std::optional<std::size_t> moved;
  double value;  ///< of the parameter
};

/// Simulates rows in processes side by side.
class Simulator {
 public:
  Simulator(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const OwnOptions& options)
      : rows_(rows), parameters_(parameters), options_(options) {}

  /// Logarithms of predicted ÷ measured. None if a signal stopped it.
  std::optional<std::vector<double>> run(const std::vector<Job>& jobs, const std::vector<double>& values) {
    std::vector<double> results(jobs.size());
    std::string failure, refusal;
    std::uint64_t at = 0;
    const auto next = [&]() { return at < jobs.size() ? std::optional(at++) : std::nullopt; };
    const auto work = [&](std::uint64_t i, const batch::Claim&) { return answer(jobs[i], values); };
    const auto store = [&](const batch::Outcome& outcome) {
      const std::string where = fmt::format("measurement {}: ", jobs[outcome.run].row + 1);
      const auto told = nlohmann::json::parse(outcome.ending == batch::Ending::done ? outcome.output : "0");
      if (outcome.ending != batch::Ending::done) failure = where + outcome.reason;
      if (told.is_string()) refusal = where + told.get<std::string>();
      if (told.is_number()) results[outcome.run] = told.get<double>();
      return failure.empty() && refusal.empty();
    };
    stop_ = batch::run_batch(
        next, work, store,
        {.workers = options_.workers, .limits = {.seconds = 60 * options_.minutes_limit + 60, .memory_byte = {}}});
    if (!refusal.empty()) throw sim::StepRefused(refusal);
    if (!failure.empty()) throw std::runtime_error(failure);
    return stop_ == batch::Stop::finished ? std::optional(results) : std::nullopt;
  }
  [[nodiscard]] batch::Stop stop() const { return stop_; }

 private:
  /// A number, or the text of a refusal.
  [[nodiscard]] std::string answer(const Job& job, std::vector<double> values) const {
    if (job.moved) values[*job.moved] = job.value;
    const Row& row = rows_[job.row];
    sim::StepOptions options;
    options.minutes_limit = options_.minutes_limit;
    options.approximate = options_.approximate;
    try {
      const auto step = sim::run_training_step(with(row.scenario, parameters_, values), options).step;
      return nlohmann::json(std::log(step.time.base() / row.published_s)).dump();
    } catch (const sim::StepRefused& e) {
      return nlohmann::json(e.what()).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
  }

  const std::vector<Row>& rows_;
  const std::vector<Parameter>& parameters_;
  const OwnOptions& options_;
  batch::Stop stop_ = batch::Stop::finished;
};

/// The rows as they are at some values.
std::optional<Eigen::VectorXd> residuals_at(Simulator& simulator, std::size_t rows, const std::vector<double>& values) {
  std::vector<Job> jobs;
  for (std::size_t row = 0; row < rows; ++row) jobs.push_back({row, {}, 0});
  const auto results = simulator.run(jobs, values);
  if (!results) return std::nullopt;
  return Eigen::Map<const Eigen::VectorXd>(results->data(), static_cast<Index>(rows));
}

/// What each parameter does to each row.
std::optional<Eigen::MatrixXd> slopes_at(Simulator& simulator, const std::vector<Row>& rows,
                                         const std::vector<Parameter>& parameters, const std::vector<double>& values,
                                         const Eigen::VectorXd& residual) {
  std::vector<Job> jobs;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    for (std::size_t p = 0; p < parameters.size(); ++p)
      if (parameters[p].concerns(rows[row].scenario)) jobs.push_back({row, p, parameters[p].beside(values[p])});
  }
  const auto results = simulator.run(jobs, values);
  if (!results) return std::nullopt;
  Eigen::MatrixXd slope = Eigen::MatrixXd::Zero(residual.size(), static_cast<Index>(parameters.size()));
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto row = static_cast<Index>(jobs[i].row);
    const std::size_t p = *jobs[i].moved;
    slope(row, static_cast<Index>(p)) = ((*results)[i] - residual(row)) / (jobs[i].value - values[p]);
  }
  return slope;
}

std::vector<double> times(const std::vector<Row>& rows, const Eigen::VectorXd& residual) {
  std::vector<double> seconds;
  seconds.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    seconds.push_back(rows[i].published_s * std::exp(residual(static_cast<Index>(i))));
  return seconds;
}

std::vector<Row> rows_of(const std::vector<OwnStep>& steps) {
  std::vector<Row> rows;
  for (const auto& step : steps) {
    rows.push_back({});
    rows.back().scenario = step.scenario;
    rows.back().published_s = step.measured_s;
  }
  return rows;
}

}  // namespace

OwnFit fit_to_own(const Scenario& scenario, const std::vector<Assumption>& assumptions,
                  const std::vector<OwnStep>& steps, const OwnOptions& options) {
  const auto rows = rows_of(steps);
  const auto parameters = own_parameters(scenario, assumptions, rows);
  OwnFit own;
  if (std::ranges::none_of(parameters, [&](const Parameter& p) { return p.concerns(scenario); })) return own;
  std::vector<double> values;
  values.reserve(parameters.size());
  for (const auto& p : parameters) values.push_back(p.start);
  Simulator simulator(rows, parameters, options);
  auto residual = residuals_at(simulator, rows.size(), values);
  if (residual) own.before_s = times(rows, *residual);
  Fit fit;
  for (double change = 1; residual && change > enough && own.rounds < most_rounds; ++own.rounds) {
    if (options.progress) options.progress(static_cast<double>(own.rounds) / most_rounds);
    const auto slope = slopes_at(simulator, rows, parameters, values, *residual);
    if (!slope) break;
    fit = solve(rows, parameters, {values, *residual, *slope}, [](const Row&) { return true; },
                {.noise = measurement_noise, .robust = false});
    values = fit.values;
    const auto there = residuals_at(simulator, rows.size(), values);
    if (there) change = (*there - *residual).cwiseAbs().maxCoeff();
    residual = there;
  }
  own.stop = simulator.stop();
  if (own.stop != batch::Stop::finished) return own;
  own.after_s = times(rows, *residual);
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const auto& q = parameters[p];
    if (!q.concerns(scenario)) continue;
    const auto figure = [&](double value) { return q.result(scenario, std::clamp(value, q.least, q.most)); };
    own.figures.push_back({pointer_of(q), q.get(scenario), figure(values[p]),
                           figure(values[p] - quantile_95 * fit.sigma[p]),
                           figure(values[p] + quantile_95 * fit.sigma[p])});
  }
  return own;
}

}  // namespace gigaplan::calibration
