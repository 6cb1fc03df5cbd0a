// Can this dragonfly, torus, HyperX or custom network be built?
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "network/direct.hpp"
#include "network/findings.hpp"

namespace gigaplan::network {
namespace {

void check_ports(const char* pointer, const char* what, long needed, const Ports& ports, Findings& findings) {
  if (needed <= ports.radix) return;
  findings.error(pointer,
                 fmt::format("a {} needs {} ports, a switch has {} of {:g} Gbit/s", what, needed, ports.radix,
                             ports.rate.in(unit::gigabit_per_second)),
                 "use a switch with more or faster ports, or fewer cables");
}

/// Only what spreads evenly or follows one path; Valiant is for dragonflies.
void check_routing(const FabricSpec& spec, bool one_path, bool valiant, Findings& findings) {
  const bool single = spec.routing == RoutingKind::ecmp || spec.routing == RoutingKind::d_mod_k;
  if ((!single || one_path) && (spec.routing != RoutingKind::valiant || valiant)) return;
  findings.error("/cluster/fabric/routing", "this topology has no such routing",
                 valiant    ? "use adaptive or valiant"
                 : one_path ? "use adaptive, d_mod_k or ecmp"
                            : "use adaptive");
}

void require(const char* pointer, const char* topology, Findings& findings) {
  findings.error(pointer, "required key missing", fmt::format("describe the {} there", topology));
}

/// Union-find over switches.
class Islands {
 public:
  explicit Islands(std::size_t count) : parent_(count) {
    for (std::size_t i = 0; i < count; ++i) parent_[i] = i;
  }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

class CustomCheck {
 public:
  CustomCheck(const CustomFabric& custom, const Ports& ports, Findings& findings)
      : custom_(custom), ports_(ports), findings_(findings), used_(custom.switches.size(), 0) {}

  void run(long nics) {
    number();
    check_links();
    if (findings_.any_errors()) return;
    check_seats(nics);
    check_connected();
  }

 private:
  static std::string at(const char* list, std::size_t i, const char* key) {
    return fmt::format("/cluster/fabric/custom/{}/{}/{}", list, i, key);
  }

  void number() {
    for (std::size_t i = 0; i < custom_.switches.size(); ++i) {
      const auto& s = custom_.switches[i];
      used_[i] = 1L * s.nics * ports_.per_nic;
      if (!numbers_.try_emplace(s.id, i).second)
        findings_.error(at("switches", i, "id"), fmt::format("\"{}\" is there twice", printable(s.id)),
                        "give every switch a name of its own");
    }
  }

  [[nodiscard]] std::optional<std::size_t> end(std::size_t i, const char* key, const std::string& id) {
    if (const auto found = numbers_.find(id); found != numbers_.end()) return found->second;
    findings_.error(at("links", i, key), fmt::format("there is no switch \"{}\"", printable(id)),
                    "name one of /cluster/fabric/custom/switches");
    return std::nullopt;
  }

  void check_links() {
    for (std::size_t i = 0; i < custom_.links.size(); ++i) {
      const auto& link = custom_.links[i];
      const auto from = end(i, "from", link.from), to = end(i, "to", link.to);
      if (!from || !to) continue;
      if (*from == *to) {
        findings_.error(at("links", i, "to"), fmt::format("\"{}\" is joined to itself", printable(link.to)),
                        "join two switches");
      }
      used_[*from] += link.cables;
      used_[*to] += link.cables;
    }
  }

  void check_seats(long nics) {
    long seats = 0;
    for (std::size_t i = 0; i < used_.size(); ++i) {
      seats += custom_.switches[i].nics;
      if (used_[i] > ports_.radix) {
        findings_.error(
            at("switches", i, "id"),
            fmt::format("\"{}\" has {} cables, but {} ports of {:g} Gbit/s", printable(custom_.switches[i].id),
                        used_[i], ports_.radix, ports_.rate.in(unit::gigabit_per_second)),
            "use a switch with more or faster ports, or fewer cables");
      }
    }
    if (seats < nics) {
      findings_.error("/cluster/fabric/custom/switches",
                      fmt::format("there are ports for {} NICs, and {} NICs", seats, nics),
                      "raise nics of some switches, or use fewer nodes");
    }
  }

