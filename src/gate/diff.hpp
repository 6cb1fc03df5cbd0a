// What moved between two results?
#pragma once

#include <string>
#include <vector>

#include "gate/results.hpp"

namespace gigaplan::gate {

/// A figure that is not what it was.
struct Change {
  std::string pointer;        ///< into the report
  std::string before, after;  ///< JSON texts, of the run that moved most
  double relative = 0;        ///< after ÷ before - 1; infinite from 0; 0 if one is no number
  std::string label;          ///< of that run
  std::size_t runs = 0;       ///< how many moved
};

struct Difference {
  std::vector<Change> changes;              ///< by pointer, in the report's order of names
  std::vector<std::string> only_a, only_b;  ///< labels of runs that one side lacks
  std::vector<std::string> statuses;        ///< "site = fi: done, was crashed"
  std::size_t compared = 0;                 ///< runs
  [[nodiscard]] bool same() const { return changes.empty() && only_a.empty() && only_b.empty() && statuses.empty(); }
};

/// Compares every figure of the reports of the same runs, versions, names and fingerprints aside.
/// \param tolerance relative difference of numbers that is none
[[nodiscard]] Difference diff(const Results& a, const Results& b, double tolerance);

[[nodiscard]] std::string plain_text(const Difference& difference);
[[nodiscard]] std::string json_text(const Difference& difference);

}  // namespace gigaplan::gate
