// What does a programme know of a proposal beside its scenario?
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/issue.hpp"

namespace gigaplan::programme {

struct Fact {
  std::string site;                          ///< json: site - proposals for one compete; empty: the scenario's
  std::string region;                        ///< json: grid_region - empty: the country
  std::optional<double> least_public_share;  ///< json: least_public_share - of what it asks, 0..1
  bool operator==(const Fact&) const = default;
};

struct Facts {
  std::map<std::string, Fact> by_id;  ///< json: proposals, each with its id
  Issues issues;
};

/// A file of the format gigaplan-proposals/1 (docs/portfolio.md). Does not throw on bad input.
[[nodiscard]] Facts read_facts(const std::filesystem::path& file);

}  // namespace gigaplan::programme
