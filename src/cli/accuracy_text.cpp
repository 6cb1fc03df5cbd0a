#include "cli/accuracy_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "accuracy/intervals.hpp"
#include "base/issue.hpp"

namespace gigaplan::cli {
namespace {

using accuracy::ErrorSummary;
using accuracy::Evaluation;
using accuracy::Group;
using accuracy::Point;
using accuracy::Result;

std::string percent(double share) {
  return fmt::format("{:.1f}", 100 * share);
}

/// count, mean, median, p90, worst, bias.
std::vector<std::string> cells(const ErrorSummary& s) {
  if (s.count == 0) return {"-", "", "", "", "", ""};
  return {std::to_string(s.count), percent(s.mean),  percent(s.median),
          percent(s.p90),          percent(s.worst), fmt::format("{:+.1f}", 100 * s.bias)};
}

std::vector<std::pair<const Result*, const Point*>> worst(const Evaluation& evaluation, std::size_t count) {
  std::vector<std::pair<const Result*, const Point*>> all;
  for (const auto& r : evaluation.results) {
    for (const auto& p : r.points)
      if (r.of.layout_stated) all.emplace_back(&r, &p);
  }
  std::ranges::stable_sort(all, std::ranges::greater(),
                           [](const auto& pair) { return std::abs(pair.second->error()); });
  all.resize(std::min(all.size(), count));
  return all;
}

/// Why cases are left out, the most frequent reason first.
std::vector<std::pair<std::string, int>> reasons(const Evaluation& evaluation) {
  std::map<std::string, int> counts;
  for (const auto& r : evaluation.results)
    if (!r.of.left_out.empty()) ++counts[r.of.left_out];
  std::vector<std::pair<std::string, int>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(), &std::pair<std::string, int>::second);
  return sorted;
}

std::size_t predicted(const Evaluation& evaluation) {
  return static_cast<std::size_t>(
      std::ranges::count_if(evaluation.results, [](const Result& r) { return !r.points.empty(); }));
}

std::string figure(double value) {
  return fmt::format("{:.4g}", value);
}

/// "3 of 4 test figures, 20 of 21 calibration figures"; empty if no prediction has an interval.
std::string covered(const Evaluation& evaluation) {
  std::string text;
  for (const bool calibration : {false, true}) {
    const auto [figures, inside] = accuracy::coverage(evaluation.results, calibration);
    if (figures == 0) continue;
    text += fmt::format("{}{} of {} {} figures", text.empty() ? "" : ", ", inside, figures,
                        calibration ? "calibration" : "test");
  }
  return text;
}

/// A prediction with its unit, and its interval if it has one.
std::string predicted_figure(const Point& p) {
  auto value = fmt::format("{} {}", figure(p.predicted), p.unit);
  if (!p.interval) return value;
  return fmt::format("{} ({} to {})", value, figure(p.interval->low), figure(p.interval->high));
}

/// Text that stays text in a table of Markdown: a bar would end the cell, a line feed the row, a tag is a tag.
std::string cell(const std::string& text) {
  std::string result;
  for (const char c : printable(text)) {
    switch (c) {
      case '|': result += "\\|"; break;
      case '<': result += "&lt;"; break;
      case '&': result += "&amp;"; break;
      default: result += c;
    }
  }
  return result;
}

bool knows_unseen(const Evaluation& evaluation) {
  return std::ranges::any_of(evaluation.groups, [](const Group& g) {
    return std::ranges::any_of(g.unseen, [](const ErrorSummary& s) { return s.count > 0; });
  });
}

void table(const Evaluation& evaluation, const std::function<const ErrorSummary&(const Group&)>& part,
           std::string_view title, std::string& page) {
  page += fmt::format(
      "\n### {}\n\n| what | figures | mean | median | 90th percentile | worst | bias "
      "|\n|---|---|---|---|---|---|---|\n",
      title);
  for (const auto& g : evaluation.groups) {
    if (part(g).count == 0) continue;
    page += "| " + g.name;
    for (const auto& text : cells(part(g))) page += " | " + text;
    page += " |\n";
  }
}

/// How far off fits are that did not see the step, its stack, its architecture, or but one row of its series.
void unseen_tables(const Evaluation& evaluation, std::string& page) {
  page +=
      "\n## Leave one out\n\n"
      "All steps whose layout is printed, test and calibration alike, each predicted by parameters that were fitted to "
      "the\n"
      "others ([calibration.md](calibration.md) has the method): this is the error to expect of a model, a software or "
      "a chip\n"
      "that nobody has measured, and of a model of which one run is known.\n";
  for (const auto& u : accuracy::unseen_names) {
    std::string title(u.text);
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    table(
        evaluation, [&](const Group& g) -> const ErrorSummary& { return g.unseen[static_cast<std::size_t>(u.what)]; },
        title, page);
  }
}

/// How many test rows lie in the intervals that were stated without their series; nothing where none was.
std::string coverage_line(const Evaluation& evaluation) {
  const auto coverage = accuracy::step_coverage(evaluation);
  if (coverage.figures == 0) return "";
  return fmt::format("\n  stated 90 % intervals cover {:.0f} % of {} test rows\n",
                     100.0 * static_cast<double>(coverage.inside) / static_cast<double>(coverage.figures),
                     coverage.figures);
}

}  // namespace

