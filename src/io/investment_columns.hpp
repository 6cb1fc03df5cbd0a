// Which columns do the statements of a project have, in a table and in a report?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/investment.hpp"

namespace gigaplan::io {

struct StatementColumn {
  std::string name;  ///< with the unit: "revenue_compute_eur"
  std::function<double(const Statement&)> value;
};

/// Cash flow, debt service, income, balance sheet, in this order; a quarter's or a year's.
[[nodiscard]] const std::vector<StatementColumn>& statement_columns();

}  // namespace gigaplan::io
