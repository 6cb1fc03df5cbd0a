// How are predictions held against published measurements from the command line?
#include <fmt/format.h>

#include <algorithm>

#include "accuracy/intervals.hpp"
#include "accuracy/outputs.hpp"
#include "accuracy/residuals.hpp"
#include "cli/accuracy_text.hpp"
#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/sweep_text.hpp"
#include "io/files.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// tests/validation/cases beside the catalogue's project, or where it is installed.
fs::path find_cases(const io::Catalogue& catalogue) {
  const fs::path scenarios = catalogue.root.parent_path();
  for (const fs::path& place : {scenarios / "validation", scenarios.parent_path() / "tests" / "validation" / "cases"})
    if (fs::is_directory(place)) return place;
  return scenarios / "validation";
}

/// Parameters that did not see some of the cases, if a fit left them beside the folder.
accuracy::UnseenFile read_unseen(const fs::path& cases) {
  std::error_code ignored;
  const auto file = accuracy::unseen_file(cases);
  return fs::exists(file, ignored) ? accuracy::read_unseen(file) : accuracy::UnseenFile{};
}

/// What is wrong with cases that no scenario could be made of.
Issues faults_of(const accuracy::Evaluation& evaluation) {
  Issues issues;
  for (const auto& r : evaluation.results)
    if (r.bad_case) issues.push_back({.message = fmt::format("case {}: {}", r.of.id, r.failure)});
  return issues;
}

}  // namespace

int accuracy_command(const AccuracyArguments& arguments, const fs::path& executable) {
  const auto catalogue = open_catalogue(executable);
  if (!catalogue) return exit_bad_input;
  const auto residuals = load_residuals(executable);
  if (!residuals) return exit_bad_input;
  const fs::path folder = arguments.cases.empty() ? find_cases(*catalogue) : arguments.cases;
  auto cases = accuracy::read_cases(folder);
  const auto unseen = read_unseen(folder);
  cases.issues.insert(cases.issues.end(), unseen.issues.begin(), unseen.issues.end());
  if (!arguments.out.empty()) {
    const auto unwritable = io::check_output_folder(arguments.out);
    cases.issues.insert(cases.issues.end(), unwritable.begin(), unwritable.end());
  }
  if (!arguments.only.empty())
    std::erase_if(cases.cases, [&](const accuracy::Case& c) { return c.id.find(arguments.only) == std::string::npos; });
  if (cases.cases.empty() && !has_errors(cases.issues)) {
    cases.issues.push_back({.message = fmt::format("no case has \"{}\" in its id", arguments.only),
                            .remedy = "give --only a part of a case's id"});
  }
  print_issues(cases.issues);
  if (has_errors(cases.issues)) return exit_bad_input;
  ProgressBar bar;
  auto evaluation = accuracy::evaluate(
      cases, *catalogue, arguments.workers > 0 ? arguments.workers : batch::processors(),
      [&](double share) { bar.update("published runs", share); }, unseen.sets);
  bar.clear();
  if (evaluation.stop != batch::Stop::finished) {
    fmt::print(stderr, "stopped by {}; nothing was written\n", stopped_by(evaluation.stop));
    return exit_code_of(evaluation.stop);
  }
  accuracy::state_intervals(evaluation, residuals->rows);
  const auto faults = faults_of(evaluation);
  print_issues(faults);
  if (!faults.empty()) return exit_bad_input;
  const auto json = accuracy::accuracy_json(evaluation, GIGAPLAN_VERSION);
  if (!arguments.out.empty()) {
    const auto issues = io::write_outputs(arguments.out, {{"accuracy.json", json},
                                                          {"accuracy.csv", accuracy::accuracy_csv(evaluation)},
                                                          {"accuracy.svg", accuracy::accuracy_svg(evaluation)},
                                                          {"accuracy.md", accuracy_page(evaluation)},
                                                          {"residuals.json", accuracy::residuals_json(evaluation)}});
    print_issues(issues);
    if (has_errors(issues)) return exit_bad_input;
  }
  if (arguments.json) {
    fmt::print("{}", json);
  } else if (arguments.csv) {
    fmt::print("{}", accuracy::accuracy_csv(evaluation));
  } else {
    fmt::print("{}", summarise_accuracy(evaluation, style(stdout_has_colour())));
    if (!arguments.out.empty()) fmt::print("\n  Written to {}\n", arguments.out.string());
  }
  return evaluation.failures() > 0 ? exit_bug : exit_done;
}

}  // namespace gigaplan::cli
