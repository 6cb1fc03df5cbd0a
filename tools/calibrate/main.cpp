// Fits the catalogue's efficiencies and stacks to published step times, and says how well that holds for what the fit
// did not see. docs/calibration.md has the method.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "accuracy/predict.hpp"
#include "accuracy/statistics.hpp"
#include "batch/pool.hpp"
#include "calibration/fit.hpp"

namespace {

using namespace gigaplan;
using namespace gigaplan::calibration;

struct Arguments {
  std::string cases = "tests/validation/cases", catalogue = "scenarios/catalogue", out;
  std::string families = "dense";
  bool all_series = false, leave_out = false;
  int rounds = 3, workers = batch::processors();
  double noise = 0.05;
};

/// Step cases with a stated layout, of the wanted families.
std::vector<Row> read_rows(const Arguments& a) {
  auto set = accuracy::read_cases(a.cases);
  for (const auto& issue : set.issues) fmt::print(stderr, "{}\n", to_string(issue));
  if (has_errors(set.issues)) throw std::runtime_error("the cases cannot be read");
  std::vector<Row> rows;
  for (auto& c : set.cases) {
    if (!c.left_out.empty() || c.kind != "step" || !c.layout_stated || !(a.all_series || c.calibrates)) continue;
    const bool dense = c.family.ends_with("dense");
    if (!(a.families == "all" || (a.families == "dense" ? dense : c.family == a.families))) continue;
    Row row{c.id, c.series, c.stack, c.family, accuracy::scenario_of(c, set.base, {a.catalogue}), std::get<accuracy::StepTruth>(*c.truth).time_s, 1};
    if (row.scenario.training.stack.id.empty()) row.scenario.training.stack.id = c.stack;  // one that extends an entry
    rows.push_back(std::move(row));
  }
  std::map<std::string, int> sizes;
  for (const auto& row : rows) ++sizes[row.series];
  for (auto& row : rows) row.weight = std::min(1.0, 6.0 / sizes[row.series]);
  return rows;
}

using Errors = std::vector<double>;  ///< of each row

void report(const char* title, const std::vector<Row>& rows, const Errors& errors) {
  std::map<std::string, std::vector<double>> by;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const auto& name : {std::string("all"), rows[i].family, "  " + rows[i].stack}) by[name].push_back(errors[i]);
  }
  fmt::print("\n{}\n", title);
  for (const auto& [name, list] : by) {
    const auto s = accuracy::summarise(list);
    fmt::print("  {:<26} n {:>3}  mean {:>5.1f}  median {:>5.1f}  p90 {:>5.1f}  worst {:>5.1f}  bias {:>+5.1f}\n", name, s.count,
               100 * s.mean, 100 * s.median, 100 * s.p90, 100 * s.worst, 100 * s.bias);
  }
}

Errors errors_of(const Linearised& at) {
  Errors errors;
  for (const double r : at.residual) errors.push_back(std::exp(r) - 1);
  return errors;
}

/// Each row predicted by a fit that saw nothing with its key: one more Gauss-Newton step from the whole fit, which is
/// near, and then simulated.
Errors left_out(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at, const Arguments& a,
                const std::function<std::string(const Row&)>& key, nlohmann::json& values_by_key) {
  std::set<std::string> keys;
  for (const auto& row : rows) keys.insert(key(row));
  Errors errors(rows.size());
  for (const auto& k : keys) {
    const auto fit = solve(rows, parameters, at, [&](const Row& r) { return key(r) != k; }, a.noise);
    values_by_key[k] = fit.values;
    std::vector<Row> held;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (key(rows[i]) != k) continue;
      held.push_back(rows[i]);
      places.push_back(i);
    }
    const auto there = simulate(held, parameters, fit.values, false, a.workers);
    for (std::size_t i = 0; i < held.size(); ++i) errors[places[i]] = std::exp(there.residual(static_cast<Eigen::Index>(i))) - 1;
  }
  return errors;
}

int run(const Arguments& a) {
  const auto rows = read_rows(a);
  std::vector<Scenario> scenarios;
  for (const auto& row : rows) scenarios.push_back(row.scenario);
  const auto parameters = parameters_for(scenarios);
  std::vector<double> values;
  for (const auto& p : parameters) values.push_back(p.start);
  Linearised at;
  Fit fit;
  for (int round = 0; round < a.rounds; ++round) {
    at = simulate(rows, parameters, values, true, a.workers);
    if (round == 0) report("before", rows, errors_of(at));
    fit = solve(rows, parameters, at, [](const Row&) { return true; }, a.noise);
    values = fit.values;
  }
  at = simulate(rows, parameters, values, a.leave_out, a.workers);
  const auto errors = errors_of(at);
  report("fitted: rows used", rows, errors);
  nlohmann::ordered_json result;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const auto& q = parameters[p];
    fmt::print("{:<40} {:>7.3f} -> {:>7.3f} ± {:.3f}\n", q.name(), q.start, fit.values[p], fit.sigma[p]);
    result["parameters"].push_back({{"kind", q.kind}, {"ids", q.ids}, {"field", q.field}, {"factor", q.factor}, {"start", q.start},
                                    {"prior_sigma", q.sigma}, {"value", fit.values[p]}, {"sigma", fit.sigma[p]}});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) result["rows"][rows[i].id] = errors[i];
  if (a.leave_out) {
    nlohmann::json by_series, by_stack;
    const auto series = left_out(rows, parameters, at, a, [](const Row& r) { return r.series; }, by_series);
    report("leave one series out", rows, series);
    const auto stack = left_out(rows, parameters, at, a, [](const Row& r) { return r.stack; }, by_stack);
    report("leave one stack out", rows, stack);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      result["leave_one_series_out"][rows[i].id] = series[i];
      result["leave_one_stack_out"][rows[i].id] = stack[i];
    }
    result["values_without_series"] = by_series;
  }
  if (!a.out.empty()) std::ofstream(a.out) << result.dump(1) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments a;
  CLI::App app("Fits the catalogue to published step times");
  app.add_option("--cases", a.cases, "Folder of validation cases");
  app.add_option("--catalogue", a.catalogue, "Folder of the catalogue");
  app.add_option("--families", a.families, "dense, all, or one family");
  app.add_option("--rounds", a.rounds, "Gauss-Newton steps");
  app.add_option("--noise", a.noise, "Width of the robust loss, relative");
  app.add_option("-j,--jobs", a.workers, "Processes");
  app.add_option("--out", a.out, "JSON file for the result");
  app.add_flag("--all-series", a.all_series, "Fit to test rows too, for leave-one-out figures (what a user's catalogue rests on is calibration rows only)");
  app.add_flag("--leave-out", a.leave_out, "Also leave out each series and each stack in turn");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(a);
  } catch (const std::exception& e) {
    fmt::print(stderr, "error: {}\n", e.what());
    return 1;
  }
}
