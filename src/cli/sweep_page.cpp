#include "cli/sweep_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "cli/choice_parts.hpp"
#include "io/files.hpp"
#include "report/html.hpp"
#include "sweep/folder.hpp"

namespace gigaplan::cli {
namespace {

using report::Cell;
using report::Chart;
using report::Item;
using report::Page;
using report::Paragraph;
using report::Scatter;
using report::Section;
using report::Table;

constexpr std::size_t most_rows = 1000;  ///< on the page; a sweep may have millions

Cell cell_of(const std::string& json) {
  const auto number = number_of(json);
  return {number ? fmt::format("{:.6g}", *number) : json == "null" ? "–" : typed(json), number};
}

std::string name_of_run(const sweep::StoreLayout& layout, const sweep::Row& row) {
  const auto text = named(layout.axes, row.cells);
  return row.replicate > 0 ? fmt::format("{} (replicate {})", text, row.replicate) : text;
}

std::optional<std::size_t> figure_at(const sweep::StoreLayout& layout, const char* pointer) {
  const auto found = std::ranges::find(layout.figures, pointer, &sweep::Figure::pointer);
  return found == layout.figures.end() ? std::nullopt : std::optional<std::size_t>(found - layout.figures.begin());
}

std::optional<double> figure_of(const sweep::Row& row, std::size_t at) {
  return at < row.figures.size() ? number_of(row.figures[at]) : std::nullopt;
}

Table runs_table(const sweep::StoreLayout& layout, const std::vector<sweep::Row>& rows, std::uint64_t all) {
  Table table{.id = "runs",
              .title = "Runs",
              .text = all > most_rows ? fmt::format("The first {} of {}; runs.csv has all.", whole(most_rows),
                                                    whole(static_cast<double>(all)))
                                      : "As in runs.csv.",
              .columns = {{"Run", "", true}},
              .sortable = true,
              .filterable = all > 20};
  for (const auto& axis : layout.axes) {
    table.columns.push_back({axis});
  }
  table.columns.push_back({"Status"});
  for (const auto& figure : layout.figures) {
    table.columns.push_back({figure.name, "", true});
  }
  for (const auto& row : rows) {
    report::Row line{{{fmt::format("{}", row.run), static_cast<double>(row.run)}}};
    for (const auto& value : row.cells) {
      line.cells.push_back(cell_of(value));
    }
    const bool done = row.status == sweep::Status::done;
    line.cells.push_back({done ? "done" : fmt::format("{}: {}", sweep::status_name(row.status), row.message), {}});
    for (const auto& value : row.figures) {
      line.cells.push_back(cell_of(value));
    }
    table.rows.push_back(std::move(line));
  }
  return table;
}

/// Marks what no other point beats: none costs as little and brings as much.
void mark_front(std::vector<Scatter::Point>& points) {
  std::vector<std::size_t> order(points.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return points[a].x != points[b].x ? points[a].x < points[b].x : points[a].y > points[b].y;
  });
  double most = -1;
  for (const std::size_t i : order) {
    points[i].marked = points[i].y > most;
    most = std::max(most, points[i].y);
  }
}

std::optional<Chart> cost_chart(const sweep::StoreLayout& layout, const std::vector<sweep::Row>& rows) {
  const auto cost = figure_at(layout, "/finance/lifetime_cost_eur");
  const auto tokens = figure_at(layout, "/operation/tokens_trained");
  if (!cost || !tokens) {
    return std::nullopt;
  }
  Scatter scatter{"lifetime cost, € billion", "tokens trained, trillion", {}};
  for (const auto& row : rows) {
    const auto x = figure_of(row, *cost), y = figure_of(row, *tokens);
    if (x && y) {
      scatter.points.push_back({name_of_run(layout, row), *x / 1e9, *y / 1e12});
    }
  }
  if (scatter.points.empty()) {
    return std::nullopt;
  }
  mark_front(scatter.points);
  return Chart{"cost-and-output", "What the runs cost, and what they deliver", "",
               "Circles, joined by a line: no other run costs as little and delivers as much.", std::move(scatter)};
}

constexpr const char* tokens_per_euro = "/finance/tokens_per_eur";

/// The figure that runs are ranked by: tokens per euro, else the first.
std::optional<std::size_t> ranked_figure(const sweep::StoreLayout& layout) {
  const auto tokens = figure_at(layout, tokens_per_euro);
  return tokens || layout.figures.empty() ? tokens : std::optional<std::size_t>(0);
}

/// What is kept of all runs.
struct Kept {
  std::vector<sweep::Row> first;
  std::vector<Item> best;  ///< by the figure that runs are ranked by
  std::uint64_t ranked = 0, all = 0;
};

Kept keep(const sweep::Store& store) {
  const auto& layout = store.layout();
  Kept kept;
  const auto ranked = ranked_figure(layout);
  const bool tokens = ranked && layout.figures[*ranked].pointer == tokens_per_euro;
  store.each([&](const sweep::Row& row) {
    ++kept.all;
    if (kept.first.size() < most_rows) {
      kept.first.push_back(row);
    }
    if (const auto value = ranked ? figure_of(row, *ranked) : std::nullopt) {
      ++kept.ranked;
      kept.best.push_back({name_of_run(layout, row), tokens ? *value / 1e6 : *value});
      if (kept.best.size() > 10 * most_bars) {
        std::ranges::stable_sort(kept.best, [](const Item& a, const Item& b) { return a.value > b.value; });
        kept.best.resize(most_bars);
      }
    }
  });
  return kept;
}

}  // namespace

