// What does a results file say?
#include "sweep/store_inside.hpp"

namespace gigaplan::sweep {

std::optional<Row> Store::find(const std::string& scenario_sha256) const {
  return guarded(inside_->file, [&]() -> std::optional<Row> {
    SQLite::Statement query(inside_->db, "SELECT " + columns_of(inside_->layout) +
                                             " FROM runs WHERE scenario_sha256 = ? ORDER BY "
                                             "status NOT IN " +
                                             std::string(final_statuses) + ", run LIMIT 1");
    query.bind(1, scenario_sha256);
    return query.executeStep() ? std::optional(inside_->row_of(query)) : std::nullopt;
  });
}

bool Store::knows(const std::string& scenario_sha256) const {
  return guarded(inside_->file, [&] {
    auto& query = inside_->by_scenario;
    if (!query) {
      query.emplace(inside_->db, "SELECT 1 FROM runs WHERE scenario_sha256 = ? AND status IN " +
                                     std::string(final_statuses) + " LIMIT 1");
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
    SQLite::Statement query(inside_->db, "SELECT run FROM runs WHERE status IN " + std::string(final_statuses) +
                                             " UNION ALL "
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
