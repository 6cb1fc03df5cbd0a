#include "futures/outputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "io/text.hpp"

namespace gigaplan::futures {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson optional(const std::optional<double>& value) {
  return value ? OrderedJson(*value) : OrderedJson();
}

OrderedJson interval_of(const Interval& interval) {
  return OrderedJson::array({interval.low, interval.high});
}

OrderedJson summary_of(const std::optional<double>& central, const std::optional<Summary>& summary) {
  OrderedJson all = {{"central", optional(central)}};
  if (summary) {
    all.update({{"mean", summary->mean},
                {"mean_error", summary->mean_error},
                {"p5", summary->low},
                {"p50", summary->median},
                {"p50_90", interval_of(summary->median_90)},
                {"p95", summary->high},
                {"futures", summary->count}});
  }
  return all;
}

OrderedJson influences_of(const std::vector<Influence>& influences) {
  OrderedJson list = OrderedJson::array();
  for (const auto& i : influences) {
    list.push_back({{"pointer", i.pointer},
                    {"low", i.spread.low},
                    {"central", i.spread.central},
                    {"high", i.spread.high},
                    {"at_low", optional(i.at_low)},
                    {"at_high", optional(i.at_high)},
                    {"source", i.source}});
  }
  return list;
}

OrderedJson pointers(const std::vector<Uncertain>& figures) {
  OrderedJson list = OrderedJson::array();
  for (const auto& figure : figures) list.push_back(figure.pointer);
  return list;
}

OrderedJson scenario_of(const Subject& subject, const Compared& c, const Asked& asked) {
  OrderedJson figures = OrderedJson::object();
  for (std::size_t f = 0; f < asked.figures.size(); ++f)
    figures[asked.figures[f].pointer] = summary_of(c.central[f], c.summaries[f]);
  OrderedJson groups = OrderedJson::array();
  for (const auto& g : c.groups) {
    groups.push_back({{"group", g.group},
                      {"first", g.indices.first},
                      {"first_90", interval_of(g.indices.first_90)},
                      {"total", g.indices.total},
                      {"total_90", interval_of(g.indices.total_90)},
                      {"rows", g.indices.rows},
                      {"rows_left_out", g.indices.left_out}});
  }
  const auto& uncertainty = subject.uncertainty();
  OrderedJson all = {{"label", subject.label()},
                     {"file", subject.file().filename().string()},
                     {"sha256", subject.loaded().sha256},
                     {"site", subject.scenario().site.name},
                     {"country", subject.scenario().site.country},
                     {"chips", subject.scenario().cluster.chips()},
                     {"probability_best", c.rank.best},
                     {"probability_best_90", interval_of(c.rank.best_90)},
                     {"mean_rank", c.rank.mean_rank},
                     {"mean_regret", c.rank.regret},
                     {"mean_regret_90", interval_of(c.rank.regret_90)},
                     {"ranked_futures", c.rank.counted},
                     {"failed_futures", c.failed}};
  if (c.failed > 0) all["why_failed"] = c.why_failed;
  all["figures"] = std::move(figures);
  all["influences"] = influences_of(c.influences);
  all["variance"] = std::move(groups);
  all["uncertain"] = {{"drawn", pointers(uncertainty.drawn)},
                      {"in_step_interval", pointers(uncertainty.in_step)},
                      {"choices", pointers(uncertainty.choices)}};
  return all;
}

OrderedJson differences_of(const std::vector<Subject>& subjects, const Comparison& comparison) {
  OrderedJson list = OrderedJson::array();
  for (const auto& d : comparison.differences) {
    OrderedJson parts = OrderedJson::array();
    for (const auto& part : d.parts) parts.push_back({{"part", part.name}, {"change", optional(part.change)}});
    list.push_back({{"of", subjects[d.of].label()},
                    {"to", subjects[d.to].label()},
                    {"total", optional(d.total)},
                    {"parts", std::move(parts)},
                    {"together", d.together}});
  }
  return list;
}

OrderedJson break_evens_of(const std::vector<Subject>& subjects, const Comparison& comparison) {
  OrderedJson list = OrderedJson::array();
  for (const auto& b : comparison.break_evens) {
    list.push_back({{"pointer", b.pointer},
                    {"of", subjects[b.of].label()},
                    {"rival", subjects[b.rival].label()},
                    {"now", b.now},
                    {"break_even", optional(b.value)},
                    {"searched_from", b.least},
                    {"searched_to", b.most}});
  }
  return list;
}

/// What is drawn in any of them, in the order in which it is met.
std::vector<sweep::Figure> drawn_columns(const std::vector<Subject>& subjects) {
  std::vector<sweep::Figure> columns;
  for (const auto& subject : subjects) {
    for (std::size_t i = 0; i < subject.dimensions(); ++i) {
      const auto pointer = subject.dimension(i);
      if (std::ranges::find(columns, pointer, &sweep::Figure::pointer) != columns.end()) continue;
      const bool figure = i < subject.uncertainty().drawn.size();
      const std::string name = figure ? sweep::column_of(pointer) : "step_time_factor";
      std::string unique = name;
      for (int n = 2; std::ranges::find(columns, unique, &sweep::Figure::name) != columns.end(); ++n)
        unique = fmt::format("{}_{}", name, n);
      columns.push_back({pointer, unique});
    }
  }
  return columns;
}

}  // namespace

