// Which cable goes where between the routers of a dragonfly, a torus, a HyperX or somebody's own network?
#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "network/wiring.hpp"

namespace gigaplan::network {
namespace {

std::uint32_t id(long number) {
  return static_cast<std::uint32_t>(number);
}

/// Joins NICs to leaves in their order: as many to each as `seats(leaf)` says.
template <class Seats>
void connect_nics(const Node& node, const Topology& topology, const Ports& ports, Wiring& wiring, Seats seats) {
  const ByteRate cable = min(ports.rate, node.nics.bandwidth / ports.per_nic);
  std::uint32_t nic = 0;
  for (std::uint32_t leaf = 0; leaf < topology.leaves && nic < topology.nics; ++leaf) {
    for (std::uint32_t i = 0; i < seats(leaf) && nic < topology.nics; ++i, ++nic)
      wiring.add(topology.first_nic() + nic, topology.first_leaf() + leaf, cable, ports.per_nic, 1);
  }
}

class GroupWiring {
 public:
  GroupWiring(const Topology& topology, ByteRate rate, Wiring& wiring)
      : t_(topology), s_(topology.groups), rate_(rate), wiring_(wiring) {}

  void connect_group(std::uint32_t group) {
    for (std::uint32_t a = 0; a < s_.leaves_per_group; ++a) {
      const std::uint32_t leaf = t_.first_leaf() + group * s_.leaves_per_group + a;
      for (std::uint32_t b = a + 1; b < s_.leaves_per_group && s_.spines_per_group == 0; ++b)
        wiring_.add(leaf, leaf + (b - a), rate_, s_.local_cables, 2);
      for (std::uint32_t b = 0; b < s_.spines_per_group; ++b)
        wiring_.add(leaf, t_.first_spine() + group * s_.spines_per_group + b, rate_, s_.local_cables, 2);
    }
  }

  /// Cables between the same two gateways are one bundle.
  void connect_pair(std::uint32_t a, std::uint32_t b) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, long> bundles;
    for (std::uint32_t j = 0; j < s_.cables_per_pair; ++j) ++bundles[{s_.gateway(a, b, j), s_.gateway(b, a, j)}];
    const std::uint32_t first = s_.spines_per_group > 0 ? t_.first_spine() : t_.first_leaf();
    for (const auto& [gateways, cables] : bundles) {
      wiring_.add(first + a * s_.gateways() + gateways.first, first + b * s_.gateways() + gateways.second, rate_,
                  cables, 3);
    }
  }

 private:
  const Topology& t_;
  const GroupShape& s_;
  ByteRate rate_;
  Wiring& wiring_;
};

std::vector<std::uint32_t> pods(std::uint32_t count, std::uint32_t per_pod) {
  std::vector<std::uint32_t> result(count);
  for (std::uint32_t i = 0; i < count; ++i) result[i] = i / per_pod;
  return result;
}

}  // namespace

void wire_groups(const Node& node, const FabricSpec& spec, Topology& topology) {
  topology.groups = size_groups(spec, topology.nics);
  const GroupShape& shape = topology.groups;
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  topology.split = ports.split;
  topology.leaves = shape.groups * shape.leaves_per_group;
  topology.spines = shape.groups * shape.spines_per_group;
  const bool plus = shape.spines_per_group > 0;
  topology.leaf_name = plus ? "leaf" : "router";
  topology.cables[1].name = plus ? "node-leaf" : "node-router";
  topology.cables.push_back(
      {"local", spec.copper_local, plus ? "leaf to spine" : "local", plus ? "spine to leaf" : "", CableLength::row});
  topology.cables.push_back({"global", false, "global", "", CableLength::campus});

  Wiring wiring(topology, spec.switch_model.latency);
  wiring.connect_chips(node);
  connect_nics(node, topology, ports, wiring, [&](std::uint32_t) { return shape.nics_per_leaf; });
  GroupWiring groups(topology, ports.rate, wiring);
  for (std::uint32_t a = 0; a < shape.groups; ++a) {
    groups.connect_group(a);
    for (std::uint32_t b = a + 1; b < shape.groups; ++b) groups.connect_pair(a, b);
  }
  topology.graph = wiring.graph(pods(topology.leaves, shape.leaves_per_group),
                                pods(topology.spines, std::max(1u, shape.spines_per_group)));
}