std::string summarise_accuracy(const Evaluation& evaluation, const Style& style) {
  std::string text = fmt::format("{}Predictions beside {} published measurements{}; errors in %\n\n", style.bold,
                                 predicted(evaluation), style.reset);
  const auto row = [&](std::string_view name, const char* part, const std::vector<std::string>& c) {
    text += fmt::format("  {:<39} {:<27} {:>5} {:>6} {:>7} {:>6} {:>7} {:>6}\n", name, part, c[0], c[1], c[2], c[3],
                        c[4], c[5]);
  };
  row("", "", {"n", "mean", "median", "p90", "worst", "bias"});
  for (const auto& g : evaluation.groups) {
    std::string_view name = g.name;
    const auto part = [&](const char* label, const ErrorSummary& s) {
      if (s.count == 0) return;
      row(name, label, cells(s));
      name = "";
    };
    part("test", g.test);
    part("calibration", g.calibration);
    part("defaults*", g.guessed);
    for (const auto& u : accuracy::unseen_names)
      part(std::string(u.text).c_str(), g.unseen[static_cast<std::size_t>(u.what)]);
  }
  text +=
      "\n  test: rows that nothing was fitted to. calibration: rows that parameters rest on.\n"
      "  * the source does not print the layout: a test of our guess as well.\n";
  if (knows_unseen(evaluation)) {
    text +=
        "  series left out, ... never seen: test and calibration rows, predicted by fits to the other rows;\n"
        "  one row of the series known: by such a fit that also saw one row of the series, the first by name.\n";
  }
  if (const auto inside = covered(evaluation); !inside.empty())
    text += fmt::format("  Failures inside the simulated 90 % interval: {}.\n", inside);
  text += coverage_line(evaluation);
  text += "\n  Largest errors:\n";
  for (const auto& [r, p] : worst(evaluation, 8)) {
    text += fmt::format("  {:+7.1f} %  {} ({} {} predicted, {} published)\n", 100 * p->error(), printable(r->of.id),
                        figure(p->predicted), p->unit, figure(p->published));
  }
  for (const auto& r : evaluation.results)
    if (!r.failure.empty()) text += fmt::format("  failed: {}: {}\n", printable(r.of.id), printable(r.failure));
  return text;
}

std::string accuracy_page(const Evaluation& evaluation) {
  std::string page = fmt::format(
      "# Accuracy\n\n"
      "Written by `gigaplan accuracy --out DIR`; a test compares. {} measurements that somebody published, each\n"
      "simulated as the scenario that its case describes (`tests/validation/cases/`, where every default is named). "
      "Errors are\n"
      "predicted ÷ published - 1, in percent; mean, median, 90th percentile and worst are of absolute errors, bias is "
      "the mean\n"
      "with its sign.\n\n"
      "![Predicted against published step times](accuracy.svg)\n",
      predicted(evaluation));
  table(evaluation, &Group::test, "Test: rows that nothing was fitted to", page);
  table(evaluation, &Group::calibration, "Calibration: rows that parameters rest on", page);
  table(evaluation, &Group::guessed, "Layout not printed by the source: a test of our guess as well", page);
  if (knows_unseen(evaluation)) unseen_tables(evaluation, page);
  if (const auto inside = covered(evaluation); !inside.empty()) {
    page += fmt::format(
        "\n### Intervals\n\n"
        "Failures are drawn with many seeds: the prediction is the mean, the interval beside it goes from the 5 % to "
        "the\n"
        "95 % quantile. Published figures inside: {}.\n",
        inside);
  }
  page += "\n## Left out\n\n| why | cases |\n|---|---|\n";
  for (const auto& [why, count] : reasons(evaluation)) page += fmt::format("| {} | {} |\n", cell(why), count);
  std::string group;
  for (const auto& r : evaluation.results) {
    if (r.points.empty()) continue;
    if (r.of.group != group) {
      group = r.of.group;
      page +=
          fmt::format("\n## {}\n\n| case | role | what | predicted | published | error |\n|---|---|---|---|---|---|\n",
                      cell(group));
    }
    for (const auto& p : r.points) {
      page += fmt::format("| {} | {} | {} | {} | {} | {:+.1f} |\n", cell(r.of.id),
                          r.of.calibrates      ? "calibration"
                          : r.of.layout_stated ? "test"
                                               : "test, layout not printed",
                          cell(p.what), predicted_figure(p), figure(p.published), 100 * p.error());
    }
  }
  return page;
}

}  // namespace gigaplan::cli
