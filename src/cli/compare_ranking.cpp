// How do the figures of compared scenarios stand on a page?
#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "cli/choice_parts.hpp"
#include "cli/compare_sections.hpp"

namespace gigaplan::cli {
namespace {

using report::Chart;
using report::Item;
using report::Ranking;
using report::Section;
using report::Table;

std::vector<double> all_values(const futures::Comparison& comparison, std::size_t figure) {
  std::vector<double> values;
  for (const auto& c : comparison.scenarios) {
    if (c.central[figure]) values.push_back(*c.central[figure]);
    if (const auto& summary = c.summaries[figure]) values.insert(values.end(), {summary->low, summary->high});
  }
  return values;
}

std::optional<Item> item_of(const ComparedParts& parts, std::size_t scenario, const std::string& name) {
  const auto& c = parts.comparison.scenarios[scenario];
  const auto& value = c.central[parts.asked.options.by];
  if (!value) return std::nullopt;
  Item item{name, *value * parts.scale.factor};
  if (const auto& summary = c.summaries[parts.asked.options.by]) {
    item.low = summary->low * parts.scale.factor;
    item.high = summary->high * parts.scale.factor;
  }
  return item;
}

Chart ranking_chart(const ComparedParts& parts) {
  Ranking ranking;
  for (const std::size_t s : parts.comparison.order) {
    const auto item = item_of(parts, s, parts.label(s));
    if (item && ranking.items.size() < most_scenarios) ranking.items.push_back(*item);
  }
  return {"ranking-chart", "By " + figure_name(parts.by()), parts.scale.unit,
          "Bars: as stated. Whiskers: 90 % of the futures. They need not be around the bar's end: many ranges are "
          "lopsided, and whiskers overlap more than scenarios do, whose futures are the same.",
          std::move(ranking)};
}

Chart chance_chart(const ComparedParts& parts) {
  Ranking ranking;
  for (const std::size_t s : parts.comparison.order) {
    if (ranking.items.size() < most_scenarios) {
      ranking.items.push_back({parts.label(s), 100 * parts.comparison.scenarios[s].rank.best});
    }
  }
  return {"chance", "How often each is best", "% of futures", "Scenarios that are equally good in a future share it.",
          std::move(ranking)};
}

/// The best scenario of each country. None where all are in one.
std::optional<Chart> country_chart(const ComparedParts& parts) {
  Ranking ranking;
  std::vector<std::string> seen;
  for (const std::size_t s : parts.comparison.order) {
    const auto& c = parts.contenders[s];
    if (std::ranges::find(seen, c.country) != seen.end()) continue;
    seen.push_back(c.country);
    const std::string name = c.country.empty() ? c.site : fmt::format("{} ({})", c.site, c.country);
    if (auto item = item_of(parts, s, name)) ranking.items.push_back(std::move(*item));
  }
  if (ranking.items.size() < 2) return std::nullopt;
  return Chart{"countries", "By country", parts.scale.unit,
               "The best scenario of each country, as stated, with 90 % of its futures.", std::move(ranking)};
}

Table ranking_table(const ComparedParts& parts) {
  Table table{.id = "ranking-table",
              .title = "Ranking",
              .text = in_unit(parts.scale),
              .columns = {{"Scenario"},
                          {"As stated", "", true},
                          {"5 %", "", true},
                          {"Median", "", true},
                          {"95 %", "", true},
                          {"Median, 90 % interval"},
                          {"Best in", "%", true},
                          {"90 % interval of that, %"},
                          {"Mean rank", "", true},
                          {"Mean regret", "", true},
                          {"90 % interval of that"},
                          {"Futures that have it", "", true}},
              .sortable = true};
  for (const std::size_t s : parts.comparison.order) {
    const auto& c = parts.comparison.scenarios[s];
    const auto& value = c.central[parts.asked.options.by];
    const auto& summary = c.summaries[parts.asked.options.by];
    const auto scaled = [&](double v) { return number_cell(v * parts.scale.factor); };
    const auto none = number_cell(std::nullopt);
    const auto between = [&](const futures::Interval& interval) {
      return report::Cell{fmt::format("{} to {}", figures(interval.low * parts.scale.factor),
                                      figures(interval.high * parts.scale.factor))};
    };
    table.rows.push_back(
        {{{parts.label(s)},
          value ? scaled(*value) : none,
          summary ? scaled(summary->low) : none,
          summary ? scaled(summary->median) : none,
          summary ? scaled(summary->high) : none,
          summary ? between(summary->median_90) : none,
          {fmt::format("{:.1f}", 100 * c.rank.best), 100 * c.rank.best},
          {fmt::format("{:.0f} to {:.0f}", 100 * c.rank.best_90.low, 100 * c.rank.best_90.high)},
          {fmt::format("{:.2f}", c.rank.mean_rank), c.rank.mean_rank},
          scaled(c.rank.regret),
          between(c.rank.regret_90),
          {fmt::format("{}", summary ? summary->count : 0), static_cast<double>(summary ? summary->count : 0)}},
         "",
         s == parts.comparison.order.front()});
  }
  return table;
}

}  // namespace

ComparedParts::ComparedParts(const std::vector<Contender>& all, const futures::Comparison& compared,
                             const futures::Asked& what)
    : contenders(all),
      comparison(compared),
      asked(what),
      scale(scale_of(what.figures[what.options.by].pointer, all_values(compared, what.options.by))) {}

std::string in_unit(const Scale& scale) {
  return scale.unit.empty() ? "" : fmt::format("In {}.", scale.unit);
}

std::string chance(double share) {
  if (share > 0 && share < 0.005) return "less than 1 %";
  if (share < 1 && share >= 0.995) return "more than 99 %";
  return fmt::format("{:.0f} %", 100 * share);
}

Section ranking_section(const ComparedParts& parts) {
  Section section{"ranking", "Ranking", {}};
  section.blocks.emplace_back(ranking_chart(parts));
  if (parts.contenders.size() > 1) section.blocks.emplace_back(chance_chart(parts));
  section.blocks.emplace_back(ranking_table(parts));
  if (auto countries = country_chart(parts)) section.blocks.emplace_back(std::move(*countries));
  return section;
}

Section figures_section(const ComparedParts& parts) {
  Table table{.id = "all-figures",
              .title = "All figures, side by side",
              .text = "As stated, and in brackets where 90 % of the futures lie.",
              .columns = {{"Figure"}, {"Unit"}},
              .filterable = true};
  for (const std::size_t s : parts.comparison.order) table.columns.push_back({parts.label(s), "", true});
  for (std::size_t f = 0; f < parts.asked.figures.size(); ++f) {
    const auto values = all_values(parts.comparison, f);
    if (values.empty()) continue;  // a word, or there is none in any
    const auto& pointer = parts.asked.figures[f].pointer;
    const Scale scale = scale_of(pointer, values);
    report::Row row{{{figure_title(pointer)}, {scale.unit}}, "", f == parts.asked.options.by};
    for (const std::size_t s : parts.comparison.order) {
      const auto& c = parts.comparison.scenarios[s];
      const auto& value = c.central[f];
      std::string text = value ? figures(*value * scale.factor) : "–";
      if (const auto& summary = c.summaries[f]) {
        text += fmt::format(" ({}\u00a0to\u00a0{})", figures(summary->low * scale.factor),
                            figures(summary->high * scale.factor));
      }
      row.cells.push_back({std::move(text), value});
    }
    table.rows.push_back(std::move(row));
  }
  return {"figures", "All figures", {std::move(table)}};
}

}  // namespace gigaplan::cli