Page sweep_page(const std::string& name, const sweep::Store& store) {
  const auto& layout = store.layout();
  auto kept = keep(store);
  std::string counts;
  for (const auto& [status, count] : store.counts()) {
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", whole(static_cast<double>(count)),
                          sweep::status_name(status));
  }
  Page page{.title = name, .subtitle = fmt::format("{}: {}", counted(kept.all, "run"), counts)};
  for (const auto& [message, count] : store.failures()) {
    page.answer.push_back({fmt::format("{}: {}", counted(count, "run"), message), Paragraph::Kind::warning});
  }
  Section section{"runs-section", "Runs", {}};
  if (const auto at = ranked_figure(layout); at && !kept.best.empty()) {
    const auto& figure = layout.figures[*at];
    const bool tokens = figure.pointer == tokens_per_euro;
    const auto best = std::ranges::max_element(kept.best, {}, &Item::value);
    page.headlines.push_back({tokens ? "Most tokens per euro" : "Highest " + figure.name,
                              tokens ? words(best->value * 1e6) : figures(best->value),
                              best->name,
                              {{"all runs", "#runs"}}});
    section.blocks.emplace_back(best_chart(tokens ? "Tokens per euro" : figure.name, tokens ? "million" : "",
                                           std::move(kept.best), kept.ranked));
  }
  if (auto chart = cost_chart(layout, kept.first)) {
    section.blocks.emplace_back(std::move(*chart));
  }
  section.blocks.emplace_back(runs_table(layout, kept.first, kept.all));
  page.sections.push_back(std::move(section));
  for (const char* key : {"gigaplan", "simgrid"}) {
    if (const auto found = layout.meta.find(key); found != layout.meta.end()) {
      page.origin.emplace_back(key, found->second);
    }
  }
  return page;
}

void write_sweep_page(const std::string& name, const std::filesystem::path& folder) {
  const auto page = report::html(sweep_page(name, sweep::Store::read(sweep::results_file(folder))));
  if (const auto issues = io::write_outputs(folder, {{"report.html", page}}); has_errors(issues)) {
    throw sweep::StoreError(to_string(issues.front()));
  }
}

}  // namespace gigaplan::cli
