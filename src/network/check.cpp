// Can this fabric be built?
#include "network/check.hpp"

#include <fmt/format.h>

#include "network/findings.hpp"

namespace gigaplan::network {
namespace {

constexpr long most_chips = 1L << 24;  // ids are 32 bits wide, and a chip takes several

/// What every fabric needs.
class Checker {
 public:
  Checker(const Node& node, long nodes, const FabricSpec& spec, Findings& findings)
      : node_(node), nodes_(nodes), spec_(spec), findings_(findings) {}

  void check_node() {
    const ScaleUp& up = node_.scale_up;
    const Nics& nics = node_.nics;
    findings_.at_least("/cluster/nodes", "the number of nodes", static_cast<double>(nodes_), 1);
    findings_.at_least("/cluster/node/chips_per_node", "chips_per_node", node_.chips_per_node, 1);
    findings_.positive("/cluster/node/nics/bandwidth_gbit_s", "the bandwidth of a NIC",
                       nics.bandwidth.in(unit::gigabit_per_second), "Gbit/s");
    findings_.positive("/cluster/node/scale_up/bandwidth_gbyte_s", "the scale-up bandwidth of a chip",
                       up.bandwidth.in(unit::gigabyte_per_second), "GB/s");
    findings_.share("/cluster/node/nics/efficiency", "the protocol efficiency of a NIC", nics.efficiency);
    findings_.share("/cluster/node/scale_up/efficiency", "the efficiency of the scale-up links", up.efficiency);
    findings_.at_least("/cluster/node/nics/latency_us", "the latency between nodes", nics.latency.in(unit::microsecond),
                       0);
    findings_.at_least("/cluster/node/scale_up/latency_us", "the scale-up latency", up.latency.in(unit::microsecond),
                       0);
    if (node_.chips_per_node < 1) return;
    if (nics.per_node < 1 || node_.chips_per_node % nics.per_node != 0) {
      findings_.error(
          "/cluster/node/nics/per_node",
          fmt::format("{} NICs cannot be shared out evenly among {} chips", nics.per_node, node_.chips_per_node),
          fmt::format("use a divisor of {}", node_.chips_per_node));
    }
    if (up.domain_chips < 1 || up.domain_chips % node_.chips_per_node != 0) {
      findings_.error("/cluster/node/scale_up/domain_chips",
                      fmt::format("a scale-up domain of {} chips is not made of whole nodes of {}", up.domain_chips,
                                  node_.chips_per_node),
                      fmt::format("use a multiple of {}", node_.chips_per_node));
    }
    if (nodes_ > most_chips / node_.chips_per_node) {
      findings_.error("/cluster/nodes", fmt::format("{} nodes of {} chips are too many", nodes_, node_.chips_per_node),
                      fmt::format("at most {} chips can be simulated", most_chips));
    }
  }

  void check_switch() {
    const SwitchModel& model = spec_.switch_model;
    if (model.ports < 2 || model.ports > 65536) {
      findings_.error("/cluster/fabric/switch/ports", fmt::format("a switch of {} ports", model.ports),
                      "use between 2 and 65536 ports");
    }
    findings_.positive("/cluster/fabric/switch/port_bandwidth_gbit_s", "the bandwidth of a port",
                       model.port_bandwidth.in(unit::gigabit_per_second), "Gbit/s");
    findings_.at_least("/cluster/fabric/switch/latency_us", "the latency of a switch",
                       model.latency.in(unit::microsecond), 0);
  }

  void check_domains() {
    const long domain = node_.scale_up.domain_chips;
    if (nodes_ * node_.chips_per_node % domain == 0) return;
    findings_.warn(
        "/cluster/nodes",
        fmt::format("{} chips do not fill whole scale-up domains of {}", nodes_ * node_.chips_per_node, domain),
        fmt::format("use a multiple of {} nodes", domain / node_.chips_per_node));
  }

 private:
  const Node& node_;
  long nodes_;
  const FabricSpec& spec_;
  Findings& findings_;
};

}  // namespace

Issues check_fabric(const Node& node, long nodes, const FabricSpec& spec) {
  Findings findings;
  Checker checker(node, nodes, spec, findings);
  checker.check_node();
  checker.check_switch();
  if (findings.any_errors()) return findings.take();
  checker.check_domains();
  switch (spec.topology) {
    case TopologyKind::fat_tree: check_fat_tree(node, nodes, spec, findings); break;
    case TopologyKind::dragonfly:
    case TopologyKind::dragonfly_plus: check_groups(node, nodes, spec, findings); break;
    case TopologyKind::torus:
    case TopologyKind::hyperx: check_lattice(node, nodes, spec, findings); break;
    case TopologyKind::custom: check_custom(node, nodes, spec, findings); break;
  }
  return findings.take();
}

}  // namespace gigaplan::network
