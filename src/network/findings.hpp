// How does a check collect what it finds?
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

#include "base/issue.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"

namespace gigaplan::network {

/// Issues with their pointer, what is wrong and what would mend it.
class Findings {
 public:
  void error(std::string pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::error, "", std::move(pointer), std::move(message), std::move(remedy)});
  }
  void warn(std::string pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::warning, "", std::move(pointer), std::move(message), std::move(remedy)});
  }
  void at_least(const std::string& pointer, const char* what, double value, double least) {
    if (!(value >= least) || !std::isfinite(value))
      error(pointer, fmt::format("{} is {}", what, value), fmt::format("it has to be at least {}", least));
  }
  void positive(const char* pointer, const char* what, double value, const char* unit) {
    if (!(value > 0) || !std::isfinite(value))
      error(pointer, fmt::format("{} is {} {}", what, value, unit), "it has to be positive and finite");
  }
  void share(const char* pointer, const char* what, double value) {
    if (value <= 0 || value > 1 || std::isnan(value))
      error(pointer, fmt::format("{} is {}", what, value), "it has to be in (0, 1]");
  }
  [[nodiscard]] bool any_errors() const { return has_errors(issues_); }
  [[nodiscard]] Issues take() { return std::move(issues_); }

 private:
  Issues issues_;
};

/// What each kind of fabric needs, once nodes and switches are sound (network/check.hpp).
void check_fat_tree(const Node& node, long nodes, const FabricSpec& spec, Findings& findings);
void check_groups(const Node& node, long nodes, const FabricSpec& spec, Findings& findings);
void check_lattice(const Node& node, long nodes, const FabricSpec& spec, Findings& findings);
void check_custom(const Node& node, long nodes, const FabricSpec& spec, Findings& findings);

}  // namespace gigaplan::network
