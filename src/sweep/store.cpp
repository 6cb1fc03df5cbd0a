#include "sweep/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* format_name = "gigaplan/sweep/1";
constexpr std::array<const char*, 6> status_names = {"done",    "invalid", "refused",
                                                     "crashed", "timeout", "out_of_memory"};

Status status_of(const std::string& name) {
  const auto* const found = std::ranges::find(status_names, name);
  if (found == status_names.end()) {
    throw StoreError(fmt::format("\"{}\" is no status of a run: the results file was changed by hand", name));
  }
  return static_cast<Status>(found - status_names.begin());
}

/// Calls SQLite and turns its exceptions into ours.
template <class F>
auto guarded(const fs::path& file, F&& call) {
  try {
    return std::forward<F>(call)();
  } catch (const SQLite::Exception& e) {
    const int code = e.getErrorCode();
    if (code == SQLITE_FULL || code == SQLITE_IOERR) {
      throw StoreError(fmt::format("{}: cannot be written ({}): is the disk full?", file.string(), e.what()));
    }
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
      throw StoreError(fmt::format("{}: is no results file of a sweep ({})", file.string(), e.what()));
    }
    throw StoreError(fmt::format("{}: {}", file.string(), e.what()));
  }
}

std::string quoted(const std::string& column) {
  return "\"" + column + "\"";  // names are a-z, 0-9 and _: checked by whoever made the layout
}

void bind_json(SQLite::Statement& statement, int index, const std::string& text) {
  const Json value = Json::parse(text);
  if (value.is_null()) {
    statement.bind(index);
  } else if (value.is_string()) {
    statement.bind(index, value.get<std::string>());
  } else if (value.is_boolean()) {
    statement.bind(index, value.get<bool>() ? 1 : 0);
  } else if (value.is_number_float()) {
    statement.bind(index, value.get<double>());
  } else if (value.is_number()) {
    statement.bind(index, value.get<std::int64_t>());
  } else {
    statement.bind(index, text);
  }
}

std::string json_of(const SQLite::Column& column) {
  if (column.isNull()) {
    return "null";
  }
  if (column.isInteger()) {
    return std::to_string(column.getInt64());
  }
  return column.isFloat() ? Json(column.getDouble()).dump() : Json(column.getString()).dump();
}

std::string columns_of(const StoreLayout& layout) {
  std::string text = "run, status";
  for (const std::string& axis : layout.axes) {
    text += ", " + quoted(axis);
  }
  text += ", replicate, seed";
  for (const Figure& figure : layout.figures) {
    text += ", " + quoted(figure.name);
  }
  return text + ", scenario_sha256, message";
}

void make_tables(SQLite::Database& db, const StoreLayout& layout) {
  db.exec("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT)");
  db.exec("CREATE TABLE axes(position INTEGER PRIMARY KEY, name TEXT, pointer TEXT)");
  db.exec("CREATE TABLE figures(position INTEGER PRIMARY KEY, pointer TEXT, name TEXT)");
  std::string columns = "run INTEGER PRIMARY KEY, status TEXT NOT NULL";
  for (const std::string& axis : layout.axes) {
    columns += ", " + quoted(axis);
  }
  columns += ", replicate INTEGER, seed INTEGER";
  for (const Figure& figure : layout.figures) {
    columns += ", " + quoted(figure.name);
  }
  db.exec("CREATE TABLE runs(" + columns + ", scenario_sha256 TEXT, message TEXT)");
  db.exec("CREATE INDEX runs_by_scenario ON runs(scenario_sha256)");
  db.exec("CREATE TABLE reports(scenario_sha256 TEXT PRIMARY KEY, report TEXT)");
  db.exec("CREATE TABLE attempts(run INTEGER PRIMARY KEY, wall_s REAL, memory_mb REAL, duplicate INTEGER)");
  db.exec("CREATE TABLE skipped(run INTEGER PRIMARY KEY)");
  const auto meta = [&](const std::string& key, const std::string& value) {
    SQLite::Statement insert(db, "INSERT INTO meta VALUES(?, ?)");
    insert.bind(1, key);
    insert.bind(2, value);
    insert.exec();
  };
  meta("format", format_name);
  for (const auto& [key, value] : layout.meta) {
    meta(key, value);
  }
  for (std::size_t i = 0; i < layout.axes.size(); ++i) {
    SQLite::Statement insert(db, "INSERT INTO axes VALUES(?, ?, ?)");
    insert.bind(1, static_cast<std::int64_t>(i));
    insert.bind(2, layout.axes[i]);
    insert.bind(3, layout.pointers[i]);
    insert.exec();
  }
  for (std::size_t i = 0; i < layout.figures.size(); ++i) {
    SQLite::Statement insert(db, "INSERT INTO figures VALUES(?, ?, ?)");
    insert.bind(1, static_cast<std::int64_t>(i));
    insert.bind(2, layout.figures[i].pointer);
    insert.bind(3, layout.figures[i].name);
    insert.exec();
  }
}

