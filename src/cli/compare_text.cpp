#include "cli/compare_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/issue.hpp"
#include "cli/compare_page.hpp"
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

std::string percents(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

/// " (47 to 61)", of shares.
std::string in_brackets(const futures::Interval& interval) {
  return fmt::format(" ({:.0f} to {:.0f})", 100 * interval.low, 100 * interval.high);
}

std::string ranking(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked,
                    const Style& style) {
  std::vector<Cells> lines = {{"", "as stated", "90 % of futures", "median", "best in (90 %)", "regret", "(90 %)"}};
  for (const std::size_t s : comparison.order) {
    const auto& c = comparison.scenarios[s];
    Cells cells = {printable(subjects[s].label()), figure_value(c.central[asked.options.by])};
    if (const auto& summary = c.summaries[asked.options.by]) {
      cells.push_back(fmt::format("{} to {}", figure_value(summary->low), figure_value(summary->high)));
      if (summary->count < asked.options.futures)
        cells.back() += fmt::format(" (of the {} that have it)", summary->count);
      cells.push_back(figure_value(summary->median));
    } else {
      cells.insert(cells.end(), {"none", "none"});
    }
    cells.push_back(c.rank.counted == 0 ? "-" : percents(c.rank.best) + in_brackets(c.rank.best_90));
    cells.push_back(figure_value(c.rank.regret));
    cells.push_back(fmt::format("{} to {}", figure_value(c.rank.regret_90.low), figure_value(c.rank.regret_90.high)));
    lines.push_back(std::move(cells));
  }
  return aligned(lines, 1, style);
}

std::string best_of_futures(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  const std::size_t best = comparison.order.front();
  const auto& rank = comparison.scenarios[best].rank;
  const auto label = printable(subjects[best].label());
  if (rank.counted == 0) return "In no future do all have that figure: the order is that of the figures as stated.";
  if (as_good_as_each_other(comparison))
    return fmt::format("All are as good as each other in all {} futures.", rank.counted);
  if (rank.counted == asked.options.futures) {
    return fmt::format(
        "{} is best in {:.0f} % of the futures, which are the same for all; {} futures tell that share "
        "within {:.0f} to {:.0f} %, with 90 % confidence or more.",
        label, 100 * rank.best, rank.counted, 100 * rank.best_90.low, 100 * rank.best_90.high);
  }
  return fmt::format(
      "{} is best in {:.0f} % of {} futures (90 % interval {:.0f} to {:.0f}); the other {} do not count, as not all "
      "have that figure there.",
      label, 100 * rank.best, rank.counted, 100 * rank.best_90.low, 100 * rank.best_90.high,
      asked.options.futures - rank.counted);
}

/// "capex, €", "facility per year, MWh/year"; "tokens per euro" says it all.
/// \param name of the figure
std::string with_unit(const std::string& name, const std::string& pointer) {
  const auto unit = table_unit(pointer);
  const auto key = pointer.substr(pointer.rfind('/') + 1);
  const auto told = key.find("_per_") != std::string::npos &&
                    std::ranges::none_of(std::array{"_t_per_", "_mwh_per_", "_mw_per_", "_eur_per_"},
                                         [&](const char* part) { return key.find(part) != std::string::npos; });
  const bool named = told || name == unit || key.starts_with(unit) || name.find("euro per ") != std::string::npos;
  return unit.empty() || named ? name : name + ", " + unit;
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
                                "/investment/indicators/public_money_eur",
                                "/investment/indicators/tokens_per_eur",
                                "/investment/indicators/tokens_per_public_eur",
                                "/investment/indicators/eur_per_chip_hour",
                                "/investment/indicators/project_irr",
                                "/investment/indicators/private_eur_per_public_eur"};
  std::vector<Cells> lines = {{""}};
  std::vector<std::size_t> rows;
  for (const std::string pointer : first) {
    const auto found = std::ranges::find(asked.figures, pointer, &sweep::Figure::pointer);
    if (found == asked.figures.end()) continue;
    rows.push_back(static_cast<std::size_t>(found - asked.figures.begin()));
  }
  for (const std::size_t row : rows) {  // one with a project and one without: both have tokens per euro, of their own
    const auto& pointer = asked.figures[row].pointer;
    const auto same = std::ranges::count_if(
        rows, [&](std::size_t other) { return figure_name(asked.figures[other].pointer) == figure_name(pointer); });
    lines.push_back({with_unit(same > 1 ? figure_title(pointer) : figure_name(pointer), pointer)});
  }
  std::string text;
  for (const std::size_t s : comparison.order) {
    auto more = lines;
    more.front().push_back(printable(subjects[s].label()));
    for (std::size_t r = 0; r < rows.size(); ++r) {
      more[r + 1].push_back(table_value(asked.figures[rows[r]].pointer, comparison.scenarios[s].central[rows[r]]));
    }
    const auto wider = aligned(more, 1, style);
    constexpr std::size_t least = 2;  // scenarios: one is not beside another
    if (more.front().size() > 1 + least && columns(wider.substr(0, wider.find('\n'))) > width) break;
    text = wider;
    lines = std::move(more);
  }
  const auto rest = subjects.size() + 1 - lines.front().size();
  return fmt::format("\n  {}Side by side, as stated{}{}\n", style.bold, style.reset,
                     rest > 0 ? fmt::format(" (the page that --out writes has the other {})", rest) : "") +
         text;
}

