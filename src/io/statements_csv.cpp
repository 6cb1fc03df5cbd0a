// How do a project's quarters become a table?
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "io/investment_columns.hpp"
#include "io/report_writer.hpp"

namespace gigaplan::io {

std::string statements_csv(const InvestmentResult& investment) {
  fmt::memory_buffer out;
  fmt::format_to(std::back_inserter(out), "quarter");
  for (const StatementColumn& column : statement_columns()) {
    fmt::format_to(std::back_inserter(out), ",{}", column.name);
  }
  fmt::format_to(std::back_inserter(out), ",tested,locked_up,in_default\n");
  for (const Statement& quarter : investment.quarters) {
    fmt::format_to(std::back_inserter(out), "{}", quarter.period);
    for (const StatementColumn& column : statement_columns()) {
      const double value = column.value(quarter);
      // to the cent and below, and no "-0"
      const double shown = std::round(value * 1e4) / 1e4 + 0.0;
      std::isfinite(shown) ? fmt::format_to(std::back_inserter(out), ",{}", shown)
                           : fmt::format_to(std::back_inserter(out), ",");
    }
    fmt::format_to(std::back_inserter(out), ",{},{},{}\n", quarter.tested ? 1 : 0, quarter.locked_up ? 1 : 0,
                   quarter.in_default ? 1 : 0);
  }
  return fmt::to_string(out);
}

}  // namespace gigaplan::io
