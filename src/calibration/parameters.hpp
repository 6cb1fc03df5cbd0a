// What may be fitted, where does it start, and how far may it move?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace gigaplan::calibration {

/// One number of the catalogue, or one that several entries share.
struct Parameter {
  std::string kind;              ///< "chip" or "stack"
  std::vector<std::string> ids;  ///< entries that it belongs to
  std::string field;             ///< below /efficiency of a chip; of a stack
  double start = 0;              ///< prior mean: what the catalogue says now, or 1 for a factor of several entries
  double sigma = 0;              ///< prior standard deviation: how far physics lets it be
  double least = 0, most = 1;
  bool factor = false;                         ///< it multiplies what the entries say
  std::function<double(const Scenario&)> get;  ///< from a scenario; times in microseconds, as the catalogue has them
  std::function<void(Scenario&, double)> set;
  /// The scenario's step depends on it.
  [[nodiscard]] bool concerns(const Scenario& scenario) const;
  /// A measurement of the scenario may move it. Mixture-of-experts runs move what concerns experts alone: what is
  /// missing from their model must not distort what dense runs tell (a cut posterior).
  [[nodiscard]] bool learns_from(const Scenario& scenario) const;
  [[nodiscard]] std::string name() const;
};

/// All of them, for the chips and stacks of these scenarios.
[[nodiscard]] std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios);

/// The scenario with the values put in.
[[nodiscard]] Scenario with(Scenario scenario, const std::vector<Parameter>& parameters,
                            const std::vector<double>& values);

}  // namespace gigaplan::calibration
