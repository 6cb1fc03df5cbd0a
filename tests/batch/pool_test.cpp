// Does every run end exactly once, whatever it does?
#include <doctest/doctest.h>
#include <sched.h>

#include <array>
#include <cstdlib>
#include <map>
#include <new>
#include <stdexcept>

#include "batches.hpp"

using namespace gigaplan::batch;
using namespace std::chrono_literals;
using pool::run;

TEST_CASE("each run has one outcome, with what its work returned") {
  const auto ended = run(1000, [](std::uint64_t number, const Claim&) { return "result of " + std::to_string(number); },
                         {.workers = 4});
  CHECK(ended.stop == Stop::finished);
  CHECK(ended.outcomes.size() == 1000);
  std::map<std::uint64_t, int> times;
  for (const Outcome& outcome : ended.outcomes) {
    CAPTURE(outcome.reason);
    ++times[outcome.run];
    CHECK(outcome.ending == Ending::done);
    CHECK(outcome.output == "result of " + std::to_string(outcome.run));
    CHECK(outcome.key.empty());
  }
  CHECK(times.size() == 1000);
  CHECK(pool::no_child_is_left());
}

TEST_CASE("no runs are no outcomes, and an empty output is an output") {
  CHECK(run(0, [](std::uint64_t, const Claim&) { return std::string("never"); }).outcomes.empty());
  const auto ended = run(1, [](std::uint64_t, const Claim&) { return std::string(); });
  CHECK(ended.of(0).ending == Ending::done);
  CHECK(ended.of(0).output.empty());
}

TEST_CASE("megabytes of output arrive whole, also from several at a time") {
  const auto text = [](std::uint64_t number) {
    std::string result(8'000'000 + number, '\0');  // far beyond a socket's buffer, and of no round size
    for (std::size_t i = 0; i < result.size(); ++i) {
      result[i] = static_cast<char>((i * 31 + number) % 256);
    }
    return result;
  };
  const auto ended = run(4, [&](std::uint64_t number, const Claim&) { return text(number); }, {.workers = 2});
  REQUIRE(ended.outcomes.size() == 4);
  for (const Outcome& outcome : ended.outcomes) {
    CHECK(outcome.ending == Ending::done);
    CHECK(outcome.output.size() == 8'000'000 + outcome.run);
    CHECK((outcome.output == text(outcome.run)));  // in brackets: doctest is not to print megabytes
  }
}

TEST_CASE("outcomes come in the order in which the runs end") {
  const auto ended = run(2,
                         [](std::uint64_t number, const Claim&) {
                           pool::wait_for(number == 0 ? 600ms : 0ms);
                           return std::string();
                         },
                         {.workers = 2});
  CHECK(ended.order() == std::vector<std::uint64_t>{1, 0});
  CHECK(ended.of(0).wall_s >= 0.6);
}

TEST_CASE("a run that throws, dies or ends without a result is told as such, and the others go on") {
  const auto ended = run(8,
                         [](std::uint64_t number, const Claim&) -> std::string {
                           switch (number) {
                             case 0: throw std::runtime_error("boom");
                             case 1: throw 7;
                             case 2: std::abort();
                             case 3: std::raise(SIGSEGV); break;
                             case 4: ::_exit(0);
                             case 5: ::_exit(3);
                             case 6: throw std::bad_alloc();
                             default: break;
                           }
                           return "fine";
                         },
                         {.workers = 2});
  CHECK(ended.stop == Stop::finished);
  REQUIRE(ended.outcomes.size() == 8);
  const std::array<const char*, 6> reasons = {"boom",
                                              "an exception of unknown type",
                                              "killed by signal 6",
                                              "killed by signal 11",
                                              "ended without a result (exit status 0)",
                                              "ended without a result (exit status 3)"};
  for (std::uint64_t number = 0; number < reasons.size(); ++number) {
    CAPTURE(number);
    CHECK(ended.of(number).ending == Ending::crashed);
    CHECK(ended.of(number).reason.starts_with(reasons.at(number)));
    CHECK(ended.of(number).output.empty());
  }
  CHECK(ended.of(6).ending == Ending::out_of_memory);
  CHECK(ended.of(7).ending == Ending::done);
  CHECK(ended.of(7).output == "fine");
}

TEST_CASE("a run that hangs is stopped at its limit, with all that it has started") {
  const temporary::Folder folder;
  const auto file = folder.path() / "grandchild";
  const auto ended = run(1,
                         [&](std::uint64_t, const Claim&) -> std::string {
                           if (::fork() == 0) {
                             pool::append(file, std::to_string(::getpid()));
                             pool::hang();
                           }
                           for (;;) {
                             (void)::getppid();
                           }
                         },
                         {.limits = {.seconds = 0.2}});
  CHECK(ended.of(0).ending == Ending::timeout);
  CHECK(ended.of(0).wall_s >= 0.2);
  CHECK(ended.of(0).wall_s < 20);  // poll()'s patience is 0.2 s; the rest is a machine with much to do
  CHECK(ended.of(0).reason.find("time limit") != std::string::npos);
  REQUIRE(pool::lines(file).size() == 1);
  CHECK(pool::soon([&] { return pool::gone(pool::lines(file).front()); }));
  CHECK(pool::no_child_is_left());
}

