// Can this fat tree be built?
#include <algorithm>

#include "network/fat_tree.hpp"
#include "network/findings.hpp"

namespace gigaplan::network {
namespace {

class TreeCheck {
 public:
  TreeCheck(const Node& node, long nodes, const FabricSpec& spec, Findings& findings)
      : node_(node), nodes_(nodes), spec_(spec), findings_(findings) {}

  void run() {
    check_spec();
    if (findings_.any_errors()) return;
    check_capacity();
    check_boundaries();
  }

 private:
  void check_spec() {
    if (spec_.tiers != 2 && spec_.tiers != 3) {
      findings_.error("/cluster/fabric/tiers", fmt::format("a fat tree of {} tiers is not supported", spec_.tiers),
                      "use 2 (leaf, spine) or 3 (leaf, spine, core)");
    }
    if (spec_.routing == RoutingKind::valiant) {
      findings_.error("/cluster/fabric/routing", "valiant routing on a fat tree",
                      "it is for dragonflies; use adaptive, d_mod_k or ecmp");
    }
    if (spec_.planes > 1 && spec_.routing != RoutingKind::adaptive) {
      findings_.error("/cluster/fabric/planes", fmt::format("{} planes with one path a message", spec_.planes),
                      "planes are sprayed over: use adaptive routing");
    }
    findings_.at_least("/cluster/fabric/nodes_per_unit", "nodes_per_unit", spec_.nodes_per_unit, 1);
    findings_.at_least("/cluster/fabric/planes", "planes", spec_.planes, 1);
    findings_.at_least("/cluster/fabric/leaf_oversubscription", "leaf_oversubscription", spec_.leaf_oversubscription,
                       1);
    if (spec_.tiers != 3) return;
    findings_.at_least("/cluster/fabric/units_per_pod", "units_per_pod", spec_.units_per_pod, 1);
    findings_.at_least("/cluster/fabric/spine_oversubscription", "spine_oversubscription", spec_.spine_oversubscription,
                       1);
  }

  /// Every leaf needs a cable to every spine of its pod, every spine one to every switch of its core group.
  void check_capacity() {
    const FatTree t = size_fat_tree(node_, nodes_, spec_);
    const int down = down_ports(t.radix, spec_.leaf_oversubscription);
    if (down < t.ports_per_nic) {
      return findings_.error(
          "/cluster/fabric/switch/ports",
          fmt::format("a NIC of {:g} Gbit/s takes {} ports of {:g} Gbit/s, and a leaf has only {} for nodes",
                      node_.nics.bandwidth.in(unit::gigabit_per_second), t.ports_per_nic,
                      t.port_rate.in(unit::gigabit_per_second), down),
          "use a switch with more or faster ports");
    }
    if (t.leaves == 1) return;
    const bool core = t.pods > 1;
    const int spine_down = core ? down_ports(t.radix, spec_.spine_oversubscription) : t.radix;
    const long pod_leaves = core ? t.leaves_per_pod() : t.leaves;
    if (t.spines_per_pod > t.leaf_uplinks || pod_leaves > spine_down) return pod_too_large(t, pod_leaves, spine_down);
    if (core && t.cores_per_group > t.spine_uplinks) too_many_pods(t);
    if (spec_.tiers == 3 && !core) {
      findings_.warn(
          "/cluster/fabric/tiers",
          fmt::format("all {} nodes fit into one pod of {} units, so no core is built", nodes_, spec_.units_per_pod),
          "use 2 tiers, or fewer units_per_pod");
    }
  }

  void pod_too_large(const FatTree& t, long leaves, int spine_down) {
    const long units = spine_down / t.leaves_per_unit();
    const std::string why =
        fmt::format("{} leaves are to share their spines, but a spine has ports for {} ({} ports at {:g} Gbit/s each)",
                    leaves, spine_down, t.radix, t.port_rate.in(unit::gigabit_per_second));
    if (units == 0) {
      findings_.error("/cluster/fabric/nodes_per_unit",
                      fmt::format("a unit of {} nodes has {} leaves: {}", t.nodes_per_unit, t.leaves_per_unit(), why),
                      "use fewer nodes_per_unit, or a switch with more ports");
    } else if (t.pods > 1) {
      findings_.error("/cluster/fabric/units_per_pod",
                      fmt::format("a pod of {} units is too large: {}", t.units_per_pod, why),
                      fmt::format("use at most {} units_per_pod, or a switch with more ports", units));
    } else {
      findings_.error(
          spec_.tiers == 2 ? "/cluster/fabric/tiers" : "/cluster/fabric/units_per_pod",
          fmt::format("two tiers are too small for {} nodes: {}", nodes_, why),
          fmt::format("two tiers take at most {} nodes in units of {}; use 3 tiers with at most {} units_per_pod, or "
                      "a switch with more ports",
                      units * t.nodes_per_unit, t.nodes_per_unit,
                      down_ports(t.radix, spec_.spine_oversubscription >= 1 ? spec_.spine_oversubscription : 1) /
                          t.leaves_per_unit()));
    }
  }

  void too_many_pods(const FatTree& t) {
    const long spine_down = down_ports(t.radix, spec_.spine_oversubscription);
    const long units = std::max(t.units_per_pod, spine_down / t.leaves_per_unit());
    findings_.error(
        "/cluster/fabric/units_per_pod",
        fmt::format("{} pods of {} units meet at the core, but a core switch has {} ports, one a pod", t.pods,
                    t.units_per_pod, t.radix),
        fmt::format("three tiers of this switch take at most {} nodes, with {} units_per_pod; else use a switch with "
                    "more ports or more oversubscription",
                    t.radix * units * t.nodes_per_unit, units));
  }

  void check_boundaries() {
    const long domain = node_.scale_up.domain_chips;
    if (1L * spec_.nodes_per_unit * node_.chips_per_node % domain != 0 && nodes_ > spec_.nodes_per_unit) {
      findings_.warn("/cluster/fabric/nodes_per_unit",
                     fmt::format("units of {} nodes cut scale-up domains of {} nodes", spec_.nodes_per_unit,
                                 domain / node_.chips_per_node),
                     fmt::format("use a multiple of {}", domain / node_.chips_per_node));
    }
  }

  const Node& node_;
  long nodes_;
  const FabricSpec& spec_;
  Findings& findings_;
};

}  // namespace

void check_fat_tree(const Node& node, long nodes, const FabricSpec& spec, Findings& findings) {
  TreeCheck(node, nodes, spec, findings).run();
}

}  // namespace gigaplan::network
