// What does gigaplan say to a published measurement?
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "accuracy/cases.hpp"
#include "io/catalogue.hpp"
#include "model/scenario.hpp"

namespace gigaplan::accuracy {

/// Between the 5 % and the 95 % quantile over seeds.
struct Interval {
  double low = 0, high = 0;
  [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
  bool operator==(const Interval&) const = default;
};

/// One figure beside the published one, in the same unit.
struct Point {
  std::string what;  ///< "step time", "all-reduce of 1 MiB"
  std::string unit;
  double predicted = 0, published = 0;
  std::optional<Interval> interval = {};  ///< of what chance decides
  [[nodiscard]] double error() const { return predicted / published - 1; }
};

/// A case that no scenario can be made of, or which asks for what its scenario does not have.
struct BadCase : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The scenario of a case. What it holds in memory is another question than how long it takes, and asked by other
/// cases: chips get memory enough for any plan. A stack that extends a catalogue entry goes by that entry's id.
/// \throws BadCase with the reader's findings
[[nodiscard]] Scenario scenario_of(const Case& c, const std::filesystem::path& base, const io::Catalogue& catalogue);

/// Simulates, or works out, every figure that the case publishes. Precondition: it is not left out.
/// All of them are finite. \throws BadCase, sim::StepRefused, sim::SimulationFailed
[[nodiscard]] std::vector<Point> predict(const Case& c, const Scenario& scenario);

}  // namespace gigaplan::accuracy
