// What does a Store hold?
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "sweep/store.hpp"
#include "sweep/store_tables.hpp"

namespace gigaplan::sweep {

/// \throws StoreError
[[nodiscard]] Status status_of(const std::string& name);

/// is_final() in SQL.
constexpr const char* final_statuses = "('done', 'invalid', 'refused')";

/// Calls SQLite and turns its exceptions into ours.
template <class F>
auto guarded(const std::filesystem::path& file, F&& call) {
  try {
    return std::forward<F>(call)();
  } catch (const SQLite::Exception& e) {
    const int code = e.getErrorCode();
    const std::string name = file.empty() ? "temporary results" : file.string();
    if (code == SQLITE_FULL || code == SQLITE_IOERR) {
      throw StoreError(fmt::format("{}: cannot be written ({}): is the disk full?", name, e.what()));
    }
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
      throw StoreError(fmt::format("{}: is no results file of a sweep ({})", name, e.what()));
    }
    throw StoreError(fmt::format("{}: {}", name, e.what()));
  }
}

struct Store::Inside {
  std::filesystem::path file;
  mutable SQLite::Database db;
  StoreLayout layout;
  std::optional<SQLite::Statement> insert_run, insert_report, insert_attempt, by_scenario;

  Inside(std::filesystem::path path, int flags) : file(std::move(path)), db(file.string(), flags, 10'000) {}

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

}  // namespace gigaplan::sweep
