#include "cli/compare_options.hpp"

#include "cli/step_options.hpp"

namespace gigaplan::cli {

void add_compare(CLI::App& app, CompareArguments& compare, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("compare", "Which scenario is best, how sure is that, and why?");
  command->add_option("scenarios", compare.scenarios, "Scenario files (JSON)")->required();
  command->add_option("--set", compare.overrides, "Change a value in all: /json/pointer=value (again for more)")
      ->type_name("P=V")
      ->take_all();
  command->add_option("--vary", compare.vary, "Compare each with these values: /site=fi,es,de")->type_name("P=A,B");
  command->add_option("--by", compare.by, "The figure of report.json that decides [tokens per public euro]")
      ->type_name("POINTER");
  command->add_option("--figure", compare.figures, "Keep this figure too (again for more)")
      ->type_name("POINTER")
      ->take_all();
  auto* const lowest = command->add_flag("--lowest", compare.lowest, "The lowest figure is best");
  command->add_flag("--highest", compare.highest, "The highest is [by the figure's name]")->excludes(lowest);
  command->add_option("--futures", compare.futures, "Futures of each scenario [200]")->check(CLI::Range(2, 100000));
  command->add_option("--seed", compare.seed, "Of the futures [1]")->check(CLI::NonNegativeNumber);
  command->add_option("--every", compare.every, "Simulate every n-th hour of a future's year [6]")
      ->check(CLI::IsMember({1, 2, 3, 4, 6, 12}));
  command->add_option("--sobol", compare.sobol, "Sobol indices by topic, from as many base futures [0: none]")
      ->check(CLI::Range(0, 100000));
  command
      ->add_option("--break-even", compare.break_even,
                   "At which value of this figure are two as good? (again for more) [wholesale power price]")
      ->type_name("POINTER")
      ->take_all();
  command->add_option("-j,--jobs", compare.workers, "Futures side by side [processors]")->check(CLI::Range(1, 4096));
  command->add_option("--out", compare.out, "Folder for report.html, compare.json, futures.csv, draws.csv")
      ->type_name("DIR");
  command->add_flag("--json", compare.json, "Print JSON");
  add_limit(*command, compare.step);
  command->callback(run);
}

}  // namespace gigaplan::cli
