// What does a fabric amount to, what can it carry, and what would more of it bring?
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/result.hpp"

namespace gigaplan {

/// The fabric by itself.
struct FabricFacts {
  std::string topology, routing;  ///< as in the scenario
  std::uint64_t chips = 0, nics = 0;
  int tiers = 0;                      ///< of switches that a message can climb; 1: no hierarchy
  int diameter = 0;                   ///< switches on the longest shortest way between two NICs
  ByteRate injection;                 ///< of all NICs, one direction, efficiency applied
  std::optional<ByteRate> bisection;  ///< that the first half of the nodes can send to the second; absent: too large
  BillOfMaterials bill;
  bool operator==(const FabricFacts&) const = default;
  [[nodiscard]] Money price() const;
  [[nodiscard]] Power power() const;
};

/// One collective of one size over many chips that do nothing else.
struct CollectiveResult {
  std::string collective, algorithm;
  std::uint64_t chips = 0;
  Bytes size;  ///< payload as nccl-tests counts it
  Time time;
  ByteRate bus_bandwidth;  ///< nccl-tests: size ÷ time × 2(n-1)/n for an all-reduce, (n-1)/n for the others
  bool chosen = false;     ///< of the algorithms tried, the one that gigaplan takes by itself
  bool operator==(const CollectiveResult&) const = default;
};

/// A part of the machine, or of the plan, twice as good.
struct Relief {
  std::string what;    ///< readable
  double speedup = 1;  ///< tokens per second, relative to the scenario's
  Time step_time;
  bool operator==(const Relief&) const = default;
};

/// A job among others.
struct JobResult {
  std::string name;
  std::uint64_t chips = 0;
  Time alone, together;  ///< of a step
  bool operator==(const JobResult&) const = default;
};

struct NetworkResult {
  std::string scenario_name, scenario_sha256;
  FabricFacts facts;
  std::vector<CollectiveResult> collectives;
  StepResult step;
  FabricResult fabric;
  std::vector<Relief> reliefs;  ///< the most useful first
  std::vector<JobResult> jobs;  ///< empty: one job
  bool operator==(const NetworkResult&) const = default;
};

inline Money FabricFacts::price() const {
  Money sum;
  for (const auto& line : bill.lines) sum += line.price;
  return sum;
}

inline Power FabricFacts::power() const {
  Power sum;
  for (const auto& line : bill.lines) sum += line.power;
  return sum;
}

}  // namespace gigaplan