bool is_column(const std::string& name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

StoreLayout read_layout(SQLite::Database& db, const fs::path& file) {
  StoreLayout layout;
  if (!db.tableExists("meta") || !db.tableExists("runs")) {
    throw StoreError(fmt::format("{}: is no results file of a sweep", file.string()));
  }
  for (SQLite::Statement row(db, "SELECT key, value FROM meta"); row.executeStep();) {
    layout.meta[row.getColumn(0).getString()] = row.getColumn(1).getString();
  }
  if (layout.meta["format"] != format_name) {
    throw StoreError(fmt::format("{}: has the format \"{}\", and this gigaplan reads \"{}\"; sweep into another folder",
                                 file.string(), layout.meta["format"], format_name));
  }
  layout.meta.erase("format");
  for (SQLite::Statement row(db, "SELECT name, pointer FROM axes ORDER BY position"); row.executeStep();) {
    layout.axes.push_back(row.getColumn(0).getString());
    layout.pointers.push_back(row.getColumn(1).getString());
  }
  for (SQLite::Statement row(db, "SELECT pointer, name FROM figures ORDER BY position"); row.executeStep();) {
    layout.figures.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
  }
  const bool columns =
      std::ranges::all_of(layout.axes, is_column) && std::ranges::all_of(layout.figures, is_column, &Figure::name);
  if (!columns) {
    throw StoreError(fmt::format("{}: has columns that no sweep makes", file.string()));
  }
  return layout;
}

}  // namespace

const char* status_name(Status status) {
  return status_names.at(static_cast<std::size_t>(status));
}

bool is_final(Status status) {
  return status == Status::done || status == Status::invalid || status == Status::refused;
}

struct Store::Inside {
  fs::path file;
  mutable SQLite::Database db;
  StoreLayout layout;
  std::optional<SQLite::Statement> insert_run, insert_report, insert_attempt, by_scenario;

