// What is known of a parameter before any row is seen, and where does it stand?
#pragma once

#include <filesystem>
#include <vector>

#include "base/issue.hpp"
#include "calibration/parameters.hpp"

namespace gigaplan::calibration {

struct PriorSet {
  std::vector<Prior> priors;  ///< in the file's order
  Issues issues;
};

/// Reads tools/calibrate/priors.json or a file like it; docs/calibration.md has the format. Does not throw on bad
/// input: everything found is in `issues`.
[[nodiscard]] PriorSet read_priors(const std::filesystem::path& file);

}  // namespace gigaplan::calibration
