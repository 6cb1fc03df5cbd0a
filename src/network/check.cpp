// Can this fabric be built?
#include "network/check.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <utility>

#include "network/fat_tree.hpp"

namespace gigaplan::network {
namespace {

constexpr long most_chips = 1L << 24;  // ids are 32 bits wide, and a chip takes several

/// Collects the findings.
class Checker {
 public:
  Checker(const Node& node, long nodes, const FabricSpec& spec) : node_(node), nodes_(nodes), spec_(spec) {}

  [[nodiscard]] Issues run() {
    check_node();
    check_spec();
    if (has_errors(issues_)) return std::move(issues_);
    check_capacity();
    check_boundaries();
    return std::move(issues_);
  }

 private:
  void error(std::string pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::error, "", std::move(pointer), std::move(message), std::move(remedy)});
  }
  void warn(std::string pointer, std::string message, std::string remedy) {
    issues_.push_back({Severity::warning, "", std::move(pointer), std::move(message), std::move(remedy)});
  }
  void at_least(const char* pointer, const char* what, double value, double least) {
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

  void check_node() {
    const ScaleUp& up = node_.scale_up;
    const Nics& nics = node_.nics;
    at_least("/cluster/nodes", "the number of nodes", static_cast<double>(nodes_), 1);
    at_least("/cluster/node/chips_per_node", "chips_per_node", node_.chips_per_node, 1);
    positive("/cluster/node/nics/bandwidth_gbit_s", "the bandwidth of a NIC",
             nics.bandwidth.in(unit::gigabit_per_second), "Gbit/s");
    positive("/cluster/node/scale_up/bandwidth_gbyte_s", "the scale-up bandwidth of a chip",
             up.bandwidth.in(unit::gigabyte_per_second), "GB/s");
    share("/cluster/node/nics/efficiency", "the protocol efficiency of a NIC", nics.efficiency);
    share("/cluster/node/scale_up/efficiency", "the efficiency of the scale-up links", up.efficiency);
    at_least("/cluster/node/nics/latency_us", "the latency between nodes", nics.latency.in(unit::microsecond), 0);
    at_least("/cluster/node/scale_up/latency_us", "the scale-up latency", up.latency.in(unit::microsecond), 0);
    if (node_.chips_per_node < 1) return;
    if (nics.per_node < 1 || node_.chips_per_node % nics.per_node != 0) {
      error("/cluster/node/nics/per_node",
            fmt::format("{} NICs cannot be shared out evenly among {} chips", nics.per_node, node_.chips_per_node),
            fmt::format("use a divisor of {}", node_.chips_per_node));
    }
    if (up.domain_chips < 1 || up.domain_chips % node_.chips_per_node != 0) {
      error("/cluster/node/scale_up/domain_chips",
            fmt::format("a scale-up domain of {} chips is not made of whole nodes of {}", up.domain_chips,
                        node_.chips_per_node),
            fmt::format("use a multiple of {}", node_.chips_per_node));
    }
    if (nodes_ > most_chips / node_.chips_per_node) {
      error("/cluster/nodes", fmt::format("{} nodes of {} chips are too many", nodes_, node_.chips_per_node),
            fmt::format("at most {} chips can be simulated", most_chips));
    }
  }

  void check_spec() {
    const SwitchModel& model = spec_.switch_model;
    if (spec_.tiers != 2 && spec_.tiers != 3) {
      error("/cluster/fabric/tiers", fmt::format("a fat tree of {} tiers is not supported", spec_.tiers),
            "use 2 (leaf, spine) or 3 (leaf, spine, core)");
    }
    if (model.ports < 2 || model.ports > 65536) {
      error("/cluster/fabric/switch/ports", fmt::format("a switch of {} ports", model.ports),
            "use between 2 and 65536 ports");
    }
    positive("/cluster/fabric/switch/port_bandwidth_gbit_s", "the bandwidth of a port",
             model.port_bandwidth.in(unit::gigabit_per_second), "Gbit/s");
    at_least("/cluster/fabric/switch/latency_us", "the latency of a switch", model.latency.in(unit::microsecond), 0);
    at_least("/cluster/fabric/nodes_per_unit", "nodes_per_unit", spec_.nodes_per_unit, 1);
    at_least("/cluster/fabric/leaf_oversubscription", "leaf_oversubscription", spec_.leaf_oversubscription, 1);
    if (spec_.tiers != 3) return;
    at_least("/cluster/fabric/units_per_pod", "units_per_pod", spec_.units_per_pod, 1);
    at_least("/cluster/fabric/spine_oversubscription", "spine_oversubscription", spec_.spine_oversubscription, 1);
  }

  /// Every leaf needs a cable to every spine of its pod, every spine one to every switch of its core group.
  void check_capacity() {
    const FatTree t = size_fat_tree(node_, nodes_, spec_);
    const int down = down_ports(t.radix, spec_.leaf_oversubscription);
    if (down < t.ports_per_nic) {
      return error("/cluster/fabric/switch/ports",
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
      warn("/cluster/fabric/tiers",
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
      error("/cluster/fabric/nodes_per_unit",
            fmt::format("a unit of {} nodes has {} leaves: {}", t.nodes_per_unit, t.leaves_per_unit(), why),
            "use fewer nodes_per_unit, or a switch with more ports");
    } else if (t.pods > 1) {
      error("/cluster/fabric/units_per_pod", fmt::format("a pod of {} units is too large: {}", t.units_per_pod, why),
            fmt::format("use at most {} units_per_pod, or a switch with more ports", units));
    } else {
      error(spec_.tiers == 2 ? "/cluster/fabric/tiers" : "/cluster/fabric/units_per_pod",
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
    error("/cluster/fabric/units_per_pod",
          fmt::format("{} pods of {} units meet at the core, but a core switch has {} ports, one a pod", t.pods,
                      t.units_per_pod, t.radix),
          fmt::format("three tiers of this switch take at most {} nodes, with {} units_per_pod; else use a switch with "
                      "more ports or more oversubscription",
                      t.radix * units * t.nodes_per_unit, units));
  }

  void check_boundaries() {
    const long domain = node_.scale_up.domain_chips;
    if (nodes_ * node_.chips_per_node % domain != 0) {
      warn("/cluster/nodes",
           fmt::format("{} chips do not fill whole scale-up domains of {}", nodes_ * node_.chips_per_node, domain),
           fmt::format("use a multiple of {} nodes", domain / node_.chips_per_node));
    }
    if (1L * spec_.nodes_per_unit * node_.chips_per_node % domain != 0 && nodes_ > spec_.nodes_per_unit) {
      warn("/cluster/fabric/nodes_per_unit",
           fmt::format("units of {} nodes cut scale-up domains of {} nodes", spec_.nodes_per_unit,
                       domain / node_.chips_per_node),
           fmt::format("use a multiple of {}", domain / node_.chips_per_node));
    }
  }

  const Node& node_;
  long nodes_;
  const FabricSpec& spec_;
  Issues issues_;
};

}  // namespace

Issues check_fabric(const Node& node, long nodes, const FabricSpec& spec) {
  return Checker(node, nodes, spec).run();
}

}  // namespace gigaplan::network
