#include "cli/compare_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/issue.hpp"
#include "cli/compared_figures.hpp"

namespace gigaplan::cli {
namespace {

using futures::Asked;
using futures::Comparison;
using futures::Subject;
using Cells = std::vector<std::string>;

std::string change(double number) {
  return (number < 0 ? "-" : "+") + figure_value(std::abs(number));
}

std::string table(const std::vector<Cells>& lines, const Style& style) {
  std::vector<std::size_t> widths;
  for (const auto& cells : lines) {
    widths.resize(std::max(widths.size(), cells.size()));
    for (std::size_t c = 0; c < cells.size(); ++c) widths[c] = std::max(widths[c], columns(cells[c]));
  }
  std::string text;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    std::string line = " ";
    for (std::size_t c = 0; c < lines[l].size(); ++c) {
      const std::string gap(widths[c] - columns(lines[l][c]), ' ');
      line += " " + (c == 0 ? lines[l][c] + gap : " " + gap + lines[l][c]);
    }
    text += l == 0 ? style.dim + line + style.reset + "\n" : line + "\n";
  }
  return text;
}

std::string ranking(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked,
                    const Style& style) {
  std::vector<Cells> lines = {{"", "as stated", "90 % of futures", "median", "best in", "regret"}};
  for (const std::size_t s : comparison.order) {
    const auto& c = comparison.scenarios[s];
    Cells cells = {printable(subjects[s].label()), figure_value(c.central[asked.options.by])};
    if (const auto& summary = c.summaries[asked.options.by]) {
      cells.push_back(fmt::format("{} to {}", figure_value(summary->low), figure_value(summary->high)));
      cells.push_back(figure_value(summary->median));
    } else {
      cells.insert(cells.end(), {"none", "none"});
    }
    cells.push_back(fmt::format("{:.0f} %", 100 * c.rank.best));
    cells.push_back(figure_value(c.rank.regret));
    lines.push_back(std::move(cells));
  }
  return table(lines, style);
}

/// The figures that people ask for first, of as many scenarios as fit beside each other, the best first.
std::string side_by_side(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked,
                         const Style& style) {
  constexpr std::size_t width = 100;
  constexpr std::array first = {"/fabric/chips",
                                "/operation/goodput",
                                "/operation/tokens_trained",
                                "/energy/facility_mwh_per_year",
                                "/energy/pue",
                                "/energy/co2_t_per_year",
                                "/finance/capex_eur",
                                "/finance/public_money_eur",
                                "/finance/tokens_per_eur",
                                "/finance/tokens_per_public_eur",
                                "/investment/indicators/eur_per_chip_hour",
                                "/investment/indicators/project_irr",
                                "/investment/indicators/private_eur_per_public_eur"};
  std::vector<Cells> lines = {{""}};
  std::vector<std::size_t> rows;
  for (const std::string pointer : first) {
    const auto found = std::ranges::find(asked.figures, pointer, &sweep::Figure::pointer);
    if (found == asked.figures.end()) continue;
    rows.push_back(static_cast<std::size_t>(found - asked.figures.begin()));
    lines.push_back({figure_name(pointer)});
  }
  std::size_t shown = 0;
  std::string text;
  for (const std::size_t s : comparison.order) {
    auto more = lines;
    more.front().push_back(printable(subjects[s].label()));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const auto& value = comparison.scenarios[s].central[rows[r]];
      const auto& pointer = asked.figures[rows[r]].pointer;
      const auto scale = scale_of(pointer, std::span(value ? &*value : nullptr, value ? 1 : 0));
      more[r + 1].push_back(scale.unit.starts_with('%') ? figure_text(pointer, value) : figure_value(value));
    }
    const auto wider = table(more, style);
    if (shown > 0 && columns(wider.substr(0, wider.find('\n'))) > width) break;
    text = wider;
    lines = std::move(more);
    ++shown;
  }
  const auto rest = subjects.size() - shown;
  return fmt::format("\n  {}Side by side, as stated{}{}\n", style.bold, style.reset,
                     rest > 0 ? fmt::format(" (the page that --out writes has the other {})", rest) : "") +
         text;
}

std::string differences(const std::vector<Subject>& subjects, const Comparison& comparison) {
  std::string text;
  for (const auto& d : comparison.differences) {
    std::vector<std::string> told;
    for (const auto& part : d.parts) {
      if (!part.change || told.size() == 4 || std::abs(*part.change) < 0.005 * std::abs(d.total)) continue;
      told.push_back(part.name + " " + change(*part.change));
    }
    for (const auto& part : d.parts)
      if (!part.change) told.push_back(part.name + " does not fit alone");
    if (std::abs(d.together) > 0.01 * std::abs(d.total)) told.push_back("together " + change(d.together));
    const auto line =
        fmt::format("{} would be {} if it were as {}{}{}", printable(subjects[d.of].label()), change(d.total),
                    printable(subjects[d.to].label()), told.empty() ? "" : ": ", fmt::join(told, ", "));
    text += "  " + wrapped(line, 2) + "\n";
  }
  return text;
}

