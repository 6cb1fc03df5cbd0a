// What would be predicted, had the parameters been fitted without what is asked of?
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accuracy/cases.hpp"
#include "calibration/parameters.hpp"

namespace gigaplan::accuracy {

/// What a fit did not see of a step.
enum class Unseen { series, stack, architecture, rest_of_series };

struct UnseenName {
  Unseen what;
  std::string_view text;  ///< "series left out"
  std::string_view key;   ///< of JSON and CSV: "series_left_out"
};
inline constexpr std::size_t unseen_count = 4;
inline constexpr std::array<UnseenName, unseen_count> unseen_names = {
    {{Unseen::series, "series left out", "series_left_out"},
     {Unseen::stack, "stack never seen", "stack_never_seen"},
     {Unseen::architecture, "architecture never seen", "architecture_never_seen"},
     {Unseen::rest_of_series, "one row of the series known", "one_row_of_series_known"}}};

/// By Unseen.
template <typename T>
using ByUnseen = std::array<T, unseen_count>;

/// Values of the parameters as fits without something gave them.
struct UnseenSets {
  using Values = std::vector<double>;  ///< in the order of the parameters
  struct OneRow {
    std::string row;  ///< id of the case that the fit saw
    Values values;
  };
  std::vector<calibration::Parameter> parameters;
  std::map<std::string, Values> without_series, without_stack, without_architecture;
  std::map<std::string, OneRow> with_one_row;  ///< by owner (calibration/parameters.hpp)
  /// Those that a case is to be predicted with; null if there are none, or if it is the row that the fit saw.
  [[nodiscard]] const Values* of(const Case& c, Unseen what) const;
};

struct UnseenFile {
  UnseenSets sets;
  Issues issues;
};

/// Where `tools/calibrate --leave-out` writes them for a folder of cases: left_out.json, beside the folder.
[[nodiscard]] std::filesystem::path unseen_file(const std::filesystem::path& cases);

/// Reads gigaplan-left-out/1, which docs/calibration.md describes. Does not throw on bad input: everything found is in
/// `issues`, and with an error there are no sets.
[[nodiscard]] UnseenFile read_unseen(const std::filesystem::path& file);

/// Seconds that the step of a case takes with each of its sets. What several sets agree on is simulated once.
/// \param known seconds with the catalogue's own values
/// \throws BadCase, sim::StepRefused, sim::SimulationFailed
[[nodiscard]] ByUnseen<std::optional<double>> predict_unseen(const Case& c, const Scenario& scenario, double known,
                                                             const UnseenSets& sets);

}  // namespace gigaplan::accuracy
