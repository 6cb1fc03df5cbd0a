// What did the user ask for? One function a command; each returns the exit code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/step_files.hpp"
#include "model/sweep.hpp"
#include "portfolio/problem.hpp"
#include "sim/run.hpp"
#include "sweep/folder.hpp"

namespace gigaplan::cli {

/// 0 done; 1 a bug of ours; 2 bad input, nothing written; 3 a threshold missed (checks).
/// 130 and 143: stopped by SIGINT or SIGTERM, as shells have it.
enum ExitCode {
  exit_done = 0,
  exit_bug = 1,
  exit_bad_input = 2,
  exit_missed = 3,
  exit_interrupted = 130,
  exit_terminated = 143
};

struct ScenarioArguments {
  std::filesystem::path scenario;
  std::vector<std::string> overrides;  ///< "/json/pointer=value"
};

struct RunArguments {
  ScenarioArguments input;
  std::filesystem::path calibrate;  ///< measured steps; empty: none
  std::filesystem::path out;        ///< empty: out/<name of the scenario file>
  std::size_t futures = 0;          ///< 0: no ranges
  std::uint64_t seed = 1;           ///< of the futures
  int workers = 0;                  ///< of the futures; 0: as many as there are processors
  sim::StepOptions step;
};

struct StepArguments {
  ScenarioArguments input;
  std::filesystem::path calibrate;  ///< measured steps; empty: none
  std::filesystem::path out;        ///< folder for step.json and report.html; empty: neither is written
  bool json = false;
  StepFiles files;
  sim::StepOptions step;
};

struct SweepArguments {
  std::filesystem::path sweep, out;  ///< out empty: default_out()
  std::vector<std::string> overrides;
  int workers = 0;  ///< 0: as many as there are processors
  bool resume = false, yes = false, dry_run = false, shuffle = false;
  std::optional<sweep::Shard> shard;
  bool slurm = false;  ///< submit, and do not run here
  std::vector<std::string> sbatch_options;
  std::uint64_t shards = 16;  ///< tasks of the array
};

struct SizeNetworkArguments {
  ScenarioArguments input;
  std::vector<std::string> keys;  ///< "KEY=A,B,C"
  std::filesystem::path out;      ///< empty: nothing is written
  int workers = 0;                ///< 0: as many as there are processors
  bool json = false, yes = false;
  SweepLimits limits;  ///< of a variant
};

struct AccuracyArguments {
  std::filesystem::path cases;  ///< folder; empty: the project's own
  std::filesystem::path out;    ///< empty: nothing is written
  std::string only;             ///< a part of the cases' ids; empty: all
  int workers = 0;              ///< 0: as many as there are processors
  bool json = false, csv = false;
};

struct CompareArguments {
  std::vector<std::filesystem::path> scenarios;
  std::vector<std::string> overrides;  ///< of all of them
  std::string vary;                    ///< "/json/pointer=A,B,C"; empty: nothing
  std::string by;                      ///< figure of report.json that decides; empty: tokens per (public) euro
  std::vector<std::string> figures, break_even;  ///< more figures to show; figures whose break-even is sought
  bool lowest = false, highest = false;          ///< which is better; neither: by the figure's name
  std::size_t futures = 200, sobol = 0;
  std::uint64_t seed = 1;
  int every = 6;              ///< hours of a year that a future simulates
  std::filesystem::path out;  ///< empty: nothing is written
  int workers = 0;            ///< 0: as many as there are processors
  bool json = false;
  sim::StepOptions step;
};

struct PortfolioArguments {
  std::filesystem::path folder, facts;  ///< facts empty: FOLDER.json, if it is there
  std::vector<std::string> overrides;   ///< of all of them
  std::string by = "/operation/model_pflop";
  portfolio::Limits limits;
  std::size_t futures = 50, alternatives = 5;
  std::uint64_t seed = 1;
  int every = 6;  ///< hours of a year that a future simulates
  bool central = false, json = false;
  std::filesystem::path out;  ///< empty: nothing is written
  int workers = 0;            ///< 0: as many as there are processors
  sim::StepOptions step;
};

struct CheckArguments {
  std::filesystem::path results, rules, baseline, junit, markdown;  ///< empty: none
  bool github = false;
};

struct DiffArguments {
  std::filesystem::path a, b;
  double tolerance = 0;
  bool json = false, fail = false;
};

/// out/<name of the file without its ending>; out/result if that is no name for a folder.
[[nodiscard]] std::filesystem::path default_out(const std::filesystem::path& file);

/// \param executable path of this binary: the catalogue is found from it
int run_command(const RunArguments& arguments, const std::filesystem::path& executable);
int step_command(const StepArguments& arguments, const std::filesystem::path& executable);
int network_command(const StepArguments& arguments, const std::filesystem::path& executable);
int validate_command(const std::vector<std::filesystem::path>& scenarios, const std::vector<std::string>& overrides,
                     const std::filesystem::path& executable);
int catalogue_command(const std::string& name, const std::string& id, bool json,
                      const std::filesystem::path& executable);
int schema_command(const std::string& kind);
int sweep_command(const SweepArguments& arguments, const std::filesystem::path& executable);
int size_network_command(const SizeNetworkArguments& arguments, const std::filesystem::path& executable);
int accuracy_command(const AccuracyArguments& arguments, const std::filesystem::path& executable);
int compare_command(const CompareArguments& arguments, const std::filesystem::path& executable);
int portfolio_command(const PortfolioArguments& arguments, const std::filesystem::path& executable);
int merge_command(const std::filesystem::path& folder);
int check_command(const CheckArguments& arguments);
int diff_command(const DiffArguments& arguments);

}  // namespace gigaplan::cli
