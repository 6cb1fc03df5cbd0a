// What does a fabric amount to, what can it carry, and what would more of it bring?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/result.hpp"
#include "model/step_program.hpp"

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

/// Links of one kind that are about as loaded over a step.
struct LinkClass {
  std::string name;                            ///< kind and direction: "nic up", "leaf to spine"
  std::uint64_t links = 0;                     ///< of this class
  std::uint64_t links_of_kind = 0;             ///< with those that carry nothing
  ByteRate capacity;                           ///< of the fullest
  double most = 0, mean = 0, least = 0;        ///< bytes ÷ (capacity · step time)
  std::array<double, group_count> by_group{};  ///< shares of the bytes
  std::vector<int> stages;                     ///< of the pipeline, whose messages cross; empty: of all
  std::vector<int> rails;                      ///< of NICs: which ones of a node; empty: all, or no NICs
  bool operator==(const LinkClass&) const = default;
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
  std::vector<LinkClass> links;  ///< ten at most, the fullest first
  std::vector<Relief> reliefs;   ///< the most useful first
  std::vector<JobResult> jobs;   ///< empty: one job
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
