// What does a chart say to those who do not see it, or want its numbers?
#pragma once

#include <string>
#include <vector>

#include "report/page.hpp"

namespace gigaplan::report {

/// The chart's numbers as a table. Of long ones as many rows as `most`, evenly spread; the table's text says so.
[[nodiscard]] Table data_of(const Chart& chart, std::size_t most = 400);

/// What a bar shows of a whole with many parts: no more than there are colours. The smallest become one; its table has
/// all.
[[nodiscard]] Partition few(const Partition& partition);

/// Lines are told apart by their dashes too: solid, dashed, dotted, dash-dotted, as page.js draws them.
inline constexpr std::size_t line_dashes = 4;

/// One entry of a chart's legend: its colour's number, and what it stands for.
struct Key {
  std::size_t colour = 0;
  std::string name, value;  ///< value may be empty
  std::size_t dash = 0;     ///< of a line, from 1; 0: an area
  bool operator==(const Key&) const = default;
};

/// Empty where the chart's own labels say enough.
[[nodiscard]] std::vector<Key> legend_of(const Chart& chart);

}  // namespace gigaplan::report
