// What stops a batch, and is nothing left of it then?
#include <doctest/doctest.h>

#include <cstdio>

#include "batches.hpp"

using namespace gigaplan::batch;
using namespace std::chrono_literals;
using pool::run;

namespace {

void ours(int /*signal*/) {}

/// Sets a handler of ours, and the former one again at the end.
class Handler {
 public:
  explicit Handler(int signal) : signal_(signal) {
    struct sigaction action {};
    action.sa_handler = ours;
    ::sigaction(signal, &action, &former_);
  }
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  Handler(Handler&&) = delete;
  Handler& operator=(Handler&&) = delete;
  ~Handler() { ::sigaction(signal_, &former_, nullptr); }
  [[nodiscard]] bool is_set() const {
    struct sigaction now {};
    return ::sigaction(signal_, nullptr, &now) == 0 && now.sa_handler == ours;
  }

 private:
  int signal_;
  struct sigaction former_ {};
};

}  // namespace

TEST_CASE("a signal stops the batch: what has ended is stored, no process is left, the handlers are back") {
  for (const auto& [signal, stop] : {std::pair(SIGINT, Stop::interrupt), std::pair(SIGTERM, Stop::terminate)}) {
    CAPTURE(signal);
    const temporary::Folder folder;
    const auto file = folder.path() / "started";
    const Handler interrupt(SIGINT);
    const Handler terminate(SIGTERM);
    const auto ended = run(100,
                           [&, number_of_signal = signal](std::uint64_t number, const Claim&) -> std::string {
                             if (number == 0) {
                               return "ended before";
                             }
                             pool::append(file, std::to_string(::getpid()));
                             if (number == 3) {
                               pool::soon([&] { return pool::lines(file).size() == 3; });
                               ::kill(::getppid(), number_of_signal);
                             }
                             pool::hang();
                           },
                           {.workers = 3});
    CHECK(ended.stop == stop);
    CHECK(ended.order() == std::vector<std::uint64_t>{0});
    CHECK(pool::no_child_is_left());
    const auto processes = pool::lines(file);
    CHECK(processes.size() == 3);
    CHECK(std::ranges::all_of(processes, pool::gone));
    CHECK(interrupt.is_set());
    CHECK(terminate.is_set());
  }
}

TEST_CASE("the handlers are back after a batch that ends by itself, and an earlier signal does not stop the next") {
  const Handler interrupt(SIGINT);
  const Handler terminate(SIGTERM);
  CHECK(run(3, [](std::uint64_t, const Claim&) { return std::string(); }).outcomes.size() == 3);
  CHECK(interrupt.is_set());
  CHECK(terminate.is_set());
}

TEST_CASE("a store that refuses stops the batch, and no process is left") {
  const temporary::Folder folder;
  const auto file = folder.path() / "started";
  std::uint64_t next = 0;
  std::vector<std::uint64_t> stored;
  const Stop stop = run_batch([&] { return next < 100 ? std::optional(next++) : std::nullopt; },
                              [&](std::uint64_t number, const Claim&) -> std::string {
                                if (number < 3) {
                                  return "";
                                }
                                pool::append(file, std::to_string(::getpid()));
                                pool::hang();
                              },
                              [&](const Outcome& outcome) {
                                stored.push_back(outcome.run);
                                return stored.size() < 3;
                              },
                              {.workers = 3});
  CHECK(stop == Stop::refused);
  CHECK(stored.size() == 3);
  CHECK(pool::no_child_is_left());
  CHECK(std::ranges::all_of(pool::lines(file), pool::gone));
}

TEST_CASE("if the batch itself is killed, so are its runs") {
  const temporary::Folder folder;
  const auto file = folder.path() / "started";
  std::fflush(nullptr);  // or the child prints it again
  const pid_t batch = ::fork();
  if (batch == 0) {
    (void)run(2,
              [&](std::uint64_t, const Claim&) -> std::string {
                pool::append(file, std::to_string(::getpid()));
                pool::hang();
              },
              {.workers = 2});
    ::_exit(0);
  }
  REQUIRE(pool::soon([&] { return pool::lines(file).size() == 2; }));
  const auto processes = pool::lines(file);
  CHECK(std::ranges::none_of(processes, pool::gone));
  ::kill(batch, SIGKILL);
  ::waitpid(batch, nullptr, 0);
  for (const std::string& process : processes) {
    CHECK(pool::soon([&] { return pool::gone(process); }));
  }
}