  Inside(fs::path path, int flags) : file(std::move(path)), db(file.string(), flags, 10'000) {}

  void prepare() {
    const std::size_t columns = 2 + layout.axes.size() + 2 + layout.figures.size() + 2;
    std::string marks = "?";
    for (std::size_t i = 1; i < columns; ++i) {
      marks += ", ?";
    }
    insert_run.emplace(db, "INSERT OR REPLACE INTO runs VALUES(" + marks + ")");
    insert_report.emplace(db, "INSERT OR IGNORE INTO reports VALUES(?, ?)");
    insert_attempt.emplace(db, "INSERT OR REPLACE INTO attempts VALUES(?, ?, ?, ?)");
  }

  [[nodiscard]] Row row_of(SQLite::Statement& s) const {
    Row row;
    int at = 0;
    row.run = static_cast<std::uint64_t>(s.getColumn(at++).getInt64());
    row.status = status_of(s.getColumn(at++).getString());
    for (std::size_t i = 0; i < layout.axes.size(); ++i) {
      row.cells.push_back(json_of(s.getColumn(at++)));
    }
    row.replicate = s.getColumn(at++).getInt();
    if (!s.getColumn(at).isNull()) {
      row.seed = static_cast<std::uint64_t>(s.getColumn(at).getInt64());
    }
    ++at;
    for (std::size_t i = 0; i < layout.figures.size(); ++i) {
      row.figures.push_back(json_of(s.getColumn(at++)));
    }
    if (row.status != Status::done) {
      row.figures.clear();
    }
    row.scenario_sha256 = s.getColumn(at++).getString();
    row.message = s.getColumn(at).getString();
    return row;
  }

  void insert(const Row& row, const std::string& report, const Attempt& attempt) {
    SQLite::Statement& s = *insert_run;
    int at = 0;
    s.bind(++at, static_cast<std::int64_t>(row.run));
    s.bind(++at, status_name(row.status));
    for (const std::string& cell : row.cells) {
      bind_json(s, ++at, cell);
    }
    s.bind(++at, row.replicate);
    ++at;
    if (row.seed) {
      s.bind(at, static_cast<std::int64_t>(*row.seed));
    }
    for (std::size_t i = 0; i < layout.figures.size(); ++i) {
      bind_json(s, ++at, i < row.figures.size() ? row.figures[i] : "null");
    }
    s.bind(++at, row.scenario_sha256);
    s.bind(++at, row.message);
    s.exec();
    s.reset();
    s.clearBindings();
    if (!report.empty()) {
      insert_report->bind(1, row.scenario_sha256);
      insert_report->bind(2, report);
      insert_report->exec();
      insert_report->reset();
    }
    insert_attempt->bind(1, static_cast<std::int64_t>(row.run));
    insert_attempt->bind(2, attempt.wall_s);
    insert_attempt->bind(3, attempt.memory_mb);
    insert_attempt->bind(4, attempt.duplicate ? 1 : 0);
    insert_attempt->exec();
    insert_attempt->reset();
  }
};

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const fs::path& file, const StoreLayout& layout) {
  return guarded(file, [&] {
    auto inside = std::make_unique<Inside>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    inside->db.exec("PRAGMA journal_mode = WAL");
    inside->db.exec("PRAGMA synchronous = NORMAL");  // a dead machine may lose the last runs, never the file
    int tables = 0;
    for (SQLite::Statement count(inside->db, "SELECT count(*) FROM sqlite_master"); count.executeStep();) {
      tables = count.getColumn(0).getInt();
    }
    if (tables == 0) {
      SQLite::Transaction transaction(inside->db);
      make_tables(inside->db, layout);
      transaction.commit();
      inside->layout = layout;
    } else {
      inside->layout = read_layout(inside->db, file);
      const auto identity = [](const StoreLayout& l) {
        const auto found = l.meta.find("identity");
        return found == l.meta.end() ? std::string() : found->second;
      };
      const bool same = inside->layout.axes == layout.axes && inside->layout.figures == layout.figures &&
                        identity(inside->layout) == identity(layout);
      if (!same) {
        throw StoreError(
            fmt::format("{}: holds another sweep: the sweep, its scenario, the catalogue or gigaplan has changed "
                        "since; sweep into another folder with --out, or remove this one",
                        file.string()));
      }
    }
    inside->prepare();
    return Store(std::move(inside));
  });
}

Store Store::read(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) {
    throw StoreError(fmt::format("{}: no such results file", file.string()));
  }
  return guarded(file, [&] {
    auto inside = std::make_unique<Inside>(file, SQLite::OPEN_READONLY);
    inside->layout = read_layout(inside->db, file);
    return Store(std::move(inside));
  });
}

const StoreLayout& Store::layout() const {
  return inside_->layout;
}

void Store::add(const Row& row, const std::string& report, const Attempt& attempt) {
  guarded(inside_->file, [&] {
    SQLite::Transaction transaction(inside_->db);
    inside_->insert(row, report, attempt);
    transaction.commit();
  });
}

void Store::complete() {
  guarded(inside_->file, [&] {
    inside_->db.exec("INSERT OR REPLACE INTO meta VALUES('complete', 'yes')");
    inside_->by_scenario.reset();
    inside_->db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    inside_->db.exec("PRAGMA journal_mode = DELETE");
  });
}

void Store::skip(std::uint64_t run) {
  guarded(inside_->file, [&] {
    SQLite::Statement insert(inside_->db, "INSERT OR IGNORE INTO skipped VALUES(?)");
    insert.bind(1, static_cast<std::int64_t>(run));
    insert.exec();
  });
}

std::optional<Row> Store::find(const std::string& scenario_sha256) const {
  return guarded(inside_->file, [&]() -> std::optional<Row> {
    SQLite::Statement query(inside_->db, "SELECT " + columns_of(inside_->layout) +
                                             " FROM runs WHERE scenario_sha256 = ? ORDER BY "
                                             "status NOT IN ('done', 'invalid', 'refused'), run LIMIT 1");
    query.bind(1, scenario_sha256);
    return query.executeStep() ? std::optional(inside_->row_of(query)) : std::nullopt;
  });
}

