// How does it stand on a page what moves compared scenarios, and what makes the difference between them?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/readable.hpp"
#include "cli/compare_sections.hpp"
#include "cli/input_names.hpp"
#include "report/sections.hpp"

namespace gigaplan::cli {
namespace {

using report::Chart;
using report::Paragraph;
using report::Section;
using report::Series;
using report::StackedBars;
using report::Table;

constexpr const char* step_time = "/step/time_s";

Table influences_table(const ComparedParts& parts, std::size_t scenario) {
  Table table{.id = "influence-figures",
              .title = fmt::format("What moves {}, figure by figure", parts.label(scenario)),
              .text =
                  "One figure at a time at either end of its range, all others as stated. Those that move nothing "
                  "are left out. " +
                  in_unit(parts.scale),
              .columns = {{"Figure"},
                          {"Low", "", true},
                          {"High", "", true},
                          {"Unit"},
                          {"Result at low", "", true},
                          {"Result at high", "", true},
                          {"Source"}},
              .sortable = true,
              .filterable = true};
  for (const auto& i : parts.comparison.scenarios[scenario].influences) {
    if (i.swing() == 0) continue;
    const double low = *i.at_low * parts.scale.factor, high = *i.at_high * parts.scale.factor;
    table.rows.push_back({{{i.pointer},
                           {plain(i.spread.low), i.spread.low},
                           {plain(i.spread.high), i.spread.high},
                           {i.pointer == step_time ? "× as predicted" : report::unit_of(i.pointer)},
                           {figures(low), low},
                           {figures(high), high},
                           {i.source}}});
  }
  return table;
}

Chart tornado_of(const ComparedParts& parts, std::size_t scenario, std::size_t place) {
  const auto& c = parts.comparison.scenarios[scenario];
  report::Tornado tornado{.base = c.central[parts.asked.options.by].value_or(0) * parts.scale.factor, .items = {}};
  for (const auto& i : c.influences) {
    if (i.swing() == 0 || tornado.items.size() == most_influences) break;  // largest swing first
    const auto same = std::ranges::count_if(c.influences, [&](const auto& other) {
      return other.swing() > 0 && input_name(other.pointer) == input_name(i.pointer);
    });
    const auto name =
        input_name(i.pointer, same > 1 ? 2 : 1) + ": " + input_range(i.pointer, i.spread.low, i.spread.high);
    tornado.items.push_back({name, 0, *i.at_low * parts.scale.factor, *i.at_high * parts.scale.factor});
  }
  return {fmt::format("influence-{}", place), parts.label(scenario), parts.scale.unit,
          fmt::format("{} with one figure at either end of its range, all others as stated.", figure_name(parts.by())),
          std::move(tornado)};
}

/// Which differences, or parts of them, cannot be told.
std::vector<Paragraph> misfits(const ComparedParts& parts) {
  std::vector<Paragraph> all;
  for (const auto& d : parts.comparison.differences) {
    if (!d.total) {
      all.push_back({fmt::format("{} and {} cannot be told apart as stated: one of them has no {}.", parts.label(d.of),
                                 parts.label(d.to), figure_name(parts.by()))});
      continue;
    }
    std::vector<std::string> names;
    for (const auto& part : d.parts) {
      if (!part.fits) names.push_back(part.name);
      if (part.fits && !part.change) {
        all.push_back({fmt::format("{} with {} of {} alone has no {}; what it changes is in \"together\".",
                                   parts.label(d.of), part.name, parts.label(d.to), figure_name(parts.by()))});
      }
    }
    if (!names.empty()) {
      all.push_back(
          {fmt::format("{} with {} of {} alone is no scenario that can be simulated; what these change is in "
                       "\"together\".",
                       parts.label(d.of), fmt::join(names, ", "), parts.label(d.to))});
    }
  }
  return all;
}

/// All parts of all differences, those that change most first; "together" last.
std::vector<Series> difference_series(const ComparedParts& parts) {
  const auto& differences = parts.comparison.differences;
  std::map<std::string, std::vector<double>> changes;
  std::vector<double> together;
  for (std::size_t d = 0; d < differences.size(); ++d) {
    for (const auto& part : differences[d].parts) {
      auto& values = changes[part.name];
      values.resize(differences.size());
      values[d] = part.change.value_or(0) * parts.scale.factor;
    }
    together.push_back(differences[d].together * parts.scale.factor);
  }
  std::vector<Series> series;
  series.reserve(changes.size() + 1);
  for (auto& [name, values] : changes) series.push_back({name, std::move(values)});
  const auto size = [](const Series& s) {
    double sum = 0;
    for (const double value : s.values) sum += std::abs(value);
    return sum;
  };
  std::ranges::stable_sort(series, std::greater<>(), size);
  series.push_back({"together", std::move(together)});
  std::erase_if(series, [&](const Series& s) { return size(s) == 0; });
  return series;
}

/// No more than there are colours: the smallest of the parts are put to "together".
std::vector<Series> few(std::vector<Series> series) {
  constexpr std::size_t most = 8;
  if (series.size() <= most) return series;
  Series rest = std::move(series.back());
  for (std::size_t i = most - 1; i + 1 < series.size(); ++i)
    for (std::size_t d = 0; d < rest.values.size(); ++d) rest.values[d] += series[i].values[d];
  rest.name = "smaller parts, and together";
  series.resize(most - 1);
  series.push_back(std::move(rest));
  return series;
}

Table differences_table(const ComparedParts& parts, const std::vector<Series>& series) {
  Table table{
      .id = "difference-figures",
      .title = "The differences in figures",
      .text = in_unit(parts.scale) + " Together: what parts change only together, and what cannot be exchanged alone.",
      .columns = {{"As"}, {"Difference", "", true}}};
  for (const auto& one : series) table.columns.push_back({one.name, "", true});
  for (std::size_t d = 0; d < parts.comparison.differences.size(); ++d) {
    const auto& difference = parts.comparison.differences[d];
    const auto total = difference.total ? std::optional(*difference.total * parts.scale.factor) : std::nullopt;
    table.rows.push_back({{{parts.label(difference.to)}, {total ? figures(*total) : "–", total}}});
    for (const auto& one : series) table.rows.back().cells.push_back({figures(one.values[d]), one.values[d]});
  }
  return table;
}

std::string range_of(const futures::Interval& interval) {
  return fmt::format("{:.1f} to {:.1f}", 100 * interval.low, 100 * interval.high);
}

}  // namespace

Section influences_section(const ComparedParts& parts) {
  Section section{"influences", "What moves each", {}};
  const auto& order = parts.comparison.order;
  if (order.size() > most_tornados) {
    section.blocks.emplace_back(
        Paragraph{fmt::format("The best {} of {}; compare.json has all.", most_tornados, order.size())});
  }
  for (std::size_t place = 0; place < std::min(order.size(), most_tornados); ++place)
    section.blocks.emplace_back(tornado_of(parts, order[place], place));
  section.blocks.emplace_back(influences_table(parts, order.front()));
  return section;
}

std::optional<Section> differences_section(const ComparedParts& parts) {
  const auto& differences = parts.comparison.differences;
  if (differences.empty()) return std::nullopt;
  Section section{"differences", "What makes the difference", {}};
  const auto series = difference_series(parts);
  StackedBars bars;
  for (const auto& d : differences) bars.categories.push_back(parts.label(d.to));
  bars.series = few(series);
  const auto& best = parts.label(differences.front().of);
  section.blocks.emplace_back(
      Chart{"difference", fmt::format("{}, if a part of it were as in another scenario", best), parts.scale.unit,
            fmt::format("How {} of {} changes, as stated, if it takes over one part of the other: each bar adds up to "
                        "the difference between the two.",
                        figure_name(parts.by()), best),
            std::move(bars)});
  for (auto& paragraph : misfits(parts)) section.blocks.emplace_back(std::move(paragraph));
  section.blocks.emplace_back(differences_table(parts, series));
  return section;
}

std::optional<Section> break_even_section(const ComparedParts& parts) {
  if (parts.comparison.break_evens.empty()) return std::nullopt;
  Table table{.id = "break-even-figures",
              .title = "At which value is one as good as another?",
              .text =
                  "As stated, with this figure of one scenario alone changed. Where there is no value, one is "
                  "better over the whole range that was searched.",
              .columns = {{"Figure"},
                          {"Of"},
                          {"As good as"},
                          {"Now", "", true},
                          {"Break-even", "", true},
                          {"Searched from", "", true},
                          {"to", "", true},
                          {"Unit"}},
              .sortable = true};
  for (const auto& b : parts.comparison.break_evens) {
    table.rows.push_back({{{b.pointer},
                           {parts.label(b.of)},
                           {parts.label(b.rival)},
                           {figures(b.now), b.now},
                           b.value ? report::Cell{figures(*b.value), b.value} : report::Cell{"none", std::nullopt},
                           {figures(b.least), b.least},
                           {figures(b.most), b.most},
                           {report::unit_of(b.pointer)}}});
  }
  return Section{"break-even", "Break-even", {std::move(table)}};
}

std::optional<Section> variance_section(const ComparedParts& parts) {
  const auto& order = parts.comparison.order;
  report::Ranking ranking;
  const auto tenths = [](double share) { return std::round(1000 * share) / 10; };
  for (const auto& g : parts.comparison.scenarios[order.front()].groups) {
    ranking.items.push_back(
        {g.group, tenths(g.indices.total), tenths(g.indices.total_90.low), tenths(g.indices.total_90.high)});
  }
  if (ranking.items.empty()) return std::nullopt;
  Section section{"variance", "Shares of the variance", {}};
  section.blocks.emplace_back(
      Chart{"variance-chart", "What the spread of " + parts.label(order.front()) + " comes from", "% of the variance",
            "Each topic with all that it acts upon (total Sobol indices): so much would stay if "
            "all others were known. They add up to more than 100 % where topics act together.",
            std::move(ranking)});
  Table table{.id = "variance-figures",
              .title = "Sobol indices",
              .text =
                  "Alone: so much of the variance goes if the topic is known. From few futures they are rough, and "
                  "can be below 0. Intervals are bootstrapped over the rows; left out are rows in which the figure is "
                  "missing.",
              .columns = {{"Scenario"},
                          {"Topic"},
                          {"Alone", "%", true},
                          {"Alone, 90 %"},
                          {"With all it acts upon", "%", true},
                          {"With all, 90 %"},
                          {"Rows", "", true},
                          {"Left out", "", true}},
              .sortable = true,
              .filterable = order.size() > 2};
  for (const std::size_t s : order) {
    for (const auto& g : parts.comparison.scenarios[s].groups) {
      table.rows.push_back({{{parts.label(s)},
                             {g.group},
                             {fmt::format("{:.1f}", 100 * g.indices.first), g.indices.first},
                             {range_of(g.indices.first_90)},
                             {fmt::format("{:.1f}", 100 * g.indices.total), g.indices.total},
                             {range_of(g.indices.total_90)},
                             {fmt::format("{}", g.indices.rows), static_cast<double>(g.indices.rows)},
                             {fmt::format("{}", g.indices.left_out), static_cast<double>(g.indices.left_out)}}});
    }
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace gigaplan::cli
