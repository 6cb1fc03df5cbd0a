// Fits the catalogue's efficiencies and stacks to published step times, and says how well that holds for what the fit
// did not see. docs/calibration.md has the method.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "accuracy/predict.hpp"
#include "accuracy/statistics.hpp"
#include "batch/pool.hpp"
#include "calibration/fit.hpp"
#include "calibration/priors.hpp"
#include "leave_out.hpp"
#include "whole_fit.hpp"

namespace {

using namespace gigaplan;
using namespace gigaplan::calibration;

struct Arguments {
  std::string cases = "tests/validation/cases", catalogue = "scenarios/catalogue", out;
  std::string priors = "tools/calibrate/priors.json", sets = "tests/validation/left_out.json";
  std::string families = "dense";
  bool all_series = false, leave_out = false;
  int rounds = 2, workers = batch::processors();
  double noise = 0.05;
};

/// Steps of mixtures of experts are off by about three times as much as dense ones, whatever is fitted. A loss as narrow
/// as that of dense rows would follow the few that agree by chance, and land elsewhere after each small change.
constexpr double width_of_experts = 3;

/// Step cases with a stated layout, of the wanted families.
std::vector<Row> read_rows(const Arguments& a) {
  auto set = accuracy::read_cases(a.cases);
  for (const auto& issue : set.issues) fmt::print(stderr, "{}\n", to_string(issue));
  if (has_errors(set.issues)) throw std::runtime_error("the cases cannot be read");
  std::vector<Row> rows;
  for (auto& c : set.cases) {
    if (!c.left_out.empty() || c.kind != "step" || !c.layout_stated || !(a.all_series || a.leave_out || c.calibrates))
      continue;
    const bool dense = c.family.ends_with("dense");
    if (!(a.families == "all" || (a.families == "dense" ? dense : c.family == a.families))) continue;
    Row row{c.id,
            c.series,
            c.stack,
            c.family,
            accuracy::scenario_of(c, set.base, {a.catalogue}),
            std::get<accuracy::StepTruth>(*c.truth).time_s,
            1,
            c.family == "moe" ? width_of_experts : 1};
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
    fmt::print("  {:<26} n {:>3}  mean {:>5.1f}  median {:>5.1f}  p90 {:>5.1f}  worst {:>5.1f}  bias {:>+5.1f}\n", name,
               s.count, 100 * s.mean, 100 * s.median, 100 * s.p90, 100 * s.worst, 100 * s.bias);
  }
}

Errors errors_of(const Linearised& at) {
  Errors errors;
  for (const double r : at.residual) errors.push_back(std::exp(r) - 1);
  return errors;
}

std::vector<Parameter> read_parameters(const Arguments& a, const std::vector<Row>& rows) {
  std::vector<Scenario> scenarios;
  for (const auto& row : rows) scenarios.push_back(row.scenario);
  const auto set = read_priors(a.priors);
  for (const auto& issue : set.issues) fmt::print(stderr, "{}\n", to_string(issue));
  if (has_errors(set.issues)) throw std::runtime_error("the priors cannot be read");
  return parameters_for(scenarios, set.priors);
}

void write_result(const Arguments& a, const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                  const Fit& fit, const Errors& errors) {
  nlohmann::ordered_json result;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    const auto& q = parameters[p];
    result["parameters"].push_back({{"kind", q.kind},
                                    {"ids", q.ids},
                                    {"field", q.field},
                                    {"factor", q.factor},
                                    {"start", q.start},
                                    {"prior_sigma", q.sigma},
                                    {"why", q.why},
                                    {"value", fit.values[p]},
                                    {"sigma", fit.sigma[p]}});
  }
  for (std::size_t i = 0; i < rows.size(); ++i) result["rows"][rows[i].id] = errors[i];
  std::ofstream(a.out) << result.dump(1) << "\n";
}

int run(const Arguments& a) {
  const auto rows = read_rows(a);
  const auto parameters = read_parameters(a, rows);
  const Loss loss{.noise = a.noise};
  const auto whole = fit_whole(rows, parameters, loss, a.rounds, a.workers,
                               [&](const Linearised& at) { report("at the priors' means", rows, errors_of(at)); });
  const auto errors = errors_of(whole.at);
  report("fitted: rows used", rows, errors);
  for (std::size_t p = 0; p < parameters.size(); ++p)
    fmt::print("{:<40} {:>8.4g} -> {:>8.4g} ± {:.3g}\n", parameters[p].name(), parameters[p].start, whole.fit.values[p],
               whole.fit.sigma[p]);
  if (!a.out.empty()) write_result(a, rows, parameters, whole.fit, errors);
  if (a.leave_out) write_left_out(a.sets, rows, parameters, whole, loss, a.workers);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments a;
  CLI::App app("Fits the catalogue to published step times");
  app.add_option("--cases", a.cases, "Folder of validation cases");
  app.add_option("--catalogue", a.catalogue, "Folder of the catalogue");
  app.add_option("--families", a.families, "dense, all, or one family");
  app.add_option("--rounds", a.rounds, "Times that slopes are simulated");
  app.add_option("--noise", a.noise, "Width of the robust loss, relative");
  app.add_option("-j,--jobs", a.workers, "Processes");
  app.add_option("--priors", a.priors, "JSON file of what is known before any row is seen");
  app.add_option("--out", a.out, "JSON file for the result");
  app.add_flag("--all-series", a.all_series,
               "Fit to test rows too (what a user's catalogue rests on is calibration rows only)");
  app.add_flag("--leave-out", a.leave_out, "Fit to all rows; then without each series, stack and architecture in turn");
  app.add_option("--sets", a.sets, "JSON file for the values without them");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(a);
  } catch (const std::exception& e) {
    fmt::print(stderr, "error: {}\n", e.what());
    return 1;
  }
}
