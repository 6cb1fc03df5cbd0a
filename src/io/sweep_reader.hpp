// How do a sweep's file, a book of rules and measured steps become values?
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/issue.hpp"
#include "model/measured.hpp"
#include "model/rules.hpp"
#include "model/sweep.hpp"

namespace gigaplan::io {

struct LoadedSweep {
  std::optional<SweepSpec> spec;   ///< set if and only if `issues` holds no error
  Issues issues;                   ///< all of them, each with file and pointer
  std::filesystem::path scenario;  ///< the scenario's file, as seen from here
  std::string canonical_json;      ///< defaults filled in, sorted keys, no white space: what a fingerprint is taken of
};

/// Reads and checks a sweep, but for its expressions and for the scenario that it names.
[[nodiscard]] LoadedSweep load_sweep(const std::filesystem::path& file);

struct LoadedRules {
  std::optional<RuleBook> book;  ///< set if and only if `issues` holds no error
  Issues issues;
};

/// Reads and checks a book of rules, but for its expressions.
[[nodiscard]] LoadedRules load_rules(const std::filesystem::path& file);

struct LoadedMeasured {
  std::optional<MeasuredSteps> steps;  ///< set if and only if `issues` holds no error
  Issues issues;
};

/// Reads and checks measured steps, but for the scenarios that their changes make.
[[nodiscard]] LoadedMeasured load_measured(const std::filesystem::path& file);

}  // namespace gigaplan::io
