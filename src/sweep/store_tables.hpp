// What do the tables of a results file look like?
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

#include "sweep/store.hpp"

namespace gigaplan::sweep {

/// Makes all tables in an empty file and writes the layout down.
void make_tables(SQLite::Database& db, const StoreLayout& layout);

/// \throws StoreError if the file holds none of ours, or those of another version
[[nodiscard]] StoreLayout read_layout(SQLite::Database& db, const std::filesystem::path& file);

/// The columns of `runs`, in their order, for a SELECT.
[[nodiscard]] std::string columns_of(const StoreLayout& layout);

/// A JSON text as SQLite's own kind of value: null, integer, real, text; lists and objects as text.
void bind_json(SQLite::Statement& statement, int index, const std::string& text);
[[nodiscard]] std::string json_of(const SQLite::Column& column);

}  // namespace gigaplan::sweep
