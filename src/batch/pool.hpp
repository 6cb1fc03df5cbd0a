// How do many simulations run side by side, so that none can harm another?
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gigaplan::batch {

/// How a run ended.
enum class Ending {
  done,           ///< its work returned
  duplicate,      ///< another run with the same key has done it, or does
  crashed,        ///< it died, or its work threw
  timeout,        ///< stopped at its limit
  out_of_memory,  ///< wanted more than its limit
};

struct Limits {
  double seconds = 600;               ///< of wall time
  std::optional<double> memory_byte;  ///< of address space; not enforced under AddressSanitizer
};

/// Called by the work, once, with a fingerprint of its inputs before the expensive part. False: somebody else has done
/// that, and the work is to return at once; what it returns then does not count.
using Claim = std::function<bool(std::string_view key)>;

/// Runs in a process of its own: whatever it does to memory, signals or files' positions stays there.
using Work = std::function<std::string(std::uint64_t run, const Claim& claim)>;

struct Outcome {
  std::uint64_t run = 0;
  Ending ending = Ending::done;
  std::string key;     ///< what it claimed; empty if it did not
  std::string output;  ///< what the work returned, if it is done
  std::string reason;  ///< why it is not
  double wall_s = 0, memory_byte = 0;
};

/// How far it is.
struct Progress {
  std::uint64_t finished = 0, failed = 0, running = 0;
  double elapsed_s = 0;
};

struct Options {
  int workers = 1;  ///< processes at a time
  Limits limits;
  int retries = 1;  ///< times that a run that was killed from outside starts again
  /// True if a result for the key is there already, from an earlier batch.
  std::function<bool(const std::string& key)> known;
  /// About five times a second, and at the end.
  std::function<void(const Progress&)> progress;
};

/// What ended the batch.
enum class Stop { finished, interrupt, terminate, refused };

/// Runs `work` for every run that `next` names, `options.workers` at a time, each in a process forked for it, and gives
/// each outcome to `store` in the order in which they end; the outcome of a duplicate follows that of its original.
/// Runs whose work throws, dies, hangs or swallows memory end as such, and the others go on. `next` and `store` are
/// called in this process only; `next` may name more after it named none, as long as something runs. If `store` returns
/// false, the batch stops (`refused`).
///
/// SIGINT and SIGTERM stop it: running processes are killed, what has ended is stored, and the signals' former
/// handlers are back when this returns. If this process is killed, so are its children. One batch at a time, from a
/// process with one thread.
[[nodiscard]] Stop run_batch(const std::function<std::optional<std::uint64_t>()>& next, const Work& work,
                             const std::function<bool(const Outcome&)>& store, const Options& options);

/// Processors that this process may use (the affinity mask, as schedulers of clusters set it), at least 1.
[[nodiscard]] int processors();

}  // namespace gigaplan::batch
