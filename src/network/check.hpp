// Can this fabric be built?
#pragma once

#include "base/issue.hpp"
#include "model/fabric.hpp"
#include "model/node.hpp"

namespace gigaplan::network {

/// Everything that stops `nodes` nodes from being wired as `spec` says, each with what would mend it. Pointers start at
/// the scenario: "/cluster/fabric/...", "/cluster/node/...", "/cluster/nodes". Empty: build_topology() will succeed.
[[nodiscard]] Issues check_fabric(const Node& node, long nodes, const FabricSpec& spec);

}  // namespace gigaplan::network
