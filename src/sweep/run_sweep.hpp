// How does a sweep become results?
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "batch/pool.hpp"
#include "sweep/folder.hpp"
#include "sweep/plan.hpp"
#include "sweep/store.hpp"

namespace gigaplan::sweep {

/// What one run came to, before it is a row.
struct Simulated {
  Status status = Status::done;
  bool skipped = false;         ///< a constraint does not hold
  std::string scenario_sha256;  ///< empty if the scenario has errors
  std::string report;           ///< compact JSON, if done
  std::string message;          ///< else why not; without paths, so that it is the same on every machine
};

/// Simulates a point in the worker's process. Claims the scenario's hash before the expensive part; if that is refused
/// it returns at once. `accepts` says of the resolved scenario (JSON) whether the constraints hold.
using Simulate = std::function<Simulated(const Point& point, const batch::Claim& claim,
                                         const std::function<bool(const std::string& scenario_json)>& accepts)>;

/// How a sweep ended.
struct SweepResult {
  std::string name;
  batch::Stop stop = batch::Stop::finished;
  std::map<Status, std::uint64_t> counts;               ///< of all runs that are stored, earlier sessions' too
  std::uint64_t skipped = 0;                            ///< by constraints
  std::uint64_t missing = 0;                            ///< not run yet
  std::uint64_t simulated = 0, shared = 0, before = 0;  ///< in this session: new results, duplicates; found there
  std::vector<std::pair<std::string, std::uint64_t>> failures;  ///< as Store::failures() has them
  std::string error;                                            ///< why the results could not be stored (stop: refused)
};

struct SweepOptions {
  Shard shard;
  int workers = 1;
  bool shuffle = false;  ///< in a mixed order: early results then are a fair sample, and so is the time left
  /// \param total runs of this shard that are still to be done when it starts
  std::function<void(const batch::Progress&, std::uint64_t total)> progress;
};

/// Runs what is not settled yet, and writes runs.csv when all is. Results are those of any other order, number of
/// workers and division into shards. \param folder the shard's; the caller holds its lock \throws StoreError
[[nodiscard]] SweepResult run_sweep(const Plan& plan, const std::filesystem::path& folder, const Simulate& simulate,
                                    const SweepOptions& options);

/// The same into a store that the caller has opened, with the plan's layout; completes it not, and writes no table.
[[nodiscard]] SweepResult run_into(Store& store, const Plan& plan, const Simulate& simulate,
                                   const SweepOptions& options);

/// Puts the shards' results together and writes runs.csv. The caller holds the folder's lock.
/// \throws StoreError if a shard is missing or not complete, or if they are of different sweeps
[[nodiscard]] SweepResult merge_shards(const std::filesystem::path& folder);

}  // namespace gigaplan::sweep
