// How are scenarios compared from the command line?
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "cli/compare_page.hpp"
#include "cli/compare_text.hpp"
#include "cli/deciding_figure.hpp"
#include "cli/load.hpp"
#include "cli/simulate.hpp"
#include "cli/sweep_text.hpp"
#include "futures/outputs.hpp"
#include "io/files.hpp"
#include "io/text.hpp"
#include "report/html.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// A scenario that is to be compared, before it is simulated.
struct Candidate {
  std::string label;
  fs::path file;
  std::vector<Setting> overrides;
  io::LoadedScenario loaded;
};

/// "/site=fi,es": the pointer, and its values.
struct Variation {
  std::string pointer;
  std::vector<std::string> values;
};

std::optional<Variation> parse_variation(const std::string& text, Issues& issues) {
  if (text.empty()) return std::nullopt;
  const auto change = io::parse_override(text);
  if (!change || change->value.empty()) {
    issues.push_back({.file = "--vary",
                      .message = fmt::format("\"{}\" names no values", printable(text)),
                      .remedy = "write /json/pointer=A,B,C"});
    return std::nullopt;
  }
  Variation variation{change->pointer, {}};
  for (std::size_t at = 0; at <= change->value.size();) {
    const auto comma = std::min(change->value.find(',', at), change->value.size());
    variation.values.push_back(change->value.substr(at, comma - at));
    at = comma + 1;
  }
  return variation;
}

/// All scenarios, each once for every value that varies; every issue is told. Empty if there are errors.
std::vector<Candidate> candidates(const CompareArguments& arguments, const io::Catalogue& catalogue) {
  Issues issues;
  const auto overrides = parse_overrides(arguments.overrides, issues);
  const auto variation = parse_variation(arguments.vary, issues);
  std::vector<Candidate> all;
  const auto add = [&](const fs::path& file, const std::string* value) {
    auto changes = overrides;
    if (value != nullptr) changes.push_back({variation->pointer, *value});
    auto loaded = io::load_scenario(file, changes, catalogue);
    issues.insert(issues.end(), loaded.issues.begin(), loaded.issues.end());
    if (!loaded.scenario) return;
    std::string label = loaded.scenario->name;
    if (value != nullptr) label = arguments.scenarios.size() > 1 ? label + ", " + *value : *value;
    all.push_back({std::move(label), file, std::move(changes), std::move(loaded)});
  };
  for (const auto& file : arguments.scenarios) {
    if (!variation) add(file, nullptr);
    for (std::size_t v = 0; variation && v < variation->values.size(); ++v) add(file, &variation->values[v]);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {  // two files may have one name
    int same = 1;
    for (std::size_t j = i + 1; j < all.size(); ++j)
      if (all[j].label == all[i].label) all[j].label += fmt::format(" ({})", ++same);
  }
  print_issues(issues);
  if (has_errors(issues)) all.clear();
  return all;
}

/// A figure whose break-even is sought is a number that one of the scenarios has, or the answer would be no answer.
Issues check_break_evens(const std::vector<std::string>& pointers, const std::vector<Candidate>& all) {
  Issues issues;
  for (const auto& pointer : pointers) {
    std::vector<std::string> known;
    for (const auto& c : all)
      for (const auto& figure : c.loaded.assumptions) known.push_back(figure.pointer);
    if (std::ranges::find(known, pointer) != known.end()) continue;
    const auto near = io::closest(pointer, known);
    issues.push_back({.file = "--break-even",
                      .message = fmt::format("no scenario has a number at {} that could be another",
                                             printable(io::shortened(pointer))),
                      .remedy = near ? fmt::format("did you mean {}?", *near) : "see /assumptions of report.json"});
  }
  return issues;
}

/// Simulates each once. None after telling why not.
std::optional<std::vector<futures::Subject>> simulate_once(std::vector<Candidate> all, const io::Catalogue& catalogue,
                                                           const confidence::Residuals& residuals,
                                                           const futures::Question& question, ProgressBar& bar) {
  std::vector<futures::Subject> subjects;
  subjects.reserve(all.size());
  for (auto& c : all) {
    bar.update("each as it stands", static_cast<double>(subjects.size()) / static_cast<double>(all.size()),
               ProgressBar::Of::no_time);
    try {
      subjects.emplace_back(c.label, c.file, c.overrides, std::move(c.loaded), catalogue, residuals.rows, question);
    } catch (const sim::StepRefused& e) {
      bar.clear();
      complain(fmt::format("{}: {}", c.file.string(), e.what()));
      return std::nullopt;
    }
  }
  return subjects;
}

int written(const CompareArguments& arguments, const std::vector<futures::Subject>& subjects,
            const futures::Comparison& comparison, const futures::Asked& asked, const std::string& json) {
  if (arguments.out.empty()) return exit_done;
  const auto page = compare_page(contenders_of(subjects), comparison, asked, versions());
  const auto issues = io::write_outputs(arguments.out, {{"compare.json", json},
                                                        {"futures.csv", futures_csv(subjects, comparison, asked)},
                                                        {"draws.csv", draws_csv(subjects, comparison, asked)},
                                                        {"report.html", report::html(page)}});
  print_issues(issues);
  return has_errors(issues) ? exit_bad_input : exit_done;
}

}  // namespace