std::string comparison_json(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  OrderedJson order = OrderedJson::array(), scenarios = OrderedJson::array();
  for (const std::size_t s : comparison.order) order.push_back(subjects[s].label());
  for (std::size_t s = 0; s < subjects.size(); ++s)
    scenarios.push_back(scenario_of(subjects[s], comparison.scenarios[s], asked));
  OrderedJson columns = OrderedJson::object();
  for (const auto& column : drawn_columns(subjects)) columns[column.name] = column.pointer;
  const OrderedJson all = {{"format", "gigaplan-comparison/1"},
                           {"version", asked.version},
                           {"by", asked.figures[asked.options.by].pointer},
                           {"lower_is_better", asked.options.lower_is_better},
                           {"futures", asked.options.futures},
                           {"seed", asked.options.seed},
                           {"every_nth_hour", asked.every},
                           {"runs", comparison.runs},
                           {"draws", std::move(columns)},
                           {"order", std::move(order)},
                           {"scenarios", std::move(scenarios)},
                           {"differences", differences_of(subjects, comparison)},
                           {"break_even", break_evens_of(subjects, comparison)}};
  return all.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string futures_csv(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  std::string text = "scenario,future";
  for (const auto& figure : asked.figures) text += "," + io::csv_cell(figure.name);
  text += "\n";
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const auto& values = comparison.scenarios[s].values;
    for (std::size_t k = 0; k < asked.options.futures; ++k) {
      text += fmt::format("{},{}", io::csv_cell(subjects[s].label()), k);
      for (const auto& figure : values) text += figure[k] ? fmt::format(",{}", *figure[k]) : ",";
      text += "\n";
    }
  }
  return text;
}

std::string draws_csv(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  const auto columns = drawn_columns(subjects);
  std::string text = "scenario,future";
  for (const auto& column : columns) text += "," + io::csv_cell(column.name);
  text += "\n";
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    const auto& drawn = comparison.scenarios[s].drawn;
    std::vector<const std::vector<double>*> places(columns.size());
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      const auto column = std::ranges::find(columns, subjects[s].dimension(i), &sweep::Figure::pointer);
      places[static_cast<std::size_t>(column - columns.begin())] = &drawn[i];
    }
    for (std::size_t k = 0; k < asked.options.futures; ++k) {
      text += fmt::format("{},{}", io::csv_cell(subjects[s].label()), k);
      for (const auto* values : places) text += values != nullptr ? fmt::format(",{}", (*values)[k]) : ",";
      text += "\n";
    }
  }
  return text;
}

}  // namespace gigaplan::futures
