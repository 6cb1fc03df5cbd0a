#include "sweep/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "model/sweep.hpp"
#include "sweep/store_inside.hpp"
#include "sweep/store_tables.hpp"

namespace gigaplan::sweep {
namespace {

namespace fs = std::filesystem;

}  // namespace

Status status_of(const std::string& name) {
  const auto* const found = std::ranges::find(run_status_names, name);
  if (found == run_status_names.end()) {
    throw StoreError(fmt::format("\"{}\" is no status of a run: the results file was changed by hand", name));
  }
  return static_cast<Status>(found - run_status_names.begin());
}

const char* status_name(Status status) {
  return run_status_names.at(static_cast<std::size_t>(status));
}

bool is_final(Status status) {
  return status == Status::done || status == Status::invalid || status == Status::refused;
}

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Store Store::open(const fs::path& file, const StoreLayout& layout) {
  return guarded(file, [&] {
    auto inside = std::make_unique<Inside>(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    const bool is_new = inside->db.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (!is_new) {
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
    // Nothing is written into a file before it is known to be ours.
    inside->db.exec("PRAGMA journal_mode = WAL");
    inside->db.exec("PRAGMA synchronous = NORMAL");  // a dead machine may lose the last runs, never the file
    if (is_new) {
      SQLite::Transaction transaction(inside->db);
      make_tables(inside->db, layout);
      transaction.commit();
      inside->layout = layout;
    }
    inside->prepare();
    return Store(std::move(inside));
  });
}

Store Store::temporary(const StoreLayout& layout) {
  return open("", layout);
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

}  // namespace gigaplan::sweep