void wire_lattice(const Node& node, const FabricSpec& spec, Topology& topology) {
  const bool torus = spec.topology == TopologyKind::torus;
  topology.lattice = torus ? *spec.torus : *spec.hyperx;
  const Lattice& grid = topology.lattice;
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  topology.split = ports.split;
  topology.leaves = id(grid.switches());
  topology.leaf_name = torus ? "router" : "HyperX";
  topology.cables[1].name = torus ? "node-router" : "node-switch";
  const std::array<const char*, 3> names = {"x", "y", "z"};
  for (const char* name : names) topology.cables.push_back({name, spec.copper_local, name, "", CableLength::hall});

  Wiring wiring(topology, spec.switch_model.latency);
  wiring.connect_chips(node);
  connect_nics(node, topology, ports, wiring,
               [&](std::uint32_t) { return static_cast<std::uint32_t>(grid.nics_per_switch); });
  const std::array<long, 3> size = {grid.x, grid.y, grid.z}, stride = {1, grid.x, 1L * grid.x * grid.y};
  for (long s = 0; s < grid.switches(); ++s) {
    for (std::size_t d = 0; d < 3; ++d) {
      const long at = s / stride[d] % size[d];
      const auto join = [&](long to) {
        wiring.add(topology.first_leaf() + id(s), topology.first_leaf() + id(s + (to - at) * stride[d]), ports.rate,
                   grid.cables, 2 + d);
      };
      // A ring of two has one bundle; a longer one also joins its ends. HyperX: every later switch of the row.
      if (torus && size[d] > 1 && (at + 1 < size[d] || size[d] > 2)) join((at + 1) % size[d]);
      for (long to = at + 1; !torus && to < size[d]; ++to) join(to);
    }
  }
  topology.graph = wiring.graph(std::vector<std::uint32_t>(topology.leaves, 0), {});
}

void wire_custom(const Node& node, const FabricSpec& spec, Topology& topology) {
  const CustomFabric& custom = *spec.custom;
  const Ports ports = match_ports(spec.switch_model, node.nics.bandwidth);
  topology.split = ports.split;
  // Leaves are those with NICs; vertices are numbered by kind.
  std::map<std::string, std::uint32_t> vertex;
  std::vector<std::uint32_t> seats;
  for (const auto& s : custom.switches)
    if (s.nics > 0) vertex[s.id] = id(static_cast<long>(seats.size())), seats.push_back(id(s.nics));
  topology.leaves = id(static_cast<long>(seats.size()));
  for (const auto& s : custom.switches)
    if (s.nics == 0) vertex[s.id] = topology.leaves + topology.spines++;
  topology.leaf_name = "edge";
  topology.spine_name = "inner";
  topology.cables[1].name = "node-switch";
  topology.cables.push_back({"switch-switch", spec.copper_local, "switch to switch", "", CableLength::hall});

  Wiring wiring(topology, spec.switch_model.latency);
  wiring.connect_chips(node);
  connect_nics(node, topology, ports, wiring, [&](std::uint32_t leaf) { return seats[leaf]; });
  for (const auto& link : custom.links) {
    wiring.add(topology.first_leaf() + vertex.at(link.from), topology.first_leaf() + vertex.at(link.to),
               link.bandwidth.value_or(ports.rate), link.cables, 2);
  }
  topology.graph =
      wiring.graph(std::vector<std::uint32_t>(topology.leaves, 0), std::vector<std::uint32_t>(topology.spines, 0));
}

}  // namespace gigaplan::network
