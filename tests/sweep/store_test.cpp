// Do results come back as they were stored, and foreign files stay untouched?
#include "sweep/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <bit>
#include <limits>
#include <nlohmann/json.hpp>

#include "stores.hpp"

using namespace gigaplan::sweep;
using stores::failed;
using stores::layout;
using stores::row;

namespace {

std::string fault(const std::function<void()>& call) {
  try {
    call();
    return "";
  } catch (const StoreError& e) {
    return e.what();
  }
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void check_same(const Row& is, const Row& was) {
  CHECK(is.run == was.run);
  CHECK(is.status == was.status);
  CHECK(is.cells == was.cells);
  CHECK(is.replicate == was.replicate);
  CHECK(is.seed == was.seed);
  CHECK(is.figures == was.figures);
  CHECK(is.scenario_sha256 == was.scenario_sha256);
  CHECK(is.message == was.message);
}

}  // namespace

TEST_CASE("a row comes back as it was: texts, null, whole numbers up to 2^53") {
  const temporary::Folder folder;
  Row first = row(0);
  first.cells = {R"("say \"fi\", 'o\\o' \n\u0000 \u00e4 \ud83d\ude00")", "9007199254740992"};
  first.cells[0] = nlohmann::json::parse(first.cells[0]).dump();  // as Points write texts
  first.figures = {"null", "-9007199254740992", R"("")"};
  first.replicate = 3;
  first.seed = (1ULL << 53U) - 1;
  first.message = "a 'quoted' \"message\"; DROP TABLE runs";
  const Row second = failed(5, Status::crashed, "killed");
  Store store = Store::open(folder.path() / "r.sqlite", layout());
  store.add(second, "", {});
  store.add(first, "", {});
  const auto rows = stores::all(store);
  REQUIRE(rows.size() == 2);  // in the order of their numbers
  check_same(rows[0], first);
  check_same(rows[1], second);
}

TEST_CASE("doubles come back bit by bit") {
  const temporary::Folder folder;
  Store store = Store::open(folder.path() / "r.sqlite", layout());
  const std::vector<double> values = {0.1,
                                      1.0 / 3,
                                      -0.0,
                                      3.0,
                                      1e300,
                                      5e-324,
                                      2.2250738585072014e-308,
                                      std::nextafter(1.0, 2.0),
                                      std::numeric_limits<double>::max(),
                                      9007199254740993.0};
  for (std::size_t i = 0; i < values.size(); ++i) {
    Row one = row(i);
    one.figures[0] = nlohmann::json(values[i]).dump();
    store.add(one, "", {});
  }
  const auto rows = stores::all(store);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double back = nlohmann::json::parse(rows.at(i).figures[0]).get<double>();
    CHECK(std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(values[i]));
  }
}

TEST_CASE(
    "a file that is opened again holds what it held, and a row of the same number takes the place of the former") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  {
    Store store = Store::open(file, layout());
    store.add(failed(1, Status::timeout, "slow"), "", {});
    store.add(row(2), R"({"a": 1})", {});
    store.skip(3);
    store.skip(3);
  }
  Store store = Store::open(file, layout());
  CHECK(store.layout().axes == layout().axes);
  CHECK(store.layout().pointers == layout().pointers);
  CHECK(store.layout().figures == layout().figures);
  CHECK(store.layout().meta.at("name") == "test");
  CHECK(store.settled(5) == std::vector<bool>{false, false, true, true, false});
  store.add(row(1, "other"), "", {});
  CHECK(store.settled(5) == std::vector<bool>{false, true, true, true, false});
  CHECK(store.settled(2) == std::vector<bool>{false, true});
  CHECK(stores::all(store).size() == 2);
  CHECK(store.skipped() == 1);
  CHECK(store.report("hash") == R"({"a": 1})");
  CHECK_FALSE(store.report("other").has_value());
}

TEST_CASE("what is stored is there for whoever comes after a kill") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  Store store = Store::open(file, layout());
  store.add(row(1), "", {});
  const Store reader = Store::read(file);  // the writer has neither closed nor checkpointed
  CHECK(stores::all(reader).size() == 1);
}

