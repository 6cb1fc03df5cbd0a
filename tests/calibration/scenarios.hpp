// Which scenarios do these tests fit?
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "io/scenario_reader.hpp"

namespace fitted {

inline const std::filesystem::path source = GIGAPLAN_SOURCE_DIR;

/// Llama 3 8B on a node of H100s: two tensor ranks, four data ranks, with this stack.
inline gigaplan::Scenario scenario(const std::string& stack = "nemo-2024", const std::string& precision = "bf16") {
  const gigaplan::io::Catalogue catalogue{.root = source / "scenarios" / "catalogue"};
  auto loaded =
      gigaplan::io::load_scenario(source / "tests" / "validation" / "cases" / "base.json",
                                  {{"/cluster/node", "grand-teton-h100"},
                                   {"/cluster/nodes", "1"},
                                   {"/cluster/fabric", "roce-3tier-llama3"},
                                   {"/cluster/node/chip/memory_gbyte", "100000"},
                                   {"/training/model", "llama3-8b"},
                                   {"/training/stack", stack},
                                   {"/training/precision", precision},
                                   {"/training/sequence_length", "8192"},
                                   {"/training/micro_batch", "1"},
                                   {"/training/global_batch", "8"},
                                   {"/training/plan", R"({"tensor": 2, "pipeline": 1, "data": 4, "zero_stage": 1})"}},
                                  catalogue);
  for (const auto& issue : loaded.issues) INFO(to_string(issue));
  REQUIRE(loaded.scenario);
  return *loaded.scenario;
}

}  // namespace fitted
