#include "cli/sweep_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/readable.hpp"
#include "cli/choice_parts.hpp"
#include "cli/compared_figures.hpp"
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
  return {number ? plain(*number) : json == "null" ? "–" : typed(json), number};
}

std::optional<std::size_t> figure_at(const sweep::StoreLayout& layout, const char* pointer) {
  const auto found = std::ranges::find(layout.figures, pointer, &sweep::Figure::pointer);
  return found == layout.figures.end() ? std::nullopt : std::optional<std::size_t>(found - layout.figures.begin());
}

std::optional<double> figure_of(const sweep::Row& row, std::size_t at) {
  return at < row.figures.size() ? number_of(row.figures[at]) : std::nullopt;
}

/// Readable headings; where two figures have one name, with the part of the report that each is of.
std::vector<std::string> titles_of(const sweep::StoreLayout& layout) {
  std::vector<std::string> titles;
  for (const auto& figure : layout.figures) {
    const auto same = std::ranges::count_if(
        layout.figures, [&](const auto& other) { return figure_name(other.pointer) == figure_name(figure.pointer); });
    titles.push_back(same > 1 ? figure_title(figure.pointer) : figure_name(figure.pointer));
  }
  return titles;
}

/// The unit of each figure, as fits its largest value.
std::vector<Scale> scales_of(const sweep::StoreLayout& layout, const std::vector<sweep::Row>& rows) {
  std::vector<Scale> scales;
  for (std::size_t f = 0; f < layout.figures.size(); ++f) {
    std::vector<double> values;
    for (const auto& row : rows) {
      if (const auto value = figure_of(row, f)) {
        values.push_back(*value);
      }
    }
    scales.push_back(scale_of(layout.figures[f].pointer, values));
  }
  return scales;
}

