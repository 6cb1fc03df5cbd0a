// What do tests of the pool share? Batches that collect what they store, and a look at processes from outside.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "batch/pool.hpp"
#include "temporary.hpp"

namespace pool {

namespace batch = gigaplan::batch;

struct Ended {
  batch::Stop stop = batch::Stop::finished;
  std::vector<batch::Outcome> outcomes;  ///< in the order in which they were stored
  [[nodiscard]] const batch::Outcome& of(std::uint64_t run) const {
    const auto found = std::ranges::find(outcomes, run, &batch::Outcome::run);
    REQUIRE(found != outcomes.end());
    return *found;
  }
  [[nodiscard]] std::vector<std::uint64_t> order() const {
    std::vector<std::uint64_t> runs;
    std::ranges::transform(outcomes, std::back_inserter(runs), &batch::Outcome::run);
    return runs;
  }
};

/// The runs 0 .. runs - 1. \param work gets the signals' own handlers: doctest's would tell of the worker's death
inline Ended run(std::uint64_t runs, const batch::Work& work, const batch::Options& options = {}) {
  Ended ended;
  std::uint64_t next = 0;
  ended.stop = batch::run_batch([&] { return next < runs ? std::optional(next++) : std::nullopt; },
                                [&](std::uint64_t number, const batch::Claim& claim) {
                                  for (const int signal : {SIGABRT, SIGSEGV}) {
                                    std::signal(signal, SIG_DFL);
                                  }
                                  return work(number, claim);
                                },
                                [&](const batch::Outcome& outcome) {
                                  ended.outcomes.push_back(outcome);
                                  return true;
                                },
                                options);
  return ended;
}

[[noreturn]] inline void hang() {
  for (;;) {
    ::pause();
  }
}

inline void wait_for(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

/// One short write, so that lines of several processes do not mix.
inline void append(const std::filesystem::path& file, const std::string& line) {
  std::ofstream(file, std::ios::app) << line + "\n" << std::flush;
}

inline std::vector<std::string> lines(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);) {
    all.push_back(line);
  }
  return all;
}

/// True as soon as the condition holds; false if it does not within 20 s.
inline bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 2000; ++i) {
    if (condition()) {
      return true;
    }
    wait_for(std::chrono::milliseconds(10));
  }
  return false;
}

/// Ended, or a zombie that nobody has asked for yet (its parent is gone).
inline bool gone(const std::string& process) {
  const std::string stat = temporary::content("/proc/" + process + "/stat");
  const auto name_end = stat.rfind(')');  // "pid (name) state ..."
  return name_end == std::string::npos || stat[name_end + 2] == 'Z' || stat[name_end + 2] == 'X';
}

inline bool no_child_is_left() {
  return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

}  // namespace pool
