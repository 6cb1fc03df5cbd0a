// What do tests of stored results share? A layout of two axes and three figures, and rows that fit it.
#pragma once

#include <string>
#include <vector>

#include "sweep/store.hpp"
#include "temporary.hpp"

namespace stores {

inline gigaplan::sweep::StoreLayout layout() {
  return {.axes = {"site", "chips"},
          .pointers = {"/site", ""},
          .figures = {{"/step/mfu", "step_mfu"}, {"/finance/capex_eur", "finance_capex_eur"}, {"/b/name", "b_name"}},
          .meta = {{"identity", "abc"}, {"name", "test"}}};
}

inline gigaplan::sweep::Row row(std::uint64_t run, const std::string& hash = "hash") {
  return {.run = run,
          .cells = {R"("fi")", std::to_string(run)},
          .seed = 7,
          .figures = {"0.4", "1000000", R"("network")"},
          .scenario_sha256 = hash};
}

inline gigaplan::sweep::Row failed(std::uint64_t run, gigaplan::sweep::Status status, const std::string& message) {
  gigaplan::sweep::Row result = row(run, "hash of " + std::to_string(run));
  result.status = status;
  result.figures.clear();
  result.seed.reset();
  result.message = message;
  return result;
}

inline std::vector<gigaplan::sweep::Row> all(const gigaplan::sweep::Store& store) {
  std::vector<gigaplan::sweep::Row> rows;
  store.each([&](const gigaplan::sweep::Row& each) { rows.push_back(each); });
  return rows;
}

}  // namespace stores
