// What must hold of results, for a build to pass?
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gigaplan {

/// One condition, on every run that `where` selects: an expression, or a figure within bounds or near a baseline's.
struct Rule {
  std::string name;                          ///< json: name
  std::string why;                           ///< json: why - shown when it fails
  std::string where;                         ///< json: where - expression over axes and figures; empty: all runs
  std::string expression;                    ///< json: expression - must not be 0 (false)
  std::string figure;                        ///< json: figure - JSON Pointer into report.json, or a column
  std::optional<double> min, max;            ///< json: min, max - of the figure
  std::optional<double> relative_tolerance;  ///< json: relative_tolerance - |new - old| at most this share of |old|
  std::optional<double> absolute_tolerance;  ///< json: absolute_tolerance - or at most this much
  std::vector<std::string> statuses;         ///< json: statuses - that a run may have; empty: done
  bool warning = false;                      ///< json: warning - tell, but do not fail
  bool operator==(const Rule&) const = default;
};

struct RuleBook {
  std::string name;         ///< json: name
  std::vector<Rule> rules;  ///< json: rules
  bool operator==(const RuleBook&) const = default;
};

}  // namespace gigaplan
