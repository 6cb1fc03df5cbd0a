// What do tests of the gate share? Small reports and sweeps, as files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/issue.hpp"
#include "gate/results.hpp"
#include "sweep/folder.hpp"
#include "sweep/store.hpp"
#include "temporary.hpp"

namespace sweeps {

/// A report with these members. \param inside JSON without the outer braces
inline std::string report(const std::string& inside) {
  return R"({"schema": "gigaplan/report/1", "scenario": {"name": "Test"}, )" + inside + "}";
}

struct Run {
  std::string site;  ///< axis "site"
  int chips = 0;     ///< axis "chips"
  std::string report;
  gigaplan::sweep::Status status = gigaplan::sweep::Status::done;
  int replicate = 0;
};

/// Writes <folder>/results.sqlite with these runs; returns the folder.
inline std::filesystem::path write(const std::filesystem::path& folder, const std::vector<Run>& runs) {
  using namespace gigaplan::sweep;
  std::filesystem::create_directories(folder);
  Store store = Store::open(results_file(folder), {.axes = {"site", "chips"},
                                                   .pointers = {"/site", "/cluster/chips"},
                                                   .figures = {{"/a", "a"}},
                                                   .meta = {{"identity", "x"}}});
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Run& run = runs[i];
    const Row row{.run = i,
                  .status = run.status,
                  .cells = {"\"" + run.site + "\"", std::to_string(run.chips)},
                  .replicate = run.replicate,
                  .figures = {"null"},
                  .scenario_sha256 = "hash" + std::to_string(i),
                  .message = run.status == Status::done ? "" : "boom"};
    store.add(row, run.report, {});
  }
  store.complete();
  return folder;
}

}  // namespace sweeps