TEST_CASE("final results are known, others are found after them") {
  const temporary::Folder folder;
  Store store = Store::open(folder.path() / "r.sqlite", layout());
  CHECK_FALSE(store.knows("hash"));
  CHECK_FALSE(store.find("hash").has_value());
  Row crashed = failed(1, Status::crashed, "dead");
  crashed.scenario_sha256 = "hash";
  store.add(crashed, "", {});
  CHECK_FALSE(store.knows("hash"));
  CHECK(store.find("hash")->run == 1);
  store.add(row(4, "hash"), "", {});
  store.add(row(3, "hash"), "", {});
  CHECK(store.knows("hash"));
  CHECK(store.knows("hash"));
  CHECK_FALSE(store.knows("hash'"));
  CHECK(store.find("hash")->run == 3);  // a final one first, and of these the first
  for (const auto& [status, is] : std::vector<std::pair<Status, bool>>{{Status::done, true},
                                                                       {Status::invalid, true},
                                                                       {Status::refused, true},
                                                                       {Status::crashed, false},
                                                                       {Status::timeout, false},
                                                                       {Status::out_of_memory, false}}) {
    CAPTURE(status_name(status));
    CHECK(is_final(status) == is);
    store.add(failed(10, status, ""), "", {});
    CHECK(store.knows("hash of 10") == is);
    CHECK(store.settled(11)[10] == is);
  }
}

TEST_CASE("a report is stored once for each scenario") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  Store store = Store::open(file, layout());
  store.add(row(0), "first", {.wall_s = 1.5, .memory_mb = 20});
  store.add(row(1), "second", {.wall_s = 0, .memory_mb = 0, .duplicate = true});
  CHECK(store.report("hash") == "first");
  SQLite::Database db(file.string());
  CHECK(db.execAndGet("SELECT count(*) FROM reports").getInt() == 1);
  CHECK(db.execAndGet("SELECT wall_s FROM attempts WHERE run = 0").getDouble() == 1.5);
  CHECK(db.execAndGet("SELECT duplicate FROM attempts WHERE run = 1").getInt() == 1);
}

TEST_CASE("statuses are counted, and failures told with how often they came") {
  const temporary::Folder folder;
  Store store = Store::open(folder.path() / "r.sqlite", layout());
  store.add(row(0), "", {});
  store.add(failed(1, Status::invalid, "bad"), "", {});
  store.add(failed(2, Status::crashed, "boom"), "", {});
  store.add(failed(3, Status::crashed, "boom"), "", {});
  CHECK(store.counts() ==
        std::map<Status, std::uint64_t>{{Status::done, 1}, {Status::invalid, 1}, {Status::crashed, 2}});
  CHECK(store.failures() ==
        std::vector<std::pair<std::string, std::uint64_t>>{{"crashed: boom", 2}, {"invalid: bad", 1}});
}

TEST_CASE("a complete store is one file") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  Store store = Store::open(file, layout());
  store.add(row(1), "", {});
  CHECK(std::filesystem::exists(folder.path() / "r.sqlite-wal"));
  (void)store.knows("hash");  // its query must not hold the log
  store.complete();
  CHECK_FALSE(std::filesystem::exists(folder.path() / "r.sqlite-wal"));
  CHECK_FALSE(std::filesystem::exists(folder.path() / "r.sqlite-shm"));
  const Store reader = Store::read(file);
  CHECK(reader.layout().meta.at("complete") == "yes");
  CHECK(stores::all(reader).size() == 1);
}

TEST_CASE("another store's runs are taken over with their reports") {
  const temporary::Folder folder;
  {
    Store other = Store::open(folder.path() / "other.sqlite", layout());
    other.add(row(1, "one"), R"({"one": 1})", {.wall_s = 2});
    other.add(failed(2, Status::crashed, "boom"), "", {});
    other.skip(3);
    other.complete();
  }
  Store store = Store::open(folder.path() / "r.sqlite", layout());
  store.add(row(0), "", {});
  store.absorb(Store::read(folder.path() / "other.sqlite"));
  const auto rows = stores::all(store);
  REQUIRE(rows.size() == 3);
  check_same(rows[1], row(1, "one"));
  check_same(rows[2], failed(2, Status::crashed, "boom"));
  CHECK(store.report("one") == R"({"one": 1})");
  CHECK(store.settled(4) == std::vector<bool>{true, true, false, true});
}