std::string influences(const std::vector<Subject>& subjects, const Comparison& comparison, const Style& style) {
  const std::size_t best = comparison.order.front();
  std::vector<Cells> lines = {{"", "from", "to", "at the low end", "at the high end"}};
  for (const auto& i : comparison.scenarios[best].influences) {
    if (lines.size() > 8 || i.swing() == 0) break;
    const bool step = i.pointer == "/step/time_s";
    const auto end = [&](double number) { return step ? fmt::format("× {:.3g}", number) : figure_value(number); };
    lines.push_back(
        {i.pointer, end(i.spread.low), end(i.spread.high), figure_value(i.at_low), figure_value(i.at_high)});
  }
  return fmt::format("  {}What moves {} most, one figure at a time{}\n", style.bold, printable(subjects[best].label()),
                     style.reset) +
         table(lines, style);
}

std::string variances(const Comparison& comparison, const Style& style) {
  const auto& groups = comparison.scenarios[comparison.order.front()].groups;
  if (groups.empty()) return "";
  std::vector<Cells> lines = {{"share of the variance", "alone", "with all it acts upon"}};
  for (const auto& g : groups) {
    lines.push_back(
        {g.group, fmt::format("{:.0f} %", 100 * g.indices.first), fmt::format("{:.0f} %", 100 * g.indices.total)});
  }
  return "\n" + table(lines, style);
}

std::string break_evens(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  std::string text;
  for (const auto& b : comparison.break_evens) {
    const auto of = printable(subjects[b.of].label()), rival = printable(subjects[b.rival].label());
    const auto& mine = comparison.scenarios[b.of].central[asked.options.by];
    const auto& other = comparison.scenarios[b.rival].central[asked.options.by];
    const bool better = mine && other && (asked.options.lower_is_better ? *mine < *other : *mine > *other);
    const std::string line =
        b.value ? fmt::format("{} is as good as {} where its {} is {} (now {})", of, rival, b.pointer,
                              figures(*b.value), figures(b.now))
                : fmt::format("{} stays {} than {} with any {} from {} to {} (now {})", of, better ? "better" : "worse",
                              rival, b.pointer, figures(b.least), figures(b.most), figures(b.now));
    text += "  " + wrapped(line, 2) + "\n";
  }
  return text;
}

std::string limits(const std::vector<Subject>& subjects, const Comparison& comparison) {
  std::string text;
  for (const std::size_t s : comparison.order) {
    const auto& c = comparison.scenarios[s];
    if (c.failed == 0) continue;
    text += "  " +
            wrapped(fmt::format("{}: {} futures could not be simulated; the first: {}", printable(subjects[s].label()),
                                c.failed, printable(c.why_failed)),
                    2) +
            "\n";
  }
  const auto& uncertainty = subjects[comparison.order.front()].uncertainty();
  return text + "  " +
         wrapped(fmt::format("{} figures are drawn within their sources' ranges, as stated in their middle; {} that "
                             "the step depends on, by the interval of its time; {} are somebody's choice and stay",
                             uncertainty.drawn.size(), uncertainty.in_step.size(), uncertainty.choices.size()),
                 2) +
         "\n";
}

}  // namespace

std::string summarise_comparison(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked,
                                 const Style& style) {
  const std::size_t best = comparison.order.front();
  std::string text =
      fmt::format("{}{} by {}{}, {} is better: {} futures each, {} runs\n\n", style.bold,
                  counted(subjects.size(), "scenario"), figure_name(asked.figures[asked.options.by].pointer),
                  style.reset, asked.options.lower_is_better ? "less" : "more", asked.options.futures, comparison.runs);
  text += ranking(subjects, comparison, asked, style);
  if (subjects.size() > 1) {
    text += "\n  " +
            wrapped(fmt::format("{} is best in {:.0f} % of the futures, which are the same for all.",
                                printable(subjects[best].label()), 100 * comparison.scenarios[best].rank.best),
                    2) +
            "\n" + side_by_side(subjects, comparison, asked, style) + "\n" + differences(subjects, comparison);
  }
  text += "\n" + influences(subjects, comparison, style) + variances(comparison, style);
  if (!comparison.break_evens.empty()) text += "\n" + break_evens(subjects, comparison, asked);
  return text + "\n" + limits(subjects, comparison);
}

}  // namespace gigaplan::cli
