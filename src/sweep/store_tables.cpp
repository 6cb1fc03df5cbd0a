#include "sweep/store_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gigaplan::sweep {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* format_name = "gigaplan/sweep/1";

std::string quoted_name(const std::string& column) {
  return "\"" + column + "\"";  // names are a-z, 0-9 and _: checked by whoever made the layout
}

bool is_column(const std::string& name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

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
  const Json value = column.isFloat() ? Json(column.getDouble()) : Json(column.getString());
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);  // a foreign hand's bytes need be no UTF-8
}

std::string columns_of(const StoreLayout& layout) {
  std::string text = "run, status";
  for (const std::string& axis : layout.axes) {
    text += ", " + quoted_name(axis);
  }
  text += ", replicate, seed";
  for (const Figure& figure : layout.figures) {
    text += ", " + quoted_name(figure.name);
  }
  return text + ", scenario_sha256, message";
}

void make_tables(SQLite::Database& db, const StoreLayout& layout) {
  db.exec("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT)");
  db.exec("CREATE TABLE axes(position INTEGER PRIMARY KEY, name TEXT, pointer TEXT)");
  db.exec("CREATE TABLE figures(position INTEGER PRIMARY KEY, pointer TEXT, name TEXT)");
  std::string columns = "run INTEGER PRIMARY KEY, status TEXT NOT NULL";
  for (const std::string& axis : layout.axes) {
    columns += ", " + quoted_name(axis);
  }
  columns += ", replicate INTEGER, seed INTEGER";
  for (const Figure& figure : layout.figures) {
    columns += ", " + quoted_name(figure.name);
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

StoreLayout read_layout(SQLite::Database& db, const fs::path& file) {
  StoreLayout layout;
  if (!db.tableExists("meta") || !db.tableExists("runs")) {
    throw StoreError(fmt::format("{}: is no results file of a sweep", file.string()));
  }
  // A view can run for ever; ours has none.
  if (db.execAndGet("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')").getInt64() != 0) {
    throw StoreError(fmt::format("{}: has views or triggers, which no results file of a sweep has", file.string()));
  }
  for (SQLite::Statement row(db, "SELECT key, value FROM meta"); row.executeStep();) {
    layout.meta[row.getColumn(0).getString()] = row.getColumn(1).getString();
  }
  if (layout.meta["format"] != format_name) {
    throw StoreError(fmt::format(R"({}: has the format "{}", and this gigaplan reads "{}"; sweep into another folder)",
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

}  // namespace gigaplan::sweep
