#include "leave_out.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "batch/pool.hpp"
#include "calibration/own.hpp"

namespace gigaplan::calibration {
namespace {

using Eigen::Index;
using Json = nlohmann::ordered_json;
using Key = std::function<std::string(const Row&)>;

constexpr Loss one_row_loss = {.noise = 0.01, .robust = false};
constexpr double wider = 2;  ///< widths of a series' own fit ÷ standard errors of the fit without it

std::string architecture(const Row& row) {
  return architecture_of(row.scenario.cluster.node.chip.id);
}

/// Rows that are used and whose predictions move by more than a percent are simulated; of the others the slopes are
/// trusted.
Linearised follow(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Linearised& at,
                  const std::vector<double>& values, const Used& used, int workers) {
  const Eigen::Map<const Eigen::VectorXd> from(at.values.data(), at.slope.cols()), to(values.data(), at.slope.cols());
  const Eigen::VectorXd change = at.slope * (to - from);
  Linearised there{values, at.residual + change, {}};
  std::vector<Row> far;
  std::vector<Index> places;
  for (Index i = 0; i < change.size(); ++i) {
    if (std::abs(change(i)) < 0.01 || !used(rows[static_cast<std::size_t>(i)])) continue;
    far.push_back(rows[static_cast<std::size_t>(i)]);
    places.push_back(i);
  }
  const auto simulated = simulate(far, parameters, values, false, workers);
  for (std::size_t i = 0; i < far.size(); ++i) there.residual(places[i]) = simulated.residual(static_cast<Index>(i));
  return there;
}

/// The fit without rows of which `key` says `value`: from the whole fit, which is near.
Fit fit_without(const std::string& value, const Key& key, const std::vector<Row>& rows,
                const std::vector<Parameter>& parameters, const Converged& whole, const Loss& loss, int workers) {
  const Used used = [&](const Row& r) { return key(r) != value; };
  const auto evaluate = [&](const Linearised& at, const std::vector<double>& values) {
    return follow(rows, parameters, at, values, used, workers);
  };
  fmt::print(stderr, "without {}\n", value);
  return descend(whole.at, rows, parameters, used, loss, evaluate, 5).fit;
}

std::map<std::string, Fit> fits_without(const Key& key, const std::vector<Row>& rows,
                                        const std::vector<Parameter>& parameters, const Converged& whole,
                                        const Loss& loss, int workers) {
  std::map<std::string, Fit> fits;
  for (const auto& row : rows)
    if (const auto value = key(row); !value.empty()) fits[value] = {};
  for (auto& [value, fit] : fits) fit = fit_without(value, key, rows, parameters, whole, loss, workers);
  return fits;
}

/// From the values of a fit that did not see its series, what one row of it says.
std::vector<double> with_row(Row row, std::vector<Parameter> parameters, const Fit& without) {
  row.weight = 1;
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    parameters[p].start = without.values[p];
    parameters[p].sigma = std::min(parameters[p].sigma, wider * without.sigma[p]);
    if (parameters[p].field == "kernel_time") parameters[p].sigma = own_level_sigma;  // as fit_to_own does
  }
  auto values = without.values;
  for (int step = 0; step < 5; ++step) {
    auto at = simulate(row, parameters, values, true, &Parameter::concerns);
    const auto fit = solve(
        {row}, parameters, at, [](const Row&) { return true; }, one_row_loss);
    values = fit.values;
    if (largest_move(at.values, fit) < 0.05) break;
  }
  return values;
}

std::string owner_of(const Row& row) {
  return owner(row.series, row.stack, row.scenario.cluster.node.chip.id);
}

/// By owner with at least two rows: its first row, by id.
std::map<std::string, const Row*> first_rows(const std::vector<Row>& rows) {
  std::map<std::string, std::set<std::string>> ids;
  for (const auto& row : rows) ids[owner_of(row)].insert(row.id);
  std::map<std::string, const Row*> firsts;
  for (const auto& row : rows)
    if (ids[owner_of(row)].size() > 1 && *ids[owner_of(row)].begin() == row.id) firsts[owner_of(row)] = &row;
  return firsts;
}

Json rounded(const std::vector<double>& values) {
  Json list = Json::array();
  for (const double v : values) list.push_back(std::stod(fmt::format("{:.5g}", v)));
  return list;
}

Json with_one_row(const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                  const std::map<std::string, Fit>& without_series, int workers) {
  std::vector<std::pair<std::string, const Row*>> wanted;
  for (const auto& [name, row] : first_rows(rows)) wanted.emplace_back(name, row);
  std::vector<Json> values(wanted.size());
  std::size_t at = 0;
  const auto next = [&]() { return at < wanted.size() ? std::optional<std::uint64_t>(at++) : std::nullopt; };
  const auto work = [&](std::uint64_t i, const batch::Claim&) {
    return rounded(with_row(*wanted[i].second, parameters, without_series.at(wanted[i].second->series))).dump();
  };
  const auto store = [&](const batch::Outcome& outcome) {
    if (outcome.ending != batch::Ending::done)
      throw std::runtime_error(fmt::format("{}: {}", wanted[outcome.run].second->id, outcome.reason));
    values[outcome.run] = Json::parse(outcome.output);
    return true;
  };
  if (batch::run_batch(next, work, store, {.workers = workers}) != batch::Stop::finished)
    throw std::runtime_error("stopped");
  Json result = Json::object();
  for (std::size_t i = 0; i < wanted.size(); ++i)
    result[wanted[i].first] = {{"row", wanted[i].second->id}, {"values", values[i]}};
  return result;
}

Json values_of(const std::map<std::string, Fit>& fits) {
  Json values = Json::object();
  for (const auto& [key, fit] : fits) values[key] = rounded(fit.values);
  return values;
}

/// One line a parameter and a set, so that a change can be read.
std::string written(const Json& document) {
  std::string text = "{\n \"format\": \"gigaplan-left-out/1\",\n \"parameters\": [";
  const auto line = [&](const std::string& what, bool first) { text += (first ? "\n  " : ",\n  ") + what; };
  for (std::size_t i = 0; i < document["parameters"].size(); ++i) line(document["parameters"][i].dump(), i == 0);
  text += "\n ]";
  for (const auto& [name, sets] : document.items()) {
    if (!sets.is_object()) continue;
    text += fmt::format(",\n \"{}\": {{", name);
    bool first = true;
    for (const auto& [key, values] : sets.items())
      line(Json(key).dump() + ": " + values.dump(), std::exchange(first, false));
    text += "\n }";
  }
  return text + "\n}\n";
}

}  // namespace

void write_left_out(const std::filesystem::path& file, const std::vector<Row>& rows,
                    const std::vector<Parameter>& parameters, const Converged& whole, const Loss& loss, int workers) {
  const auto fits = [&](const Key& key) { return fits_without(key, rows, parameters, whole, loss, workers); };
  const auto by_series = fits([](const Row& r) { return r.series; });
  Json document;
  for (const auto& p : parameters)
    document["parameters"].push_back({{"kind", p.kind}, {"ids", p.ids}, {"field", p.field}, {"factor", p.factor}});
  document["without_series"] = values_of(by_series);
  document["without_stack"] = values_of(fits([](const Row& r) { return r.stack; }));
  document["without_architecture"] = values_of(fits(architecture));
  document["with_one_row"] = with_one_row(rows, parameters, by_series, workers);
  std::ofstream out(file);
  out << written(document);
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace gigaplan::calibration
