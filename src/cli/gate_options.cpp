#include "cli/gate_options.hpp"

namespace gigaplan::cli {

void add_check(CLI::App& app, CheckArguments& check, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("check", "Do results keep the rules? Exit 3 if not");
  command->add_option("results", check.results, "A sweep's or run's output folder, results.sqlite or report.json")
      ->required();
  command->add_option("--rules", check.rules, "Rules (JSON)")->required();
  command->add_option("--baseline", check.baseline, "Earlier results to compare with");
  command->add_option("--junit", check.junit, "Write JUnit XML")->type_name("FILE");
  command->add_option("--markdown", check.markdown, "Write a summary in Markdown")->type_name("FILE");
  command->add_flag("--github", check.github, "Print GitHub annotations (on by itself where GITHUB_ACTIONS=true)");
  command->callback(run);
}

void add_diff(CLI::App& app, DiffArguments& diff, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("diff", "What moved between two results?");
  command->add_option("a", diff.a, "Earlier results")->required();
  command->add_option("b", diff.b, "Later results")->required();
  command->add_option("--tolerance", diff.tolerance, "Relative difference that is none [0]")
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--json", diff.json, "Print JSON");
  command->add_flag("--fail", diff.fail, "Exit 3 if anything moved");
  command->callback(run);
}

}  // namespace gigaplan::cli
