// What may be fitted, where does it start, and how far may it move?
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.hpp"

namespace gigaplan::calibration {

/// One number of the catalogue, or one that several entries share.
struct Parameter {
  std::string kind;              ///< "chip" or "stack"
  std::vector<std::string> ids;  ///< entries that it belongs to
  std::string field;             ///< below /efficiency of a chip; of a stack
  double start = 0;              ///< prior mean: of a file, or what the catalogue says, or 1 for a factor of several
  double sigma = 0;              ///< prior standard deviation: how far physics lets it be
  double least = 0, most = 1;
  bool factor = false;                         ///< it multiplies what the entries say
  std::function<double(const Scenario&)> get;  ///< from a scenario; times in microseconds, as the catalogue has them
  std::function<void(Scenario&, double)> set;
  std::string why;  ///< reason of the prior, if it comes from a file
  /// The scenario's step depends on it.
  [[nodiscard]] bool concerns(const Scenario& scenario) const;
  /// A measurement of the scenario may move it. Mixture-of-experts runs move what concerns experts alone: what is
  /// missing from their model must not distort what dense runs tell (a cut posterior).
  [[nodiscard]] bool learns_from(const Scenario& scenario) const;
  [[nodiscard]] std::string name() const;
  /// What a value of it makes of the field in a scenario.
  [[nodiscard]] double result(const Scenario& scenario, double value) const {
    return factor ? get(scenario) * value : value;
  }
  /// A value a little away from another, on the side where there is room: to take slopes.
  [[nodiscard]] double beside(double value) const {
    const double there = value + 0.1 * sigma;
    return there <= most ? there : value - 0.1 * sigma;
  }
};

/// Whose measurements tell of each other most: one model and precision, on one stack and one kind of chip.
[[nodiscard]] inline std::string owner(const std::string& series, const std::string& stack, const std::string& chip) {
  return series + ", " + stack + ", " + chip;
}

/// What a file says of a parameter before any row is seen.
struct Prior {
  std::string kind;             ///< "chip" or "stack"
  std::vector<std::string> of;  ///< architectures; stacks, or "*" for those that no other prior names
  std::string field;
  double mean = 0, sigma = 0, least = 0, most = 0;
  bool factor = false;  ///< of what the catalogue says; else in the catalogue's own unit
  std::string why;
};

/// "ampere", "hopper", "blackwell": chips of one reach about the same shares of their peaks. Empty for another chip.
[[nodiscard]] std::string architecture_of(const std::string& chip);

/// The chips of an architecture; none if there is no such architecture.
[[nodiscard]] std::vector<std::string> chips_of(const std::string& architecture);

/// Fields that may be fitted, of "chip" or "stack".
[[nodiscard]] std::vector<std::string> fields_of(const std::string& kind);

/// A parameter by name, with the limits that the model has for it and no prior; none if there is no such field.
[[nodiscard]] std::optional<Parameter> make_parameter(const std::string& kind, std::vector<std::string> ids,
                                                      const std::string& field, bool factor);

/// All of them, for the chips and stacks of these scenarios. Architectures get factors of what the catalogue says now;
/// stacks start at what it says; widths are those of the table in parameters.cpp.
[[nodiscard]] std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios);

/// The same, with the priors of a file: a fit starts where the file says, whatever an earlier fit left in the
/// catalogue. \throws std::invalid_argument if a parameter has no prior
[[nodiscard]] std::vector<Parameter> parameters_for(const std::vector<Scenario>& scenarios,
                                                    const std::vector<Prior>& priors);

/// The scenario with the values put in.
[[nodiscard]] Scenario with(Scenario scenario, const std::vector<Parameter>& parameters,
                            const std::vector<double>& values);

}  // namespace gigaplan::calibration
