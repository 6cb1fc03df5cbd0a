// How far were predictions off where the fit did not see the measurement?
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.hpp"

namespace gigaplan::confidence {

/// A published step, and ln(published ÷ predicted) by fits that did not see it.
struct Residual {
  std::string id, series, family;  ///< as its validation case has them
  std::string architecture;        ///< of the chip: "hopper"
  std::string chip, stack;         ///< ids
  std::string precision;           ///< "bf16", "fp8", "fp4"
  double chips = 0, sequence_length = 0;
  bool moe = false;                     ///< mixture of experts
  double without_series = 0;            ///< by a fit without the row's series
  std::optional<double> without_stack;  ///< without its stack
  std::optional<double> without_architecture;
  std::optional<double> with_one_row;  ///< by a fit that saw one other row of the series, and no more of it
  bool operator==(const Residual&) const = default;
};

struct Residuals {
  std::vector<Residual> rows;
  Issues issues;  ///< what is wrong with the file; `rows` is empty then
};

/// residuals.json in the folder of a catalogue. One without it has no rows, and that is no issue.
[[nodiscard]] Residuals read_residuals(const std::filesystem::path& catalogue);

}  // namespace gigaplan::confidence