std::string differences(const std::vector<Subject>& subjects, const Comparison& comparison, const std::string& by) {
  std::string text;
  for (const auto& d : comparison.differences) {
    if (!d.total) {
      text += "  " +
              wrapped(fmt::format("{} and {} cannot be told apart as stated: one of them has no {}.",
                                  printable(subjects[d.of].label()), printable(subjects[d.to].label()), by),
                      2) +
              "\n";
      continue;
    }
    std::vector<std::string> told;
    for (const auto& part : d.parts) {
      if (!part.change || told.size() == 4 || *part.change == 0 || std::abs(*part.change) < 0.005 * std::abs(*d.total))
        continue;
      told.push_back(part.name + " " + change(*part.change));
    }
    for (const auto& part : d.parts)
      if (!part.change) told.push_back(part.name + (part.fits ? " alone leaves no " + by : " does not fit alone"));
    if (std::abs(d.together) > 0.01 * std::abs(*d.total)) told.push_back("together " + change(d.together));
    const auto line =
        *d.total == 0 && told.empty()
            ? fmt::format("{} and {} come to the same as stated.", printable(subjects[d.of].label()),
                          printable(subjects[d.to].label()))
            : fmt::format("{} would be {} if it were as {}{}{}", printable(subjects[d.of].label()), change(*d.total),
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
         aligned(lines, 1, style);
}

std::string variances(const Comparison& comparison, const Asked& asked, const Style& style) {
  const auto& groups = comparison.scenarios[comparison.order.front()].groups;
  if (groups.empty()) return "";
  std::size_t left_out = 0;
  std::vector<Cells> lines = {{"share of the variance", "alone (90 %)", "with all it acts upon (90 %)"}};
  for (const auto& g : groups) {
    lines.push_back({g.group, percents(g.indices.first) + in_brackets(g.indices.first_90),
                     percents(g.indices.total) + in_brackets(g.indices.total_90)});
    left_out = std::max(left_out, g.indices.left_out);
  }
  std::string text = "\n" + aligned(lines, 1, style);
  constexpr std::size_t rough = 128;
  if (asked.options.sobol < rough) {
    text += fmt::format("  From {} base futures these are rough, and can be below 0; --sobol {} or more says more.\n",
                        asked.options.sobol, 4 * rough);
  }
  if (left_out > 0) {
    text += fmt::format("  Up to {} of the {} base futures do not count: one of theirs has no such figure.\n", left_out,
                        asked.options.sobol);
  }
  return text;
}

std::string break_evens(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  std::string text;
  for (const auto& b : comparison.break_evens) {
    const auto of = printable(subjects[b.of].label()), rival = printable(subjects[b.rival].label());
    const auto& mine = comparison.scenarios[b.of].central[asked.options.by];
    const auto& other = comparison.scenarios[b.rival].central[asked.options.by];
    const bool better = mine && other && (asked.options.lower_is_better ? *mine < *other : *mine > *other);
    const bool equal = mine && mine == other;
    const char* stays = equal ? "as good as" : better ? "better than" : "worse than";
    const std::string line = b.value ? fmt::format("{} is as good as {} where its {} is {} (now {})", of, rival,
                                                   b.pointer, figures(*b.value), figures(b.now))
                                     : fmt::format("{} stays {} {} with any {} from {} to {} (now {})", of, stays,
                                                   rival, b.pointer, figures(b.least), figures(b.most), figures(b.now));
    text += "  " + wrapped(line, 2) + "\n";
  }
  return text;
}

std::string limits(const std::vector<Subject>& subjects, const Comparison& comparison, const Asked& asked) {
  std::string text;
  if (const auto note = rough_note(asked.options.futures); !note.empty()) {
    text += "  " + wrapped(note, 2) + "\n";
  }
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
  std::string text =
      fmt::format("{}{} by {}{}, {} is better: {} futures each, {} runs\n\n", style.bold,
                  counted(subjects.size(), "scenario"), figure_name(asked.figures[asked.options.by].pointer),
                  style.reset, asked.options.lower_is_better ? "less" : "more", asked.options.futures, comparison.runs);
  text += ranking(subjects, comparison, asked, style);
  if (subjects.size() > 1) {
    text += "\n  " + wrapped(best_of_futures(subjects, comparison, asked), 2) + "\n" +
            side_by_side(subjects, comparison, asked, style) + "\n" +
            differences(subjects, comparison, figure_name(asked.figures[asked.options.by].pointer));
  }
  text += "\n" + influences(subjects, comparison, style) + variances(comparison, asked, style);
  if (!comparison.break_evens.empty()) text += "\n" + break_evens(subjects, comparison, asked);
  return text + "\n" + limits(subjects, comparison, asked);
}

}  // namespace gigaplan::cli
