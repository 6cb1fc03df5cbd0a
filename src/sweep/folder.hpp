// Which files does a sweep's folder hold, and who is writing into it?
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sweep/store.hpp"

namespace gigaplan::sweep {

/// A part of a sweep: the runs r with r mod count = index - 1.
struct Shard {
  std::uint64_t index = 1, count = 1;
  [[nodiscard]] bool whole() const { return count == 1; }
  [[nodiscard]] bool holds(std::uint64_t run) const { return run % count == index - 1; }
};

/// "3/8" → shard 3 of 8. None if it is not that, or beyond 1 <= 3 <= 8 <= 100,000.
[[nodiscard]] std::optional<Shard> parse_shard(const std::string& text);

/// Where a shard's results are: the folder itself, or <folder>/shards/3-of-8.
[[nodiscard]] std::filesystem::path shard_folder(const std::filesystem::path& folder, const Shard& shard);
[[nodiscard]] std::filesystem::path results_file(const std::filesystem::path& folder);
/// The results files of all shards that are there.
[[nodiscard]] std::vector<std::filesystem::path> shard_results(const std::filesystem::path& folder);

/// Holds a folder for one process, until it ends in whatever way (flock on <folder>/lock).
class FolderLock {
 public:
  /// Makes the folder if it is missing. \throws StoreError with the holder's process id if somebody has it
  explicit FolderLock(const std::filesystem::path& folder);
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock(FolderLock&&) = delete;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  int descriptor_ = -1;
};

/// runs.csv: one line a run, in the order of their numbers, with a header line; RFC 4180. The same results give the
/// same bytes, whatever the order in which they were found. \throws StoreError if it cannot be written
void write_csv(const Store& store, const std::filesystem::path& folder);

}  // namespace gigaplan::sweep
