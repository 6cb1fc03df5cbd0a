// Which steps did somebody measure on a machine of their own?
#pragma once

#include <string>
#include <vector>

#include "model/sweep.hpp"

namespace gigaplan {

enum class MeasuredFormat { first };  ///< json: "gigaplan-measured/1"

struct MeasuredStep {
  double step_time_s = 0;        ///< json: step_time_s
  std::vector<Setting> changes;  ///< json: changes - what was different from the scenario
  std::string note;              ///< json: note
  bool operator==(const MeasuredStep&) const = default;
};

/// Measurements that a scenario can be calibrated to.
struct MeasuredSteps {
  MeasuredFormat format = MeasuredFormat::first;  ///< json: format
  std::string source;                             ///< json: source
  std::vector<MeasuredStep> measurements;         ///< json: measurements
  bool operator==(const MeasuredSteps&) const = default;
};

}  // namespace gigaplan
