// Who may write into a sweep's folder, which part is whose, and do spreadsheets read its table?
#include "sweep/folder.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

#include "stores.hpp"

using namespace gigaplan::sweep;

namespace {

/// Holds a folder in a process of its own until it is killed.
class Holder {
 public:
  explicit Holder(const std::filesystem::path& folder) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    std::fflush(nullptr);  // or the child prints it again
    process_ = ::fork();
    if (process_ == 0) {
      try {
        const FolderLock lock(folder);
        (void)!::write(ends[1], "x", 1);
        for (;;) {
          ::pause();
        }
      } catch (const std::exception&) {
        ::_exit(1);
      }
    }
    ::close(ends[1]);
    char got = 0;
    REQUIRE(::read(ends[0], &got, 1) == 1);
    ::close(ends[0]);
  }
  Holder(const Holder&) = delete;
  Holder& operator=(const Holder&) = delete;
  Holder(Holder&&) = delete;
  Holder& operator=(Holder&&) = delete;
  ~Holder() { kill(); }
  void kill() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
      process_ = -1;
    }
  }
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  pid_t process_ = -1;
};

std::string refusal(const std::filesystem::path& folder) {
  try {
    const FolderLock lock(folder);
    return "";
  } catch (const StoreError& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("a shard is named by two numbers and a slash, and nothing else") {
  const auto shard = parse_shard("3/8");
  REQUIRE(shard.has_value());
  CHECK(shard->index == 3);
  CHECK(shard->count == 8);
  CHECK_FALSE(shard->whole());
  CHECK(parse_shard("1/1")->whole());
  CHECK(parse_shard("100000/100000").has_value());
  for (const std::string text :
       {"",     "/",     "3",     "3/",  "/8",  "0/8", "9/8",  "-1/8",  "+3/8",     " 3/8",
        "3/8 ", "3 / 8", "3/8/9", "3/0", "0/0", "a/b", "3/8x", "1.0/8", "1/100001", "1/99999999999999999999999",
        "0x1/8"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_shard(text).has_value());
  }
}

TEST_CASE("each run is in one shard, and shards differ by one run at most") {
  for (const std::uint64_t count : {1U, 3U, 8U}) {
    std::vector<int> sizes(count, 0);
    for (std::uint64_t run = 0; run < 100; ++run) {
      int holders = 0;
      for (std::uint64_t index = 1; index <= count; ++index) {
        const bool holds = Shard{index, count}.holds(run);
        holders += holds ? 1 : 0;
        sizes[index - 1] += holds ? 1 : 0;
      }
      CHECK(holders == 1);
    }
    CHECK(*std::ranges::max_element(sizes) - *std::ranges::min_element(sizes) <= 1);
  }
}

TEST_CASE("a shard's results are below the sweep's, and are found there") {
  const temporary::Folder folder;
  CHECK(shard_folder("out", {1, 1}) == "out");
  CHECK(shard_folder("out", {3, 8}) == "out/shards/3-of-8");
  CHECK(results_file("out") == "out/results.sqlite");
  CHECK(shard_results(folder.path()).empty());
  (void)folder.write("shards/2-of-2/results.sqlite", "");
  (void)folder.write("shards/1-of-2/results.sqlite", "");
  (void)folder.write("shards/notes/readme.txt", "");
  (void)folder.write("shards/stray", "");
  CHECK(shard_results(folder.path()) ==
        std::vector<std::filesystem::path>{folder.path() / "shards/1-of-2/results.sqlite",
                                           folder.path() / "shards/2-of-2/results.sqlite"});
}

TEST_CASE("a folder has one holder, whom the next one is told of, and is free when that one is killed") {
  const temporary::Folder folder;
  const auto place = folder.path() / "a" / "b";  // made if missing
  Holder holder(place);
  const std::string message = refusal(place);
  CHECK(message.find("another gigaplan is at work there (pid " + std::to_string(holder.process()) + " on ") !=
        std::string::npos);
  CHECK(message.find(place.string()) != std::string::npos);
  CHECK(refusal(folder.path()).empty());  // another folder is free
  holder.kill();
  CHECK(refusal(place).empty());
  const FolderLock mine(place);
  CHECK(refusal(place).find("pid " + std::to_string(::getpid()) + " on ") != std::string::npos);
}

TEST_CASE("a folder that cannot be written into is told") {
  const temporary::Folder folder;
  CHECK(refusal(folder.write("file", "") / "below").find("cannot be written into") != std::string::npos);
}

TEST_CASE("the table is RFC 4180, in the order of the runs, whatever the order of storing") {
  const std::string header =
      "run,status,site,chips,replicate,seed,step_mfu,finance_capex_eur,b_name,scenario_sha256,message\n";
  Row quoted = stores::row(0);
  quoted.cells[0] = R"("a, \"b\"\nc")";  // comma, quotes and a line's end: in quotes, quotes doubled (section 2.6, 2.7)
  quoted.figures = {"null", "0.1", R"("plain text")"};
  const std::string expected = header +
                               "0,done,\"a, \"\"b\"\"\nc\",0,0,7,,0.1,plain text,hash,\n"
                               "2,done,fi,2,0,7,0.4,1000000,network,hash,\n"
                               "10,crashed,fi,10,0,,,,,hash of 10,\"killed by \"\"9\"\", alas\"\n";
  const std::vector<Row> rows = {quoted, stores::row(2), stores::failed(10, Status::crashed, "killed by \"9\", alas")};
  for (const auto& order : {std::vector<std::size_t>{0, 1, 2}, {2, 1, 0}, {1, 2, 0}}) {
    const temporary::Folder folder;
    Store store = Store::open(results_file(folder.path()), stores::layout());
    for (const std::size_t index : order) {
      store.add(rows[index], "", {});
    }
    write_csv(store, folder.path());
    CHECK(temporary::content(folder.path() / "runs.csv") == expected);
  }
}

TEST_CASE("a table that cannot be written is told") {
  const temporary::Folder folder;
  const Store store = Store::open(results_file(folder.path()), stores::layout());
  CHECK_THROWS_AS(write_csv(store, folder.write("file", "")), StoreError);
}
