// What do the fuzzers of networks share? A small scenario whose network is the file at hand.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/scenario_reader.hpp"
#include "scratch.hpp"

namespace fuzz {

/// Loads the scenario with the bytes as its network, and holds the reader to its word.
inline void load_network(const Scratch& scratch, const std::uint8_t* data, std::size_t size) {
  using namespace gigaplan;
  namespace fs = std::filesystem;
  const char* folder = std::getenv("GIGAPLAN_CATALOGUE");
  require(folder != nullptr, "GIGAPLAN_CATALOGUE is set");
  const io::Catalogue catalogue{.root = fs::path(folder)};
  const fs::path scenario = catalogue.root.parent_path() / "custom" / "llama3-8b-32.json";
  const std::string file = scratch.write(data, size).string();
  const io::LoadedScenario loaded = io::load_scenario(
      scenario, {{.pointer = "/cluster/fabric/custom", .value = "{\"file\": \"" + file + "\"}"}}, catalogue);
  require(loaded.scenario.has_value() == !has_errors(loaded.issues), "a scenario, or errors");
  for (const Issue& issue : loaded.issues) {
    require(!issue.message.empty() && issue.file == file, "each issue has the network's file and a message");
    const std::string told = to_string(issue);
    require(printable(told) == told, "nothing steers a terminal");
  }
  if (loaded.scenario) {
    require(loaded.sha256.size() == 64 && !loaded.scenario->cluster.fabric.custom->switches.empty(), "a network");
    require(loaded.resolved_json.find(file) == std::string::npos, "what the file holds is in its place");
  }
}

}  // namespace fuzz