TEST_CASE("results of another sweep are refused, and stay") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  {
    Store store = Store::open(file, layout());
    store.add(row(1), "", {});
  }
  StoreLayout axes = layout();
  axes.axes[0] = "country";
  StoreLayout figures = layout();
  figures.figures.pop_back();
  StoreLayout identity = layout();
  identity.meta["identity"] = "abd";
  for (const StoreLayout& other : {axes, figures, identity}) {
    const std::string message = fault([&] { (void)Store::open(file, other); });
    CHECK(contains(message, "holds another sweep"));
    CHECK(contains(message, file.string()));
  }
  CHECK(stores::all(Store::open(file, layout())).size() == 1);
}

TEST_CASE("another version's file is refused, and so is one that a sweep has not made") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  (void)Store::open(file, layout());
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE meta SET value = 'gigaplan/sweep/9' WHERE key = 'format'");
  CHECK(contains(fault([&] { (void)Store::read(file); }), R"(has the format "gigaplan/sweep/9")"));
  CHECK(contains(fault([&] { (void)Store::open(file, layout()); }), R"(has the format "gigaplan/sweep/9")"));

  const auto foreign = folder.path() / "foreign.sqlite";
  SQLite::Database(foreign.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE theirs(x)");
  CHECK(contains(fault([&] { (void)Store::read(foreign); }), "no results file of a sweep"));
  CHECK(contains(fault([&] { (void)Store::open(foreign, layout()); }), "no results file of a sweep"));

  const std::string words = "these are words, and no database";
  const auto text = folder.write("text.sqlite", words);
  CHECK(contains(fault([&] { (void)Store::read(text); }), "no results file of a sweep"));
  CHECK(contains(fault([&] { (void)Store::open(text, layout()); }), "no results file of a sweep"));
  CHECK(temporary::content(text) == words);
  CHECK(contains(fault([&] { (void)Store::read(folder.path() / "none.sqlite"); }), "no such results file"));
  CHECK(contains(fault([&] { (void)Store::read(folder.path()); }), "no such results file"));
  CHECK(fault([&] { (void)Store::open(folder.path() / "no" / "folder.sqlite", layout()); }) != "");
}

TEST_CASE("columns that no sweep makes are refused: they would end up in a query") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  (void)Store::open(file, layout());
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
      .exec(R"(UPDATE axes SET name = 'a" FROM x; --' WHERE position = 0)");
  CHECK(contains(fault([&] { (void)Store::read(file); }), "columns that no sweep makes"));
}

TEST_CASE("a view is refused: reading it could take for ever") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  (void)Store::open(file, layout());
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE)
      .exec(
          "DROP TABLE axes; CREATE VIEW axes AS WITH RECURSIVE r(position, name, pointer) AS (SELECT 0, 'a', '' UNION "
          "ALL "
          "SELECT position + 1, name, pointer FROM r) SELECT * FROM r");
  CHECK(contains(fault([&] { (void)Store::read(file); }), "views or triggers"));
}

TEST_CASE("a file that was left before its tables were made is as good as new") {
  const temporary::Folder folder;
  Store store = Store::open(folder.write("r.sqlite", ""), layout());
  store.add(row(1), "", {});
  CHECK(stores::all(store).size() == 1);
}

TEST_CASE("a status that was changed by hand is told") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  Store store = Store::open(file, layout());
  store.add(row(1), "", {});
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("UPDATE runs SET status = 'fine'");
  CHECK(contains(fault([&] { (void)stores::all(store); }), R"("fine" is no status)"));
  CHECK(contains(fault([&] { (void)store.counts(); }), R"("fine" is no status)"));
}

TEST_CASE("bytes that are no UTF-8 in a file do not get any further") {
  const temporary::Folder folder;
  const auto file = folder.path() / "r.sqlite";
  Store store = Store::open(file, layout());
  store.add(row(1), "", {});
  SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec("UPDATE runs SET site = x'61ff62'");
  const auto rows = stores::all(store);
  CHECK(nlohmann::json::parse(rows.at(0).cells[0]) ==
        "a\xEF\xBF\xBD"
        "b");  // U+FFFD in its place
}
