// Do tasks that share a process each have an answer, and does a bad one harm itself alone?
#include "futures/groups.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace gigaplan;
using namespace gigaplan::futures;

namespace {

struct Ended {
  std::vector<batch::Outcome> outcomes;
  std::vector<int> times;
  std::uint64_t told = 0;
};

Ended run(std::size_t count, const GroupedWork& work, int workers, double seconds = 60) {
  Ended ended{std::vector<batch::Outcome>(count), std::vector<int>(count), 0};
  batch::Options options{.workers = workers, .limits = {.seconds = seconds, .memory_byte = {}}};
  options.progress = [&](const batch::Progress& p) {
    CHECK(p.finished >= ended.told);
    ended.told = p.finished;
  };
  const auto stop = run_grouped(
      count,
      [&](std::size_t task, bool last) {
        for (const int signal : {SIGABRT, SIGSEGV}) std::signal(signal, SIG_DFL);  // not doctest's
        return work(task, last);
      },
      [&](std::size_t task, const batch::Outcome& outcome) {
        ended.outcomes[task] = outcome;
        ++ended.times[task];
      },
      options);
  CHECK(stop == batch::Stop::finished);
  for (const int times : ended.times) CHECK(times == 1);
  return ended;
}

}  // namespace

TEST_CASE("each task is answered once, whatever its size, in far fewer processes than tasks") {
  const auto work = [](std::size_t task, bool) {
    return std::to_string(::getpid()) + " " + std::string(task * 50, static_cast<char>('a' + task % 26));
  };
  for (const int workers : {1, 3}) {
    const auto ended = run(300, work, workers);
    std::set<std::string> processes;
    for (std::size_t task = 0; task < 300; ++task) {
      const auto& output = ended.outcomes[task].output;
      processes.insert(output.substr(0, output.find(' ')));
      CHECK(output.substr(output.find(' ') + 1) == std::string(task * 50, static_cast<char>('a' + task % 26)));
    }
    CHECK(processes.size() < 100);
    CHECK(processes.size() >= 300 / 16);
    CHECK(ended.told == 300);
  }
  CHECK(run(0, work, 2).outcomes.empty());
}

TEST_CASE("a task that dies, throws or hangs fails alone; the others of its group are answered") {
  const auto work = [](std::size_t task, bool) -> std::string {
    if (task == 3) std::abort();
    if (task == 4) throw std::runtime_error("boom");
    if (task == 40) std::raise(SIGSEGV);
    if (task == 41)
      for (;;) ::pause();
    return "fine " + std::to_string(task);
  };
  const auto ended = run(100, work, 2, 3);
  for (std::size_t task = 0; task < 100; ++task) {
    CAPTURE(task);
    const auto& outcome = ended.outcomes[task];
    if (task == 3 || task == 4 || task == 40 || task == 41) {
      CHECK(outcome.ending == (task == 41 ? batch::Ending::timeout : batch::Ending::crashed));
      CHECK(outcome.output.empty());
      CHECK_FALSE(outcome.reason.empty());
    } else {
      CHECK(outcome.ending == batch::Ending::done);
      CHECK(outcome.output == "fine " + std::to_string(task));
    }
  }
  CHECK(ended.outcomes[4].reason == "boom");
}

TEST_CASE("what one task does to memory the next may see, but only the last of a process is told that it is") {
  const auto ended = run(
      64,
      [](std::size_t task, bool last) {
        return std::to_string(::getpid()) + (last ? " last" : "") + (task == 0 ? " 0" : "");
      },
      1);
  std::set<std::string> closed;
  for (const auto& outcome : ended.outcomes) {
    const auto process = outcome.output.substr(0, outcome.output.find(' '));
    CHECK_FALSE(closed.contains(process));
    if (outcome.output.find("last") != std::string::npos) closed.insert(process);
  }
  CHECK(closed.size() > 4);
}

TEST_CASE("a group that takes long is cut short, and what is left goes to others") {
  const auto ended = run(
      40,
      [](std::size_t task, bool) {
        if (task < 2) std::this_thread::sleep_for(std::chrono::milliseconds(1100));
        return std::to_string(::getpid());
      },
      1);
  CHECK(ended.outcomes[0].output == ended.outcomes[1].output);
  CHECK(ended.outcomes[2].output == ended.outcomes[0].output);  // begun as the last one, after 2.2 s
  CHECK(ended.outcomes[3].output != ended.outcomes[0].output);
}
