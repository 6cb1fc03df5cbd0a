// What does a sweep need to be ready to run?
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/issue.hpp"
#include "sweep/expression.hpp"
#include "sweep/points.hpp"
#include "sweep/store.hpp"

namespace gigaplan::sweep {

/// A sweep that is ready to run.
struct Plan {
  SweepSpec spec;
  Points points;
  StoreLayout layout;                   ///< columns and meta, identity among them
  std::vector<Expression> on_axes;      ///< constraints that need the axes' values only
  std::vector<Expression> on_scenario;  ///< constraints that look into the scenario
};

/// Precondition: count_runs(spec) <= most_runs.
/// \param identity what must be the same for results to belong together: a fingerprint of sweep, scenario, catalogue
///        and program \param versions more for the results' meta table \param issues pointers into the sweep's file
/// \param first_seed the scenario's
[[nodiscard]] std::optional<Plan> make_plan(const SweepSpec& spec, std::uint64_t first_seed,
                                            const std::string& identity,
                                            const std::map<std::string, std::string>& versions, Issues& issues);

/// True if every constraint is true (not 0) of the point. \param scenario_json resolved; "" if the axes are enough
/// \throws BadExpression if one cannot be computed
[[nodiscard]] bool holds(const std::vector<Expression>& constraints, const std::vector<std::string>& names,
                         const Point& point, const std::string& scenario_json);

}  // namespace gigaplan::sweep
