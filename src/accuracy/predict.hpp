// What does gigaplan say to a published measurement?
#pragma once

#include <string>
#include <vector>

#include "accuracy/cases.hpp"
#include "io/catalogue.hpp"
#include "model/scenario.hpp"

namespace gigaplan::accuracy {

/// One figure beside the published one, in the same unit.
struct Point {
  std::string what;  ///< "step time", "all-reduce of 1 MiB"
  std::string unit;
  double predicted = 0, published = 0;
  [[nodiscard]] double error() const { return predicted / published - 1; }
};

/// The scenario of a case. What it holds in memory is another question than how long it takes, and asked by other
/// cases: chips get memory enough for any plan.
/// \throws std::runtime_error with the reader's findings
[[nodiscard]] Scenario scenario_of(const Case& c, const std::filesystem::path& base, const io::Catalogue& catalogue);

/// Simulates, or works out, every figure that the case publishes. Precondition: it is not left out.
/// \throws std::runtime_error, sim::StepRefused
[[nodiscard]] std::vector<Point> predict(const Case& c, const Scenario& scenario);

}  // namespace gigaplan::accuracy
