// What does a chart say to those who do not see it, or want its numbers?
#pragma once

#include <string>
#include <vector>

#include "report/page.hpp"

namespace gigaplan::report {

/// The chart's numbers as a table. Of long ones as many rows as `most`, evenly spread; the table's text says so.
[[nodiscard]] Table data_of(const Chart& chart, std::size_t most = 400);

/// One entry of a chart's legend: its colour's number, and what it stands for.
struct Key {
  std::size_t colour = 0;
  std::string name, value;  ///< value may be empty
  bool operator==(const Key&) const = default;
};

/// Empty where the chart's own labels say enough.
[[nodiscard]] std::vector<Key> legend_of(const Chart& chart);

}  // namespace gigaplan::report