  /// Only those with NICs have to reach each other.
  void check_connected() {
    Islands islands(used_.size());
    for (const auto& link : custom_.links) islands.join(numbers_.at(link.from), numbers_.at(link.to));
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < used_.size(); ++i) {
      if (custom_.switches[i].nics == 0) continue;
      if (!first) first = i;
      if (islands.find(i) == islands.find(*first)) continue;
      findings_.error("/cluster/fabric/custom/links",
                      fmt::format("there is no way from \"{}\" to \"{}\"", printable(custom_.switches[*first].id),
                                  printable(custom_.switches[i].id)),
                      "join all switches that have NICs");
      return;
    }
  }

  const CustomFabric& custom_;
  const Ports& ports_;
  Findings& findings_;
  std::vector<long> used_;  ///< ports, by switch
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace

void check_groups(const Node& node, long nodes, const FabricSpec& spec, Findings& findings) {
  const bool plus = spec.topology == TopologyKind::dragonfly_plus;
  if (!plus && !spec.dragonfly) return require("/cluster/fabric/dragonfly", "dragonfly", findings);
  if (plus && !spec.dragonfly_plus) return require("/cluster/fabric/dragonfly_plus", "dragonfly+", findings);
  check_routing(spec, plus, !plus, findings);
  const GroupShape shape = size_groups(spec, nodes * node.nics.per_node);
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  const long seats = 1L * shape.nics_per_leaf * ports.per_nic, local = shape.local_cables;
  const char* const pointer = plus ? "/cluster/fabric/dragonfly_plus" : "/cluster/fabric/dragonfly";
  if (plus) {
    check_ports(pointer, "leaf", seats + local * shape.spines_per_group, ports, findings);
    check_ports(pointer, "spine", local * shape.leaves_per_group + shape.global_ports, ports, findings);
  } else {
    check_ports(pointer, "router", seats + local * (shape.leaves_per_group - 1L) + shape.global_ports, ports, findings);
  }
  if (shape.groups > 1 && shape.cables_per_pair == 0) {
    findings.error(fmt::format("{}/global_ports", pointer),
                   fmt::format("{} groups are to be joined in pairs, but a group has {} global ports", shape.groups,
                               1L * shape.gateways() * shape.global_ports),
                   fmt::format("use at least {} global_ports, or larger groups",
                               (shape.groups - 2L + shape.gateways()) / shape.gateways()));
  }
}

void check_lattice(const Node& node, long nodes, const FabricSpec& spec, Findings& findings) {
  const bool torus = spec.topology == TopologyKind::torus;
  const auto& grid = torus ? spec.torus : spec.hyperx;
  const char* const pointer = torus ? "/cluster/fabric/torus" : "/cluster/fabric/hyperx";
  if (!grid) return require(pointer, torus ? "torus" : "HyperX", findings);
  check_routing(spec, !torus, false, findings);
  const long nics = nodes * node.nics.per_node, seats = grid->switches() * grid->nics_per_switch;
  if (seats < nics) {
    findings.error(pointer,
                   fmt::format("{} x {} x {} switches have ports for {} NICs, and there are {}", grid->x, grid->y,
                               grid->z, seats, nics),
                   "use more switches, or more nics_per_switch");
  }
  if (grid->switches() > 4 * nics + 64)
    findings.error(pointer, fmt::format("{} switches for {} NICs", grid->switches(), nics), "use fewer");
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  long neighbours = 0;
  for (const int size : {grid->x, grid->y, grid->z}) neighbours += torus ? std::min(size - 1, 2) : size - 1;
  check_ports(pointer, "switch", 1L * grid->nics_per_switch * ports.per_nic + neighbours * grid->cables, ports,
              findings);
}

void check_custom(const Node& node, long nodes, const FabricSpec& spec, Findings& findings) {
  if (!spec.custom) return require("/cluster/fabric/custom", "network", findings);
  check_routing(spec, true, false, findings);
  if (spec.custom->switches.size() > 20'000) {
    return findings.error("/cluster/fabric/custom/switches",
                          fmt::format("{} switches are too many", spec.custom->switches.size()),
                          "at most 20000 can be simulated");
  }
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  CustomCheck(*spec.custom, ports, findings).run(nodes * node.nics.per_node);
}

}  // namespace gigaplan::network
