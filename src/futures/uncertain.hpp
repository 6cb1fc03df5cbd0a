// Which figures of a scenario are uncertain?
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "futures/spread.hpp"
#include "model/provenance.hpp"

namespace gigaplan::futures {

/// A figure with a range, by the reader's list of assumptions.
struct Uncertain {
  std::string pointer;  ///< into the resolved scenario
  Spread spread;
  std::string source;  ///< readable
  bool operator==(const Uncertain&) const = default;
};

/// All that have a range, sorted by what a future does with them.
struct Uncertainty {
  std::vector<Uncertain> drawn;    ///< each future draws them
  std::vector<Uncertain> in_step;  ///< the step's time depends on them; its interval, drawn as a whole, covers them
  std::vector<Uncertain> choices;  ///< somebody decides them: who pays, and the design
};

/// A range that does not hold its figure is widened to it. Figures without a range, or with an empty one, are in none
/// of the lists.
[[nodiscard]] Uncertainty uncertainty_of(const std::vector<Assumption>& assumptions);

/// The training step or the pieces of the fabric depend on it, or a plan or model would be another one.
[[nodiscard]] bool changes_the_step(const std::string& pointer);

/// What draws the same luck in every scenario, and what does only in part: figures of the site are half its own.
[[nodiscard]] bool belongs_to_the_site(const std::string& pointer);

}  // namespace gigaplan::futures
