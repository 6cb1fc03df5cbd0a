// How are results judged, and compared, from the command line?
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/load.hpp"
#include "cli/terminal.hpp"
#include "gate/check.hpp"
#include "gate/diff.hpp"
#include "gate/formats.hpp"
#include "io/files.hpp"
#include "io/sweep_reader.hpp"

namespace gigaplan::cli {
namespace {

namespace fs = std::filesystem;

/// False after telling why.
bool write_file(const fs::path& file, const std::string& text) {
  const auto issues =
      io::write_outputs(file.has_parent_path() ? file.parent_path() : ".", {{file.filename().string(), text}});
  print_issues(issues);
  return !has_errors(issues);
}

/// Set by GitHub's runners in each step.
bool on_github() {
  const char* const said = std::getenv("GITHUB_ACTIONS");  // NOLINT(concurrency-mt-unsafe): one thread, and no setenv
  return said != nullptr && std::string_view(said) == "true";
}

}  // namespace

int check_command(const CheckArguments& arguments) {
  const auto rules = io::load_rules(arguments.rules);
  print_issues(rules.issues);
  if (!rules.book) {
    return exit_bad_input;
  }
  try {
    const gate::Results results(arguments.results);
    std::optional<gate::Results> baseline;
    if (!arguments.baseline.empty()) {
      baseline.emplace(arguments.baseline);
    }
    const auto verdicts = gate::check(results, baseline ? &*baseline : nullptr, *rules.book);
    const bool written =
        (arguments.junit.empty() || write_file(arguments.junit, gate::junit_xml(verdicts, rules.book->name))) &&
        (arguments.markdown.empty() || write_file(arguments.markdown, gate::markdown(verdicts, rules.book->name)));
    if (!written) {
      return exit_bad_input;
    }
    fmt::print("{}", gate::plain_text(verdicts));
    if (arguments.github || on_github()) {
      fmt::print("{}", gate::github_annotations(verdicts));
    }
    return std::ranges::any_of(verdicts, &gate::Verdict::failed) ? exit_missed : exit_done;
  } catch (const gate::BadResults& e) {
    complain(e.what());
  } catch (const sweep::BadExpression& e) {
    complain(fmt::format("{}: {}", arguments.rules.string(), e.what()));
  }
  return exit_bad_input;
}

int diff_command(const DiffArguments& arguments) {
  try {
    const gate::Results a(arguments.a);
    const gate::Results b(arguments.b);
    const auto difference = gate::diff(a, b, arguments.tolerance);
    fmt::print("{}", arguments.json ? gate::json_text(difference) : gate::plain_text(difference));
    return arguments.fail && !difference.same() ? exit_missed : exit_done;
  } catch (const gate::BadResults& e) {
    complain(e.what());
    return exit_bad_input;
  }
}

}  // namespace gigaplan::cli