TEST_CASE("what a run leaves behind ends with it, and does not hold up its outcome") {
  const temporary::Folder folder;
  const auto file = folder.path() / "left";
  const auto ended = run(2,
                         [&](std::uint64_t number, const Claim&) -> std::string {
                           if (::fork() == 0) {
                             pool::append(file, std::to_string(::getpid()));
                             pool::hang();  // and holds copies of the worker's descriptors
                           }
                           pool::soon([&] { return pool::lines(file).size() == number + 1; });
                           if (number == 1) {
                             std::abort();
                           }
                           return "whole";
                         },
                         {.limits = {.seconds = 5}});
  CHECK(ended.of(0).ending == Ending::done);
  CHECK(ended.of(0).output == "whole");
  CHECK(ended.of(1).ending == Ending::crashed);
  CHECK(ended.of(1).reason.starts_with("killed by signal 6"));
  REQUIRE(pool::lines(file).size() == 2);
  for (const std::string& process : pool::lines(file)) {
    CHECK(pool::soon([&] { return pool::gone(process); }));
  }
}

TEST_CASE("a run that closes its line and goes on is stopped at its limit") {
  const auto ended = run(1,
                         [](std::uint64_t, const Claim&) -> std::string {
                           ::close_range(3, ~0U, 0);
                           pool::hang();
                         },
                         {.limits = {.seconds = 0.2}});
  CHECK(ended.of(0).ending == Ending::timeout);
}

#if !defined(__SANITIZE_ADDRESS__)  // its shadow takes terabytes of address space
TEST_CASE("a run that wants more memory than its limit is told as such") {
  constexpr double gib = 1024.0 * 1024 * 1024;
  const auto ended = run(3,
                         [](std::uint64_t number, const Claim&) {
                           const std::vector<char> much(number == 1 ? 4'000'000'000 : 50'000'000, 'x');
                           return std::to_string(much.size());
                         },
                         {.limits = {.memory_byte = 1 * gib}});
  CHECK(ended.of(0).output == "50000000");
  CHECK(ended.of(0).memory_byte >= 50e6);
  CHECK(ended.of(0).memory_byte < gib);
  CHECK(ended.of(1).ending == Ending::out_of_memory);
  CHECK(ended.of(1).reason.find("memory") != std::string::npos);
  CHECK(ended.of(2).ending == Ending::done);
}
#endif

TEST_CASE("what a run does to memory stays there") {
  int touched = 0;
  (void)run(3, [&](std::uint64_t, const Claim&) { return std::to_string(++touched); });
  CHECK(touched == 0);
}

TEST_CASE("no more run at a time than there are workers") {
  for (const int workers : {0, 1, 3}) {  // 0 is taken for 1
    CAPTURE(workers);
    const temporary::Folder folder;
    const auto ended = run(9,
                           [&](std::uint64_t number, const Claim&) {
                             const auto mine = folder.write(std::to_string(number), "");
                             pool::wait_for(50ms);
                             const auto now = std::distance(std::filesystem::directory_iterator(folder.path()), {});
                             std::filesystem::remove(mine);
                             return std::to_string(now);
                           },
                           {.workers = workers});
    long most = 0;
    for (const Outcome& outcome : ended.outcomes) {
      most = std::max(most, std::stol(outcome.output));
    }
    CHECK(most <= std::max(1, workers));
    CHECK(most >= std::min(2, std::max(1, workers)));  // side by side, where they may
  }
}

TEST_CASE("progress is told while it lasts, and at the end") {
  std::vector<Progress> told;
  Options options{.workers = 2};
  options.progress = [&](const Progress& progress) { told.push_back(progress); };
  (void)run(
      4,
      [](std::uint64_t number, const Claim&) -> std::string {
        pool::wait_for(number == 0 ? 900ms : 0ms);
        return number == 3 ? throw std::runtime_error("no") : std::string();
      },
      options);
  REQUIRE(told.size() >= 3);  // 0.9 s at five times a second are four, and one at the end
  for (std::size_t i = 1; i < told.size(); ++i) {
    CHECK(told[i].elapsed_s >= told[i - 1].elapsed_s);
    CHECK(told[i].finished >= told[i - 1].finished);
    CHECK(told[i].running <= 2);
  }
  CHECK(told.front().running >= 1);
  CHECK(told.back().finished == 4);
  CHECK(told.back().failed == 1);
  CHECK(told.back().running == 0);
  CHECK(told.back().elapsed_s >= 0.9);
}

TEST_CASE("processors are those that this process may use") {
  const int all = processors();
  CHECK(all >= 1);
  cpu_set_t before;
  REQUIRE(::sched_getaffinity(0, sizeof before, &before) == 0);
  CHECK(all == CPU_COUNT(&before));
  int first = 0;
  while (!CPU_ISSET(first, &before)) {
    ++first;
  }
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  REQUIRE(::sched_setaffinity(0, sizeof one, &one) == 0);
  CHECK(processors() == 1);
  ::sched_setaffinity(0, sizeof before, &before);
}
