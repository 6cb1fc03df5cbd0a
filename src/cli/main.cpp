// Where does the program begin? Words in, exit code out.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/issue.hpp"
#include "cli/commands.hpp"
#include "cli/compare_options.hpp"
#include "cli/gate_options.hpp"
#include "cli/load.hpp"
#include "cli/portfolio_options.hpp"
#include "cli/run_futures.hpp"
#include "cli/sizing_text.hpp"
#include "cli/step_options.hpp"
#include "io/text.hpp"
#include "sim/run.hpp"
#include "sweep/expression.hpp"
#include "sweep/store.hpp"

namespace {

using namespace gigaplan::cli;

constexpr auto footer = R"(Examples:
  gigaplan run scenarios/examples/eu-gigafactory-100k.json
  gigaplan run scenarios/examples/eu-gigafactory-100k.json --set /site=es --out out/spain
  gigaplan step scenarios/examples/ai-factory-25k.json --set /cluster/fabric/leaf_oversubscription=2
  gigaplan validate scenarios/examples/*.json
  gigaplan catalogue chips h100-sxm5-80gb
  gigaplan sweep scenarios/sweeps/site-by-chip.json
  gigaplan size-network scenarios/examples/ai-factory-25k.json --sweep oversubscription=1,2,4 --sweep link_gbit_s=400,800
  gigaplan check out/site-by-chip --rules scenarios/sweeps/rules.json
  gigaplan compare scenarios/examples/eu-gigafactory-100k.json --vary /site=fi,es,de --out out/sites
  gigaplan portfolio scenarios/investai/proposals --sites 4..5 --budget-eu-eur 3e9 --max-per-country 1
  gigaplan schema scenario

Exit codes: 0 done, 1 a bug in gigaplan, 2 bad input (nothing written), 3 a check missed its threshold.)";

std::filesystem::path own_path(const char* argv0) {
  std::error_code error;
  auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path(argv0) : path;
}

void add_scenario(CLI::App& command, ScenarioArguments& input) {
  command.add_option("scenario", input.scenario, "Scenario file (JSON)")->required();
  command.add_option("--set", input.overrides, "Change a value: /json/pointer=value (again for more)")
      ->type_name("P=V")
      ->take_all();
}

void add_folder(CLI::App& command, std::filesystem::path& folder, const std::string& what) {
  command.add_option("--out", folder, "Folder for " + what)->type_name("DIR")->check([](const std::string& name) {
    return name.empty() ? "a folder's name is empty" : "";
  });
}

void add_calibrate(CLI::App& command, std::filesystem::path& file) {
  command.add_option("--calibrate", file, "Fit chip and stack to steps that you measured (docs/calibration.md)")
      ->type_name("FILE")
      ->check([](const std::string& name) { return name.empty() ? "a file's name is empty" : ""; });
}

void add_step_files(CLI::App& command, StepFiles& files) {
  const auto named = [](const std::string& file) { return file.empty() ? "a file's name is empty" : ""; };
  command.add_option("--trace", files.trace, "Write what happened when, for Perfetto or chrome://tracing")
      ->type_name("FILE")
      ->check(named);
  command.add_option("--export-simgrid", files.simgrid, "Write the machine as a SimGrid platform (XML)")
      ->type_name("FILE")
      ->check(named);
}

void add_run(CLI::App& app, RunArguments& run, const std::function<void()>& then) {
  auto* const command = app.add_subcommand("run", "Simulate a gigafactory: a training step, years of operation, money");
  add_scenario(*command, run.input);
  add_folder(*command, run.out, "report.json, timeseries.csv and report.html [out/<scenario>]");
  add_limit(*command, run.step);
  add_calibrate(*command, run.calibrate);
  add_run_futures(*command, run);
  command->callback(then);
}

void add_step(CLI::App& app, StepArguments& step, const std::function<void()>& then) {
  auto* const command = app.add_subcommand("step", "Simulate one training step: where does its time go?");
  add_scenario(*command, step.input);
  command->add_flag("--json", step.json, "Print /step and /fabric as JSON");
  command->add_flag("--unfolded", step.step.unfolded, "Simulate every chip and flow on its own (slow, for checks)");
  add_limit(*command, step.step);
  add_calibrate(*command, step.calibrate);
  add_folder(*command, step.out, "step.json and report.html");
  add_step_files(*command, step.files);
  command->callback(then);
}

void add_sweep(CLI::App& app, SweepArguments& sweep, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("sweep", "Simulate many scenarios made from one");
  command->add_option("sweep", sweep.sweep, "Sweep file (JSON)")->required();
  command->add_option("-j,--jobs", sweep.workers, "Runs side by side [processors]")->check(CLI::Range(1, 4096));
  add_folder(*command, sweep.out, "results.sqlite, runs.csv and report.html [out/<sweep>]");
  command->add_option("--set", sweep.overrides, "Change a value in every run: /json/pointer=value (again for more)")
      ->type_name("P=V")
      ->take_all();
  command->add_flag("--resume", sweep.resume, "Go on with what the folder holds");
  command->add_flag("--yes", sweep.yes, "Do not ask before a large sweep");
  command->add_flag("--shuffle", sweep.shuffle, "In a mixed order: what is there early is a fair sample");
  command->add_flag("--dry-run", sweep.dry_run, "Show the points; run nothing");
  command
      ->add_option_function<std::string>(
          "--shard", [&sweep](const std::string& text) { sweep.shard = gigaplan::sweep::parse_shard(text); },
          "Run only this part, e.g. 3/8; gigaplan merge puts the parts together")
      ->type_name("I/N")
      ->check([](const std::string& text) {
        return gigaplan::sweep::parse_shard(text) ? "" : "\"" + text + "\" is no part like 3/8";
      });
  command->add_flag("--slurm", sweep.slurm,
                    "Submit to Slurm: an array of shards and a merge. Must come last: what follows is for sbatch");
  command->add_option("--shards", sweep.shards, "Tasks of the Slurm array [16]")->check(CLI::Range(1, 100000));
  command->callback(run);
}

void add_size_network(CLI::App& app, SizeNetworkArguments& sizes, const std::function<void()>& run) {
  auto* const command =
      app.add_subcommand("size-network", "Which network is worth its price? All combinations of keys");
  add_scenario(*command, sizes.input);
  command->add_option("--sweep", sizes.keys, "What varies: KEY=A,B,C (again for more)")
      ->type_name("KEY=A,B")
      ->required()
      ->take_all();
  command->add_option("-j,--jobs", sizes.workers, "Variants side by side [processors]")->check(CLI::Range(1, 4096));
  add_folder(*command, sizes.out, "size-network.json and report.html");
  command->add_flag("--json", sizes.json, "Print JSON");
  command->add_option("--max-minutes", sizes.limits.minutes, "Stop a variant that takes longer [10]")
      ->check(CLI::Range(0.001, 1e6));
  command->add_option("--max-memory-gib", sizes.limits.memory_gib, "Stop a variant that wants more memory")
      ->check(CLI::Range(0.001, 1e6));
  command->add_flag("--yes", sizes.yes, "Do not ask before more than 10,000 variants");
  command->footer(describe_network_keys());
  command->callback(run);
}

void add_accuracy(CLI::App& app, AccuracyArguments& accuracy, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("accuracy", "How far are predictions from published measurements?");
  command->add_option("--cases", accuracy.cases, "Folder of validation cases [the project's own]")->type_name("DIR");
  command->add_option("--only", accuracy.only, "Only cases with this in their id")->type_name("TEXT");
  command->add_option("-j,--jobs", accuracy.workers, "Cases side by side [processors]")->check(CLI::Range(1, 4096));
  add_folder(*command, accuracy.out, "accuracy.json, .csv, .svg, .md and residuals.json");
  auto* const json = command->add_flag("--json", accuracy.json, "Print JSON");
  command->add_flag("--csv", accuracy.csv, "Print CSV")->excludes(json);
  command->callback(run);
}

/// What of the catalogue is to be shown.
struct EntryWanted {
  std::string kind, id;
  bool json = false;
};

void add_catalogue(CLI::App& app, EntryWanted& entry, const std::function<void()>& run) {
  auto* const command = app.add_subcommand("catalogue", "List or show catalogue entries with their sources");
  command->add_option("kind", entry.kind, "chips, nodes, models, sites ... (all without it)");
  command->add_option("id", entry.id, "Show this entry");
  command->add_flag("--json", entry.json, "As JSON, references resolved");
  command->callback(run);
}

/// What to say if the first word is no command; else nothing.
std::string unknown_command(CLI::App& app, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  if (word.empty() || word.starts_with('-') || std::ranges::find(names, word) != names.end()) {
    return "";
  }
  const auto near = gigaplan::io::closest(word, names);
  return fmt::format("there is no command \"{}\"; {}see gigaplan --help", gigaplan::printable(word),
                     near ? fmt::format("did you mean \"{}\"? ", *near) : "");
}

/// How many words are ours: those behind the --slurm of a sweep are sbatch's.
int words_before_sbatch(int argc, char** argv) {
  for (int i = 1; i < argc && argc > 1 && std::string_view(argv[1]) == "sweep"; ++i) {
    if (std::string_view(argv[i]) == "--slurm") {
      return i + 1;
    }
  }
  return argc;
}

int dispatch(int argc, char** argv) {
  const auto self = own_path(argv[0]);
  CLI::App app("gigaplan: what does an AI gigafactory deliver for its money, before it is built?", "gigaplan");
  app.footer(footer);
  app.require_subcommand(1);
  app.set_version_flag("--version",
                       fmt::format("gigaplan {} (SimGrid {})", GIGAPLAN_VERSION, gigaplan::sim::simgrid_version()));
  int code = exit_done;

  RunArguments run;
  add_run(app, run, [&] { code = run_command(run, self); });

  StepArguments step;
  add_step(app, step, [&] { code = step_command(step, self); });

  StepArguments network;
  auto* const network_app =
      app.add_subcommand("network", "Study the fabric: facts, collectives, fullest links, what more of it would bring");
  add_scenario(*network_app, network.input);
  network_app->add_flag("--json", network.json, "Print JSON");
  add_limit(*network_app, network.step);
  add_step_files(*network_app, network.files);
  network_app->callback([&] { code = network_command(network, self); });

  SweepArguments sweep;
  add_sweep(app, sweep, [&] { code = sweep_command(sweep, self); });

  SizeNetworkArguments sizes;
  add_size_network(app, sizes, [&] { code = size_network_command(sizes, self); });

  AccuracyArguments accuracy;
  add_accuracy(app, accuracy, [&] { code = accuracy_command(accuracy, self); });

  CompareArguments compared;
  add_compare(app, compared, [&] { code = compare_command(compared, self); });

  PortfolioArguments portfolio;
  add_portfolio(app, portfolio, [&] { code = portfolio_command(portfolio, self); });

  std::filesystem::path merged;
  auto* const merge_app = app.add_subcommand("merge", "Put the results of a sweep's shards together");
  merge_app->add_option("folder", merged, "The sweep's output folder")->required();
  merge_app->callback([&] { code = merge_command(merged); });

  CheckArguments check;
  add_check(app, check, [&] { code = check_command(check); });

  DiffArguments diff;
  add_diff(app, diff, [&] { code = diff_command(diff); });

  std::vector<std::filesystem::path> files;
  std::vector<std::string> overrides;
  auto* const validate_app = app.add_subcommand("validate", "Check scenarios without running them");
  validate_app->add_option("scenarios", files, "Scenario files (JSON)")->required();
  validate_app->add_option("--set", overrides, "Change a value in each: /json/pointer=value")
      ->type_name("P=V")
      ->take_all();
  validate_app->callback([&] { code = validate_command(files, overrides, self); });

  EntryWanted entry;
  add_catalogue(app, entry, [&] { code = catalogue_command(entry.kind, entry.id, entry.json, self); });

  std::string schema;
  auto* const schema_app = app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for editors");
  schema_app->add_option("kind", schema, "scenario, chip, node, model, site ...")->required();
  schema_app->callback([&] { code = schema_command(schema); });

  if (const auto unknown = unknown_command(app, argc, argv); !unknown.empty()) {
    complain(unknown);
    return exit_bad_input;
  }
  const int own = words_before_sbatch(argc, argv);
  sweep.sbatch_options.assign(argv + own, argv + argc);
  try {
    app.parse(own, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_done : exit_bad_input;
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return dispatch(argc, argv);
  } catch (const gigaplan::sim::StepRefused& error) {
    complain(error.what());
    return exit_bad_input;
  } catch (const gigaplan::sweep::StoreError& error) {
    complain(error.what());
    return exit_bad_input;
  } catch (const gigaplan::sweep::BadExpression& error) {
    complain(error.what());
    return exit_bad_input;
  } catch (const std::exception& error) {
    fmt::print(stderr,
               "gigaplan failed: {}\nThis is a bug in gigaplan, not in your scenario; please report it with the "
               "scenario and this text.\n",
               error.what());
    return exit_bug;
  }
}