Table runs_table(const sweep::StoreLayout& layout, const std::vector<sweep::Row>& rows, std::uint64_t all) {
  Table table{.id = "runs",
              .title = "Runs",
              .text = all > most_rows ? fmt::format("The first {} of {}; runs.csv has all, with all digits.",
                                                    whole(most_rows), whole(static_cast<double>(all)))
                                      : "runs.csv has the same with all digits.",
              .columns = {{"Run", "", true}},
              .sortable = true,
              .filterable = all > 20};
  const bool replicates = std::ranges::any_of(rows, [](const sweep::Row& row) { return row.replicate > 0; });
  for (const auto& axis : layout.axes) {
    table.columns.push_back({axis});
  }
  if (replicates) {
    table.columns.push_back({"Replicate", "", true});
  }
  table.columns.push_back({"Status"});
  const auto titles = titles_of(layout);
  const auto scales = scales_of(layout, rows);
  for (std::size_t f = 0; f < titles.size(); ++f) {
    table.columns.push_back({titles[f], scales[f].unit, true});
  }
  for (const auto& row : rows) {
    report::Row line{{{fmt::format("{}", row.run), static_cast<double>(row.run)}}};
    for (const auto& value : row.cells) {
      line.cells.push_back(cell_of(value));
    }
    if (replicates) {
      line.cells.push_back({fmt::format("{}", row.replicate), static_cast<double>(row.replicate)});
    }
    const bool done = row.status == sweep::Status::done;
    line.cells.push_back({done ? "done" : fmt::format("{}: {}", sweep::status_name(row.status), row.message), {}});
    for (std::size_t f = 0; f < row.figures.size() && f < scales.size(); ++f) {
      const auto value = figure_of(row, f);
      line.cells.push_back(value ? number_cell(*value * scales[f].factor) : cell_of(row.figures[f]));
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

constexpr const char* tokens_per_euro = "/finance/tokens_per_eur";

/// The figure that points are ranked by: tokens per euro, else the first.
std::optional<std::size_t> ranked_figure(const sweep::StoreLayout& layout) {
  const auto tokens = figure_at(layout, tokens_per_euro);
  return tokens || layout.figures.empty() ? tokens : std::optional<std::size_t>(0);
}

/// Of the replicates of one point: chance alone tells them apart, so none of them is "the best".
struct Mean {
  double sum = 0, low = 0, high = 0;
  std::uint64_t count = 0;
  void add(const std::optional<double>& value) {
    if (!value) return;
    sum += *value;
    low = count == 0 ? *value : std::min(low, *value);
    high = count == 0 ? *value : std::max(high, *value);
    ++count;
  }
  [[nodiscard]] double value() const { return sum / static_cast<double>(count); }
};

/// What is kept of all runs.
struct Kept {
  std::vector<sweep::Row> first;
  std::vector<Item> best;  ///< points by the figure that they are ranked by, with all digits
  std::vector<Scatter::Point> costs;
  std::uint64_t ranked = 0, all = 0, replicates = 1;
};

/// Goes through the runs of a store, in which the replicates of a point follow each other.
class Keeper {
 public:
  explicit Keeper(const sweep::StoreLayout& layout)
      : layout_(layout),
        ranked_(ranked_figure(layout)),
        cost_(figure_at(layout, "/finance/lifetime_cost_eur")),
        tokens_(figure_at(layout, "/operation/tokens_trained")) {}

  void add(const sweep::Row& row) {
    if (kept_.all > 0 && row.cells != cells_) finish();
    cells_ = row.cells;
    ++kept_.all;
    kept_.replicates = std::max<std::uint64_t>(kept_.replicates, static_cast<std::uint64_t>(row.replicate) + 1);
    if (kept_.first.size() < most_rows) kept_.first.push_back(row);
    const auto value = [&](const std::optional<std::size_t>& at) { return at ? figure_of(row, *at) : std::nullopt; };
    by_.add(value(ranked_));
    if (const auto cost = value(cost_), tokens = value(tokens_); cost && tokens) {
      x_.add(cost);
      y_.add(tokens);
    }
  }

  Kept take() {
    finish();
    return std::move(kept_);
  }

 private:
  void finish() {
    const auto name = named(layout_.axes, cells_);
    if (by_.count > 0) {
      ++kept_.ranked;
      kept_.best.push_back({name, by_.value()});
      if (by_.count > 1) {
        kept_.best.back().low = by_.low;
        kept_.best.back().high = by_.high;
      }
      if (kept_.best.size() > 10 * most_bars) kept_.best = largest_first(std::move(kept_.best), most_bars);
    }
    if (x_.count > 0 && kept_.costs.size() < most_rows) {
      kept_.costs.push_back({name, x_.value() / 1e9, y_.value() / 1e12});
    }
    by_ = x_ = y_ = {};
  }

  const sweep::StoreLayout& layout_;
  std::optional<std::size_t> ranked_, cost_, tokens_;
  std::vector<std::string> cells_;  ///< of the point whose replicates are added up
  Mean by_, x_, y_;
  Kept kept_;
};

std::optional<Chart> cost_chart(Kept& kept) {
  if (kept.costs.empty()) return std::nullopt;
  Scatter scatter{"lifetime cost, € billion", "tokens trained, trillion", std::move(kept.costs)};
  mark_front(scatter.points);
  return Chart{"cost-and-output", "What the runs cost, and what they deliver", "",
               fmt::format("Circles, joined by a line: no other costs as little and delivers as much.{}",
                           kept.replicates > 1 ? " Means over the replicates." : ""),
               std::move(scatter)};
}

/// The point with the largest mean, and the chart of the best.
void add_best(Page& page, Section& section, const sweep::Figure& figure, Kept& kept) {
  std::vector<double> values(kept.best.size());
  std::ranges::transform(kept.best, values.begin(), &Item::value);
  const auto best = *std::ranges::max_element(kept.best, {}, &Item::value);
  const auto scale = scale_of(figure.pointer, values);
  const auto name = figure_name(figure.pointer);
  const auto note = best.low && best.high
                        ? fmt::format("{}: mean over its replicates, {} to {}", best.name,
                                      figure_text(figure.pointer, best.low), figure_text(figure.pointer, best.high))
                        : best.name;
  page.headlines.push_back({(figure.pointer == tokens_per_euro ? "Most " : "Highest ") + name,
                            figure_text(figure.pointer, best.value),
                            note,
                            {{"all runs", "#runs"}}});
  for (Item& item : kept.best) {
    item.value *= scale.factor;
    if (item.low) item.low = *item.low * scale.factor;
    if (item.high) item.high = *item.high * scale.factor;
  }
  auto title = name;
  title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  auto chart = best_chart(title, scale.unit, std::move(kept.best), kept.ranked);
  if (kept.replicates > 1)
    chart.text += " Bars: means over the replicates; whiskers: the least and the largest of them.";
  section.blocks.emplace_back(std::move(chart));
}

}  // namespace

Page sweep_page(const std::string& name, const sweep::Store& store) {
  const auto& layout = store.layout();
  Keeper keeper(layout);
  store.each([&](const sweep::Row& row) { keeper.add(row); });
  auto kept = keeper.take();
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
    add_best(page, section, layout.figures[*at], kept);
  }
  if (auto chart = cost_chart(kept)) {
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
