// Which parts of a network can be sized, and what did the user ask to try?
#pragma once

#include <string>
#include <vector>

#include "base/issue.hpp"
#include "model/sweep.hpp"

namespace gigaplan::sweep {

/// A short name for a place in a scenario.
struct NetworkKey {
  std::string name, pointer, meaning;
};

/// All of them, in the order of help and docs/size-network.md.
[[nodiscard]] const std::vector<NetworkKey>& network_keys();

/// One --sweep: what varies, and its values.
struct SizedKey {
  std::string name;                 ///< as the user wrote it: a short name, or the pointer itself
  std::string pointer;              ///< into the scenario
  std::vector<std::string> values;  ///< JSON texts
  bool operator==(const SizedKey&) const = default;
};

/// "oversubscription=1,2,4" → a key. A comma in brackets or in quotes separates nothing; values are JSON, or bare
/// words. A key that replaces a whole part (node, fabric) comes before those inside that part, so that both hold; else
/// the order is the user's. Issues carry the file "--sweep".
[[nodiscard]] std::vector<SizedKey> parse_sized_keys(const std::vector<std::string>& texts, Issues& issues);

/// The grid of the keys' values, upon changes that all variants have. A change that a key would undo is an issue.
[[nodiscard]] SweepSpec sizing_spec(const std::vector<SizedKey>& keys, const std::vector<Setting>& set,
                                    const SweepLimits& limits, Issues& issues);

}  // namespace gigaplan::sweep
