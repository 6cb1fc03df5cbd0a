// How does a sweep spread over a cluster that Slurm runs?
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gigaplan::sweep {

struct SlurmJob {
  std::string name;                      ///< of the sweep; made harmless for a job's name
  std::filesystem::path program;         ///< this program, where every node finds it
  std::filesystem::path folder;          ///< of the sweep, on a file system that all nodes share
  std::vector<std::string> sweep_words;  ///< the command's arguments without --out, --shard and --resume
  std::vector<std::string> options;      ///< for sbatch, of both jobs: partition, time, account ...
  std::uint64_t shards = 1;
};

struct Submitted {
  std::string array_id, merge_id;
};

/// Writes <folder>/slurm/shard.sh and merge.sh and submits them: an array with a task a shard, and a merge after all of
/// them have ended in whatever way (it says which are not complete). A task that is requeued goes on where it was.
/// \throws std::runtime_error with what sbatch says, or why the scripts cannot be written
[[nodiscard]] Submitted submit(const SlurmJob& job);

/// The shard script, for whoever wants to submit it otherwise.
[[nodiscard]] std::string shard_script(const SlurmJob& job);

}  // namespace gigaplan::sweep
