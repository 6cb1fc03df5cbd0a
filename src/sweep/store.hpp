// Where do results go, so that none is ever lost?
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sweep/figures.hpp"

namespace gigaplan::sweep {

/// A results file that cannot be used: full disk, not ours, another version. what() is for the user.
struct StoreError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What became of a run. `done`, `invalid` (the scenario has errors) and `refused` (the step is too large) are final;
/// the others are tried again when a sweep is resumed.
enum class Status { done, invalid, refused, crashed, timeout, out_of_memory };
[[nodiscard]] const char* status_name(Status status);
[[nodiscard]] bool is_final(Status status);

/// One line of the results.
struct Row {
  std::uint64_t run = 0;
  Status status = Status::done;
  std::vector<std::string> cells;  ///< one an axis, JSON texts
  int replicate = 0;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> figures;  ///< JSON texts; empty if it is not done
  std::string scenario_sha256;       ///< empty if the scenario could not be read
  std::string message;               ///< why it is not done
};

/// What a run took; not reproducible, and so kept apart.
struct Attempt {
  double wall_s = 0, memory_mb = 0;
  bool duplicate = false;  ///< its inputs were those of another run, whose result it shares
};

struct StoreLayout {
  std::vector<std::string> axes;      ///< columns
  std::vector<std::string> pointers;  ///< what each axis changes; "" for options
  std::vector<Figure> figures;
  std::map<std::string, std::string> meta;  ///< name, identity, versions, number of runs, shard, the sweep itself
};

/// A SQLite file (docs/sweep.md has its tables) in write-ahead mode: each run is a transaction of its own, so that
/// whatever kills the writer leaves a file that holds all runs stored before. All functions throw StoreError.
class Store {
 public:
  /// Opens for writing; makes it if it is not there, or was left before its tables were made.
  /// \throws StoreError if it is there and holds other axes, figures or another identity
  static Store open(const std::filesystem::path& file, const StoreLayout& layout);
  /// One that nobody else sees, and that goes away with it: in memory and, when it grows, in a file without a name.
  static Store temporary(const StoreLayout& layout);
  /// Opens what is there, for reading.
  static Store read(const std::filesystem::path& file);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  ~Store();

  [[nodiscard]] const StoreLayout& layout() const;

  /// \param report compact JSON; stored once for each scenario_sha256; empty: none
  void add(const Row& row, const std::string& report, const Attempt& attempt);
  /// Notes that all its runs have been done, and makes one self-contained file of it, without a write-ahead log.
  void complete();
  /// Notes that a constraint skips the run.
  void skip(std::uint64_t run);
  /// True if a final result of that scenario is there.
  [[nodiscard]] bool knows(const std::string& scenario_sha256) const;
  /// Any row with that scenario, a final one first.
  [[nodiscard]] std::optional<Row> find(const std::string& scenario_sha256) const;
  /// Runs that need not be done again: final ones and skipped ones; index: run.
  [[nodiscard]] std::vector<bool> settled(std::uint64_t runs) const;
  [[nodiscard]] std::map<Status, std::uint64_t> counts() const;
  [[nodiscard]] std::uint64_t skipped() const;
  /// In the order of their numbers.
  void each(const std::function<void(const Row&)>& visit) const;
  [[nodiscard]] std::optional<std::string> report(const std::string& scenario_sha256) const;
  /// Takes over all of another file's runs that are not settled here. Same layout.
  void absorb(const Store& other);
  /// One message of each status that is not done, with how many runs share it.
  [[nodiscard]] std::vector<std::pair<std::string, std::uint64_t>> failures() const;

 private:
  struct Inside;
  explicit Store(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace gigaplan::sweep
