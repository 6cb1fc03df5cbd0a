// Is work with the same key done once, and work that was killed from outside again?
#include <doctest/doctest.h>

#include <cstdlib>

#include "batches.hpp"

using namespace gigaplan::batch;
using namespace std::chrono_literals;
using pool::run;

namespace {

std::vector<Ending> endings(const pool::Ended& ended) {
  std::vector<Ending> all;
  std::ranges::transform(ended.outcomes, std::back_inserter(all), &Outcome::ending);
  return all;
}

}  // namespace

TEST_CASE("equal keys are worked once, and the duplicates' outcomes follow the original's") {
  const temporary::Folder folder;
  const auto file = folder.path() / "worked";
  const auto ended = run(6,
                         [&](std::uint64_t number, const Claim& claim) -> std::string {
                           if (!claim(number == 5 ? "other" : "same")) {
                             return "does not count";
                           }
                           pool::append(file, std::to_string(number));
                           pool::wait_for(number == 5 ? 0ms : 500ms);  // the duplicates have long ended by then
                           return "worked";
                         },
                         {.workers = 3});
  CHECK(ended.stop == Stop::finished);
  CHECK(pool::lines(file).size() == 2);  // one a key
  REQUIRE(ended.outcomes.size() == 6);
  const auto original = std::ranges::find_if(
      ended.outcomes, [](const Outcome& o) { return o.key == "same" && o.ending == Ending::done; });
  REQUIRE(original != ended.outcomes.end());
  CHECK(original->output == "worked");
  int duplicates = 0;
  for (auto outcome = ended.outcomes.begin(); outcome != ended.outcomes.end(); ++outcome) {
    if (outcome->ending == Ending::duplicate) {
      ++duplicates;
      CHECK(outcome > original);
      CHECK(outcome->key == "same");
      CHECK(outcome->output.empty());
    }
  }
  CHECK(duplicates == 4);
  CHECK(ended.of(5).ending == Ending::done);
}

TEST_CASE("duplicates follow an original that crashes, and are not worked again") {
  const temporary::Folder folder;
  const auto file = folder.path() / "worked";
  const auto ended = run(5,
                         [&](std::uint64_t, const Claim& claim) -> std::string {
                           if (claim("same")) {
                             pool::append(file, "once");
                             pool::wait_for(300ms);
                             std::abort();
                           }
                           return "";
                         },
                         {.workers = 3});
  using enum Ending;
  CHECK(endings(ended) == std::vector<Ending>{crashed, duplicate, duplicate, duplicate, duplicate});
  CHECK(ended.outcomes.front().key == "same");
  CHECK(pool::lines(file).size() == 1);
}

TEST_CASE("what is known is a duplicate at once, and of nobody in this batch") {
  Options options;
  options.known = [](const std::string& key) { return key == "old"; };
  const auto ended = run(
      3, [](std::uint64_t number, const Claim& claim) { return claim(number == 1 ? "old" : "new") ? "worked" : ""; },
      options);
  using enum Ending;
  CHECK(endings(ended) == std::vector<Ending>{done, duplicate, duplicate});
  CHECK(ended.of(1).key == "old");
}

TEST_CASE("what has been stored is known, and then not worked again") {
  std::vector<std::string> stored;
  Options options;
  options.known = [&](const std::string& key) { return std::ranges::find(stored, key) != stored.end(); };
  std::uint64_t next = 0;
  std::vector<Ending> seen;
  const Stop stop = run_batch([&] { return next < 4 ? std::optional(next++) : std::nullopt; },
                              [](std::uint64_t, const Claim& claim) { return claim("same") ? "worked" : ""; },
                              [&](const Outcome& outcome) {
                                stored.push_back(outcome.key);
                                seen.push_back(outcome.ending);
                                return true;
                              },
                              options);
  CHECK(stop == Stop::finished);
  using enum Ending;
  CHECK(seen == std::vector<Ending>{done, duplicate, duplicate, duplicate});
}

TEST_CASE("a run that is killed from outside starts again, with its key") {
  const temporary::Folder folder;
  const auto file = folder.path() / "started";
  const auto ended = run(2, [&](std::uint64_t number, const Claim& claim) {
    const bool mine = claim("key of " + std::to_string(number));
    if (number == 0) {
      pool::append(file, mine ? "mine" : "refused");
      if (pool::lines(file).size() == 1) {
        ::kill(::getpid(), SIGKILL);
      }
    }
    return "done";
  });
  REQUIRE(ended.outcomes.size() == 2);
  CHECK(ended.of(0).ending == Ending::done);
  CHECK(ended.of(1).ending == Ending::done);
  CHECK(pool::lines(file) == std::vector<std::string>{"mine", "mine"});
}

TEST_CASE("a run that is killed again and again is given up after the retries") {
  for (const int retries : {0, 2}) {
    CAPTURE(retries);
    const temporary::Folder folder;
    const auto file = folder.path() / "started";
    const auto ended = run(1,
                           [&](std::uint64_t, const Claim&) -> std::string {
                             pool::append(file, "again");
                             ::kill(::getpid(), SIGKILL);
                             return "";
                           },
                           {.retries = retries});
    REQUIRE(ended.outcomes.size() == 1);
    CHECK(ended.of(0).ending == Ending::crashed);
    CHECK(ended.of(0).reason.starts_with("killed by signal 9"));
    CHECK(pool::lines(file).size() == 1U + static_cast<unsigned>(retries));
  }
}
