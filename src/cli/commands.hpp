// What did the user ask for? One function a command; each returns the exit code.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/run.hpp"

namespace gigaplan::cli {

/// 0 done; 1 a bug of ours; 2 bad input, nothing written; 3 a threshold missed (checks).
enum ExitCode { exit_done = 0, exit_bug = 1, exit_bad_input = 2, exit_missed = 3 };

struct ScenarioArguments {
  std::filesystem::path scenario;
  std::vector<std::string> overrides;  ///< "/json/pointer=value"
};

struct RunArguments {
  ScenarioArguments input;
  std::filesystem::path out;  ///< empty: out/<name of the scenario file>
  sim::StepOptions step;
};

struct StepArguments {
  ScenarioArguments input;
  bool json = false;
  sim::StepOptions step;
};

/// \param executable path of this binary: the catalogue is found from it
int run_command(const RunArguments& arguments, const std::filesystem::path& executable);
int step_command(const StepArguments& arguments, const std::filesystem::path& executable);
int validate_command(const std::vector<std::filesystem::path>& scenarios, const std::vector<std::string>& overrides,
                     const std::filesystem::path& executable);
int catalogue_command(const std::string& name, const std::string& id, bool json,
                      const std::filesystem::path& executable);
int schema_command(const std::string& kind);

}  // namespace gigaplan::cli
