// What is broken in a cluster while it works?
#pragma once

#include <string>
#include <vector>

namespace gigaplan {

/// Some cables of a kind, picked by the scenario's seed.
struct LinkDamage {
  std::string where;    ///< json: where - "node-leaf", "leaf-spine", "global" ... as the bill of materials calls them
  long count = 0;       ///< json: count
  double capacity = 0;  ///< json: capacity - that is left, share; 0: down
  bool operator==(const LinkDamage&) const = default;
};

/// Some switches of a kind, down with all their cables.
struct SwitchDamage {
  std::string where;  ///< json: where - "leaf", "spine", "core", "router" ...
  long count = 0;     ///< json: count
  bool operator==(const SwitchDamage&) const = default;
};

/// Some chips that compute more slowly than the others.
struct SlowChips {
  long count = 0;    ///< json: count
  double speed = 1;  ///< json: speed - share of what the others do, in (0, 1]
  bool operator==(const SlowChips&) const = default;
};

struct Damage {
  std::vector<LinkDamage> links;       ///< json: links
  std::vector<SwitchDamage> switches;  ///< json: switches
  std::vector<SlowChips> slow_chips;   ///< json: slow_chips
  int planes_down = 0;                 ///< json: planes_down - of a fat tree's planes
  bool operator==(const Damage&) const = default;
};

}  // namespace gigaplan
