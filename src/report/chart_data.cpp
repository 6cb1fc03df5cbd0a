#include "report/chart_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

#include "base/readable.hpp"

namespace gigaplan::report {
namespace {

Cell number_cell(double value) {
  return std::isfinite(value) ? Cell{figures(value), value} : Cell{"–", std::nullopt};
}

Cell number_cell(const std::optional<double>& value) {
  return value ? number_cell(*value) : Cell{"–", std::nullopt};
}

double sum(const std::vector<Item>& items) {
  double total = 0;
  for (const Item& item : items) {
    total += item.value;
  }
  return total;
}

std::string share(double part, double whole) {
  return whole > 0 ? fmt::format("{:.1f} %", 100 * part / whole) : "–";
}

void fill(Table& table, const Partition& partition, const std::string& unit) {
  const double total = sum(partition.items);
  table.columns = {{"Part"}, {"Value", unit, true}, {"Share", "", true}};
  for (const Item& item : partition.items) {
    table.rows.push_back({{{item.name}, number_cell(item.value), {share(item.value, total), item.value}}});
  }
  table.rows.push_back({{{"all"}, number_cell(total), {share(total, total), total}}, "", true});
}

void fill(Table& table, const Ranking& ranking, const std::string& unit) {
  bool intervals = false;
  for (const Item& item : ranking.items) {
    intervals = intervals || item.low || item.high;
  }
  table.columns = {{""}, {"Value", unit, true}};
  if (intervals) {
    table.columns.insert(table.columns.end(), {{"Low", unit, true}, {"High", unit, true}});
  }
  const bool counts = std::ranges::all_of(ranking.items, [](const Item& i) { return i.value == std::floor(i.value); });
  for (const Item& item : ranking.items) {
    table.rows.push_back({{{item.name}, counts ? Cell{whole(item.value), item.value} : number_cell(item.value)}});
    if (intervals) {
      table.rows.back().cells.insert(table.rows.back().cells.end(), {number_cell(item.low), number_cell(item.high)});
    }
  }
  if (ranking.limit) {
    table.rows.push_back({{{ranking.limit_name}, number_cell(ranking.limit)}, "", true});
    table.rows.back().cells.resize(table.columns.size());
  }
}

void fill(Table& table, const Tornado& tornado, const std::string& unit) {
  table.columns = {{"Input"}, {"Result at its low end", unit, true}, {"Result at its high end", unit, true}};
  for (const Item& item : tornado.items) {
    table.rows.push_back({{{item.name}, number_cell(item.low), number_cell(item.high)}});
  }
  table.rows.push_back({{{"as it is"}, number_cell(tornado.base), number_cell(tornado.base)}, "", true});
}

void fill_series(Table& table, const std::vector<std::string>& categories, const std::vector<Series>& series,
                 const std::string& unit) {
  table.columns = {{""}};
  for (const Series& one : series) {
    table.columns.push_back({one.name, unit, true});
  }
  for (std::size_t i = 0; i < categories.size(); ++i) {
    table.rows.push_back({{{categories[i]}}});
    for (const Series& one : series) {
      table.rows.back().cells.push_back(i < one.values.size() ? number_cell(one.values[i]) : Cell{"–", std::nullopt});
    }
  }
}

void fill(Table& table, const StackedBars& bars, const std::string& unit) {
  fill_series(table, bars.categories, bars.series, unit);
}

void fill(Table& table, const Lines& lines, const std::string& unit) {
  auto series = lines.series;
  if (lines.band) {
    series.push_back(lines.band->first);
    series.push_back(lines.band->second);
  }
  fill_series(table, lines.categories, series, unit);
}

void fill(Table& table, const Sankey& sankey, const std::string& unit) {
  table.columns = {{"From"}, {"To"}, {"Value", unit, true}};
  for (const auto& flow : sankey.flows) {
    table.rows.push_back({{{flow.from}, {flow.to}, number_cell(flow.value)}});
  }
}

void fill(Table& table, const Timeline& timeline, const std::string& unit) {
  table.columns = {{"Row"}, {"What"}, {"Begin", unit, true}, {"End", unit, true}};
  for (const auto& span : timeline.spans) {
    table.rows.push_back(
        {{{timeline.rows[span.row]}, {timeline.kinds[span.kind]}, number_cell(span.start), number_cell(span.end)}});
  }
}

void fill(Table& table, const Scatter& scatter, const std::string& /*unit*/) {
  table.columns = {{""}, {scatter.x_name, "", true}, {scatter.y_name, "", true}, {"On the front"}};
  for (const auto& point : scatter.points) {
    table.rows.push_back({{{point.name}, number_cell(point.x), number_cell(point.y), {point.marked ? "yes" : "no"}}});
  }
}

/// One alone needs no key: the title says what it is.
std::vector<Key> keys_of(const std::vector<Series>& series, bool more) {
  std::vector<Key> keys;
  for (std::size_t i = 0; i < series.size() && (more || series.size() > 1); ++i) {
    keys.push_back({i, series[i].name, ""});
  }
  return keys;
}

/// "30.0 ms", "€1,260 million".
std::string valued(double value, const std::string& unit) {
  constexpr std::string_view euro = "€";
  if (!unit.starts_with(euro)) return figures(value) + (unit.empty() ? "" : " " + unit);
  return (value < 0 ? "-€" : "€") + figures(std::abs(value)) + unit.substr(euro.size());
}

}  // namespace

Partition few(const Partition& partition) {
  constexpr std::size_t most = 8;
  if (partition.items.size() <= most) return partition;
  std::vector<double> values(partition.items.size());
  std::ranges::transform(partition.items, values.begin(), &Item::value);
  std::ranges::nth_element(values, values.begin() + most - 2, std::greater());
  const double least = values[most - 2];  // of those that are shown
  Partition shown;
  Item others;
  std::size_t count = 0;
  for (const Item& item : partition.items) {
    if (item.value >= least && shown.items.size() + 1 < most) {
      shown.items.push_back(item);
    } else {
      others.value += item.value;
      ++count;
    }
  }
  others.name = fmt::format("{} smaller ones", count);
  shown.items.push_back(others);
  return shown;
}

Table data_of(const Chart& chart, std::size_t most) {
  Table table;
  table.title = chart.title;
  std::visit([&](const auto& picture) { fill(table, picture, chart.unit); }, chart.picture);
  if (table.rows.size() > most) {
    const std::size_t all = table.rows.size(), every = (all + most - 1) / most;
    std::vector<Row> kept;
    for (std::size_t i = 0; i < all; i += every) {
      kept.push_back(table.rows[i]);
    }
    table.rows = std::move(kept);
    table.text = fmt::format("One row in {} of {}.", every, whole(static_cast<double>(all)));
  }
  return table;
}

std::vector<Key> legend_of(const Chart& chart) {
  if (const auto* partition = std::get_if<Partition>(&chart.picture)) {
    const auto items = few(*partition).items;
    const double total = sum(items);
    std::vector<Key> keys;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Item& item = items[i];
      keys.push_back({i, item.name, valued(item.value, chart.unit) + " · " + share(item.value, total)});
    }
    return keys;
  }
  if (const auto* bars = std::get_if<StackedBars>(&chart.picture)) {
    return keys_of(bars->series, false);
  }
  if (const auto* lines = std::get_if<Lines>(&chart.picture)) {
    auto keys = keys_of(lines->series, lines->band.has_value());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].dash = 1 + i % line_dashes;
    if (lines->band) {
      keys.push_back({keys.size(), lines->band->first.name + " to " + lines->band->second.name, ""});
    }
    return keys;
  }
  if (std::holds_alternative<Tornado>(chart.picture)) {
    return {{1, "at the low end of its range", ""}, {0, "at the high end", ""}};
  }
  if (const auto* timeline = std::get_if<Timeline>(&chart.picture)) {
    std::vector<Key> keys;
    for (std::size_t i = 0; i < timeline->kinds.size(); ++i) {
      keys.push_back({i, timeline->kinds[i], ""});
    }
    return keys;
  }
  return {};
}

}  // namespace gigaplan::report