bool Store::knows(const std::string& scenario_sha256) const {
  return guarded(inside_->file, [&] {
    auto& query = inside_->by_scenario;
    if (!query) {
      query.emplace(
          inside_->db,
          "SELECT 1 FROM runs WHERE scenario_sha256 = ? AND status IN ('done', 'invalid', 'refused') LIMIT 1");
    }
    query->bind(1, scenario_sha256);
    const bool found = query->executeStep();
    query->reset();
    return found;
  });
}

std::vector<bool> Store::settled(std::uint64_t runs) const {
  return guarded(inside_->file, [&] {
    std::vector<bool> result(static_cast<std::size_t>(runs), false);
    SQLite::Statement query(inside_->db,
                            "SELECT run FROM runs WHERE status IN ('done', 'invalid', 'refused') UNION ALL "
                            "SELECT run FROM skipped");
    while (query.executeStep()) {
      const auto run = static_cast<std::uint64_t>(query.getColumn(0).getInt64());
      if (run < runs) {
        result[static_cast<std::size_t>(run)] = true;
      }
    }
    return result;
  });
}

std::map<Status, std::uint64_t> Store::counts() const {
  return guarded(inside_->file, [&] {
    std::map<Status, std::uint64_t> result;
    SQLite::Statement query(inside_->db, "SELECT status, count(*) FROM runs GROUP BY status");
    while (query.executeStep()) {
      result[status_of(query.getColumn(0).getString())] = static_cast<std::uint64_t>(query.getColumn(1).getInt64());
    }
    return result;
  });
}

std::uint64_t Store::skipped() const {
  return guarded(inside_->file, [&] {
    return static_cast<std::uint64_t>(inside_->db.execAndGet("SELECT count(*) FROM skipped").getInt64());
  });
}

void Store::each(const std::function<void(const Row&)>& visit) const {
  guarded(inside_->file, [&] {
    SQLite::Statement query(inside_->db, "SELECT " + columns_of(inside_->layout) + " FROM runs ORDER BY run");
    while (query.executeStep()) {
      visit(inside_->row_of(query));
    }
  });
}

std::optional<std::string> Store::report(const std::string& scenario_sha256) const {
  return guarded(inside_->file, [&]() -> std::optional<std::string> {
    SQLite::Statement query(inside_->db, "SELECT report FROM reports WHERE scenario_sha256 = ?");
    query.bind(1, scenario_sha256);
    return query.executeStep() ? std::optional(query.getColumn(0).getString()) : std::nullopt;
  });
}

void Store::absorb(const Store& other) {
  guarded(inside_->file, [&] {
    SQLite::Transaction transaction(inside_->db);
    SQLite::Statement attempts(other.inside_->db, "SELECT wall_s, memory_mb, duplicate FROM attempts WHERE run = ?");
    other.each([&](const Row& row) {
      Attempt attempt;
      attempts.bind(1, static_cast<std::int64_t>(row.run));
      if (attempts.executeStep()) {
        attempt = {attempts.getColumn(0).getDouble(), attempts.getColumn(1).getDouble(),
                   attempts.getColumn(2).getInt() != 0};
      }
      attempts.reset();
      const auto report = row.status == Status::done ? other.report(row.scenario_sha256) : std::nullopt;
      inside_->insert(row, report.value_or(""), attempt);
    });
    SQLite::Statement skipped(other.inside_->db, "SELECT run FROM skipped");
    SQLite::Statement insert(inside_->db, "INSERT OR IGNORE INTO skipped VALUES(?)");
    while (skipped.executeStep()) {
      insert.bind(1, skipped.getColumn(0).getInt64());
      insert.exec();
      insert.reset();
    }
    transaction.commit();
  });
}

std::vector<std::pair<std::string, std::uint64_t>> Store::failures() const {
  return guarded(inside_->file, [&] {
    std::vector<std::pair<std::string, std::uint64_t>> result;
    SQLite::Statement query(inside_->db,
                            "SELECT status || ': ' || message, count(*) AS n FROM runs WHERE status != 'done' GROUP BY "
                            "status, message ORDER BY n DESC, min(run) LIMIT 10");
    while (query.executeStep()) {
      result.emplace_back(query.getColumn(0).getString(), static_cast<std::uint64_t>(query.getColumn(1).getInt64()));
    }
    return result;
  });
}

}  // namespace gigaplan::sweep
