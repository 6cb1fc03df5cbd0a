// How does one run live in a process of its own, and talk to the batch?
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "batch/pool.hpp"

namespace gigaplan::batch {

using Clock = std::chrono::steady_clock;

/// A message: its kind, how many bytes follow.
enum class Message : std::uint64_t { key = 1, output = 2, exception = 3, no_memory = 4 };

/// The batch's end of a worker. Owns the socket, not the process: reap() or kill() and reap() must be called.
class Worker {
 public:
  /// Forks. \throws std::runtime_error if the system refuses
  Worker(std::uint64_t run, const Work& work, const Limits& limits);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  Worker(Worker&& other) noexcept;
  Worker& operator=(Worker&&) = delete;
  ~Worker();

  /// Reads what is there.
  void receive();
  /// True if its last word has been received.
  [[nodiscard]] bool finished() const { return has_output_ || has_exception_ || no_memory_; }
  /// What it started may live on, with copies of its socket.
  [[nodiscard]] bool dead() const;
  /// The key that the worker claims and waits for an answer to, once.
  [[nodiscard]] std::optional<std::string> claimed();
  void answer(bool go);
  void kill() const;
  /// Ends it, if it has not ended, with all that it started, and tells how it was.
  [[nodiscard]] Outcome reap(bool timed_out);

  /// To wait for; -1 if nothing more will come.
  [[nodiscard]] int socket() const { return closed_ ? -1 : socket_; }
  [[nodiscard]] std::uint64_t run() const { return run_; }
  [[nodiscard]] Clock::time_point started() const { return started_; }
  [[nodiscard]] bool refused() const { return refused_; }

 private:
  std::uint64_t run_;
  pid_t process_ = -1;
  int socket_ = -1;
  Clock::time_point started_ = Clock::now();
  std::string inbox_, key_, output_, exception_;
  bool asked_ = false, refused_ = false, has_output_ = false, has_exception_ = false, no_memory_ = false,
       closed_ = false;

  void take_messages();
};

}  // namespace gigaplan::batch
