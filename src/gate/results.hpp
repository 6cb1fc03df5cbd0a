// What are the results that a build is judged by: one report, or the runs of a sweep?
#pragma once

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sweep/expression.hpp"

namespace gigaplan::gate {

/// A file that holds no results. what() is for the user.
struct BadResults : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// One run, or the only report.
struct Entry {
  std::string key;     ///< its axes' values and replicate: what the same run of other results has too; "" for a report
  std::string label;   ///< for people: "site = fi, chip = H100"
  std::string status;  ///< "done" for a report
};

/// Reads report.json, results.sqlite, or a folder that holds one of them.
class Results {
 public:
  /// \throws BadResults, sweep::StoreError
  explicit Results(const std::filesystem::path& place);
  Results(Results&&) noexcept;
  Results& operator=(Results&&) noexcept;
  Results(const Results&) = delete;
  Results& operator=(const Results&) = delete;
  ~Results();

  [[nodiscard]] const std::vector<Entry>& entries() const;
  /// The entry of that key; none if there is none.
  [[nodiscard]] std::optional<std::size_t> find(const std::string& key) const;
  /// The report of a run; null if it is not done.
  [[nodiscard]] const nlohmann::json& report(std::size_t entry) const;
  /// What a name in an expression stands for: an axis, "status", "run", a figure's column (finance_capex_eur), or a
  /// pointer into the report. \throws sweep::BadExpression if there is no such name
  [[nodiscard]] sweep::Value value(std::size_t entry, const std::string& name) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace gigaplan::gate
