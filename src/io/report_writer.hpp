// How do results become report.json, timeseries.csv and statements.csv?
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/result.hpp"

namespace gigaplan::io {

/// What else has to be known to get the same report again.
struct Versions {
  std::string gigaplan, simgrid;
  std::vector<std::pair<std::string, std::string>> model_settings;  ///< e.g. {"network/model", "CM02"}
};

/// report.json: units in the names; a figure that does not apply is null with a sibling `<name>_why`. No NaN or
/// infinity ever; numbers survive a round trip exactly; the same report gives the same bytes.
[[nodiscard]] std::string report_json(const Report& report, const Versions& versions = {});

/// The same in one line, without model_settings and assumptions: what a table of many runs keeps.
[[nodiscard]] std::string compact_report_json(const Report& report, const Versions& versions = {});

/// An object with /step and /fabric, as in report.json.
[[nodiscard]] std::string step_json(const StepResult& step, const FabricResult& fabric);

/// One row an hour of operation, with a header line.
/// \param start_date ISO 8601 date of the first hour, e.g. "2028-01-01"; hours are UTC
[[nodiscard]] std::string timeseries_csv(const Report& report, const std::string& start_date);

/// One row a quarter from financial close to the horizon, with a header line; nominal euros to a hundredth of a cent.
[[nodiscard]] std::string statements_csv(const InvestmentResult& investment);

}  // namespace gigaplan::io
