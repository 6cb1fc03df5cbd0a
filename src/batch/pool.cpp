#include "batch/pool.hpp"

#include <malloc.h>
#include <poll.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <list>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "batch/worker.hpp"

namespace gigaplan::batch {
namespace {

volatile std::sig_atomic_t caught = 0;  // NOLINT: a signal handler reaches nothing else

extern "C" void note_signal(int signal) {
  caught = signal;
}

/// While it lives, SIGINT and SIGTERM are noted and end the waiting in poll().
class SignalWatch {
 public:
  SignalWatch() {
    caught = 0;
    struct sigaction action {};
    action.sa_handler = note_signal;
    ::sigaction(SIGINT, &action, &interrupt_);
    ::sigaction(SIGTERM, &action, &terminate_);
  }
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;
  SignalWatch(SignalWatch&&) = delete;
  SignalWatch& operator=(SignalWatch&&) = delete;
  ~SignalWatch() {
    ::sigaction(SIGINT, &interrupt_, nullptr);
    ::sigaction(SIGTERM, &terminate_, nullptr);
  }

 private:
  struct sigaction interrupt_ {};
  struct sigaction terminate_ {};
};

class Batch {
 public:
  Batch(const std::function<std::optional<std::uint64_t>()>& next, const Work& work,
        const std::function<bool(const Outcome&)>& store, const Options& options)
      : next_(next), work_(work), store_(store), options_(options) {}

  Stop run() {
    const SignalWatch watch;
    ::malloc_trim(0);  // free pages that no child inherits need not be copied when it writes there
    while (!refused_ && caught == 0) {
      fill();
      if (workers_.empty()) {
        break;
      }
      wait();
      tell(false);
    }
    const int signal = caught;
    for (const Worker& worker : workers_) {
      worker.kill();  // all of them, before waiting for the first
    }
    for (Worker& worker : workers_) {
      (void)worker.reap(false);  // half done: to be run again
    }
    workers_.clear();
    tell(true);
    return refused_           ? Stop::refused
           : signal == SIGINT ? Stop::interrupt
           : signal != 0      ? Stop::terminate
                              : Stop::finished;
  }

 private:
  struct Original {
    std::uint64_t run;
    std::vector<Outcome> waiting;  ///< duplicates that ended before it did
  };

  void fill() {
    while (workers_.size() < static_cast<std::size_t>(std::max(1, options_.workers))) {
      std::optional<std::uint64_t> run;
      if (!again_.empty()) {
        run = again_.back();
        again_.pop_back();
      } else {
        run = next_();  // asked again after it named none: what ends may bring more
      }
      if (!run) {
        return;
      }
      workers_.emplace_back(*run, work_, options_.limits);
    }
  }

  /// Until something is said, a limit is reached or it is time to tell of progress.
  void wait() {
    std::vector<pollfd> sockets;
    sockets.reserve(workers_.size());
    for (const Worker& worker : workers_) {
      sockets.push_back({worker.socket(), POLLIN, 0});
    }
    const bool dying = std::ranges::any_of(workers_, [](const Worker& worker) { return worker.socket() < 0; });
    const int patience_ms = dying ? 1 : 200;
    if (::poll(sockets.data(), sockets.size(), patience_ms) < 0 && errno != EINTR) {
      refused_ = true;
      return;
    }
    for (auto worker = workers_.begin(); worker != workers_.end() && caught == 0;) {
      const auto current = worker++;
      const bool late =
          std::chrono::duration<double>(Clock::now() - current->started()).count() > options_.limits.seconds;
      const bool dead = current->dead();  // asked before the reading: what it said before its death is all there
      current->receive();
      if (dead || current->finished()) {
        end(current, false);
      } else if (const auto key = current->claimed()) {
        current->answer(claim(*key, current->run()));
      } else if (late) {
        end(current, true);
      }
    }
  }

  bool claim(const std::string& key, std::uint64_t run) {
    if (options_.known && options_.known(key)) {
      return false;
    }
    const auto found = originals_.find(key);
    if (found != originals_.end()) {
      return found->second.run == run;  // itself, once more
    }
    originals_.emplace(key, Original{run, {}});
    return true;
  }

  void end(std::list<Worker>::iterator worker, bool timed_out) {
    Outcome outcome = worker->reap(timed_out);
    workers_.erase(worker);
    const bool killed =
        outcome.ending == Ending::crashed && outcome.reason.find("killed by signal 9") != std::string::npos;
    if (killed && tries_[outcome.run]++ < options_.retries) {
      again_.push_back(outcome.run);
      return;
    }
    tries_.erase(outcome.run);
    const auto original = originals_.find(outcome.key);
    if (outcome.ending == Ending::duplicate && original != originals_.end() && !ended_.contains(outcome.key)) {
      original->second.waiting.push_back(std::move(outcome));
      return;
    }
    settle(outcome);
    if (original != originals_.end() && original->second.run == outcome.run) {
      for (const Outcome& waiting : std::exchange(original->second.waiting, {})) {
        settle(waiting);
      }
      if (options_.known && options_.known(outcome.key)) {
        originals_.erase(original);  // whoever keeps the results knows it now
      } else {
        ended_.insert(outcome.key);
      }
    }
  }

  void settle(const Outcome& outcome) {
    refused_ = refused_ || !store_(outcome);
    ++finished_;
    failed_ += outcome.ending == Ending::done || outcome.ending == Ending::duplicate ? 0 : 1;
  }

  void tell(bool at_once) {
    constexpr auto often = std::chrono::milliseconds(200);
    const auto now = Clock::now();
    if (options_.progress && (at_once || now - told_ >= often)) {
      told_ = now;
      options_.progress({finished_, failed_, workers_.size(), std::chrono::duration<double>(now - started_).count()});
    }
  }

  const std::function<std::optional<std::uint64_t>()>& next_;
  const Work& work_;
  const std::function<bool(const Outcome&)>& store_;
  const Options& options_;
  std::list<Worker> workers_;
  std::vector<std::uint64_t> again_;
  std::map<std::uint64_t, int> tries_;
  std::map<std::string, Original, std::less<>> originals_;
  std::set<std::string> ended_;  ///< keys whose original ended without a result that is kept
  bool refused_ = false;
  std::uint64_t finished_ = 0, failed_ = 0;
  Clock::time_point started_ = Clock::now(), told_ = started_;
};

}  // namespace

Stop run_batch(const std::function<std::optional<std::uint64_t>()>& next, const Work& work,
               const std::function<bool(const Outcome&)>& store, const Options& options) {
  return Batch(next, work, store, options).run();
}

int processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

}  // namespace gigaplan::batch
