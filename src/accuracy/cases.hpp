// What did somebody measure and publish, and which scenario is it?
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/issue.hpp"
#include "io/scenario_reader.hpp"

namespace gigaplan::accuracy {

/// Seconds a training step took.
struct StepTruth {
  double time_s = 0;
};
/// Bus bandwidth of an all-reduce over the first `chips` chips, by size.
struct CollectiveTruth {
  int chips = 0;
  bool in_network = false;                             ///< switches may add up; NCCL chooses by itself. Else: rings
  std::vector<std::pair<double, double>> bus_gbyte_s;  ///< (bytes, GB/s)
};
/// What a node drew.
struct PowerTruth {
  double node_w = 0;
  bool maximum = false;           ///< the highest sample and not the mean
  double conversion_loss = 0;     ///< share of the inlet's power that is lost before the meter: it read the DC side
  std::optional<double> compute;  ///< share of the time in which chips compute; none: all of it if nothing trains
};
/// What all nodes took for a whole run.
struct EnergyTruth {
  double energy_kwh = 0;
  double conversion_loss = 0;  ///< as of PowerTruth
  double tokens = 0;           ///< that the run trained on
};
/// Unplanned interruptions of a job in `days`.
struct InterruptionsTruth {
  double count = 0, days = 0;
  bool chips_only = false;  ///< failures of chips, nothing else
  std::vector<std::pair<std::string, double>>
      by_cause;  ///< count by the name in the scenario's reliability; may be empty
};
/// Mean time to failure of a job on all nodes, or failures of one node.
struct FailureTruth {
  std::optional<double> mttf_h, per_1000_node_days;
  std::optional<double> days;  ///< of observation
};
/// Switches and cables of the compute fabric, by kind.
struct BillTruth {
  std::vector<std::pair<std::string, double>> counts;  ///< "leaf switches", "node-leaf cables"
};
/// Memory of a chip of the first stage.
struct MemoryTruth {
  double state_gibyte = 0;  ///< weights, gradients, optimizer
  double activations_gibyte = 0;
};

using Truth = std::variant<StepTruth, CollectiveTruth, PowerTruth, EnergyTruth, InterruptionsTruth, FailureTruth,
                           BillTruth, MemoryTruth>;

/// One measurement. tests/validation/cases/README.md has the format.
struct Case {
  std::string id, group, kind;
  std::string series;            ///< model and precision: what is left out as a whole
  std::string stack, release;    ///< software; empty if nothing trains
  std::string chip, family;      ///< "hopper dense", ...; empty if nothing trains
  std::string source, where;     ///< title; table or file in it
  std::string left_out;          ///< why it is not predicted; empty: it is
  bool layout_stated = true;     ///< the source prints all that the step depends on
  bool calibrates = false;       ///< parameters may be fitted to it
  std::vector<Setting> changes;  ///< to the base scenario
  std::optional<Truth> truth;    ///< none if it is left out
};

struct CaseSet {
  std::filesystem::path base;  ///< the scenario that cases change
  std::vector<Case> cases;     ///< by file name, then in the files' order
  Issues issues;
};

/// All cases in a folder. Does not throw on bad input: everything found is in `issues`.
[[nodiscard]] CaseSet read_cases(const std::filesystem::path& folder);

}  // namespace gigaplan::accuracy