int compare_command(const CompareArguments& arguments, const fs::path& executable) {
  const auto catalogue = open_catalogue(executable);
  const auto residuals = catalogue ? load_residuals(executable) : std::nullopt;
  if (!catalogue || !residuals) return exit_bad_input;
  if (!arguments.out.empty()) {
    if (const auto issues = io::check_output_folder(arguments.out); has_errors(issues)) {
      print_issues(issues);
      return exit_bad_input;
    }
  }
  auto all = candidates(arguments, *catalogue);
  if (all.empty()) return exit_bad_input;
  const auto projects =
      std::ranges::count_if(all, [](const Candidate& c) { return c.loaded.scenario->finance.project.has_value(); });
  const auto figures = kept_figures(arguments, static_cast<std::size_t>(projects), all.size());
  const auto unknown = check_break_evens(arguments.break_even, all);
  print_issues(unknown);
  if (!figures || has_errors(unknown)) return exit_bad_input;
  const futures::Question question{*figures, arguments.every, arguments.step};
  ProgressBar bar;
  const auto subjects = simulate_once(std::move(all), *catalogue, *residuals, question, bar);
  if (!subjects) return exit_bad_input;
  futures::Asked asked{GIGAPLAN_VERSION, *figures, {}, arguments.every};
  asked.options.by = deciding_figure(arguments, *figures, *subjects);
  const auto& by = (*figures)[asked.options.by].pointer;
  asked.options.lower_is_better = arguments.lowest || (!arguments.highest && futures::lower_is_better(by));
  asked.options.futures = arguments.futures;
  asked.options.seed = arguments.seed;
  asked.options.sobol = arguments.sobol;
  asked.options.workers = arguments.workers > 0 ? arguments.workers : batch::processors();
  if (!arguments.break_even.empty()) asked.options.break_even = arguments.break_even;
  asked.options.progress = [&](const std::string& what, double share) {
    bar.update(what, share, ProgressBar::Of::all);
  };
  const auto comparison = futures::compare(*subjects, asked.options);
  bar.clear();
  if (comparison.stop != batch::Stop::finished) {
    fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(comparison.stop));
    return exit_code_of(comparison.stop);
  }
  const auto json = comparison_json(*subjects, comparison, asked);
  if (const int code = written(arguments, *subjects, comparison, asked, json); code != exit_done) return code;
  if (arguments.json) {
    fmt::print("{}", json);
    return exit_done;
  }
  fmt::print("{}", summarise_comparison(*subjects, comparison, asked, style(stdout_has_colour())));
  if (!arguments.out.empty()) {
    fmt::print(
        "\n  Written to {}: report.html (a page for a browser), compare.json, futures.csv (every future), "
        "draws.csv (what each drew)\n",
        arguments.out.string());
  }
  return exit_done;
}

}  // namespace gigaplan::cli
