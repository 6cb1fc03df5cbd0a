// What has to be bought for the fabric?
#include "network/bill.hpp"

#include <boost/range/iterator_range.hpp>

namespace gigaplan::network {
namespace {

/// Switches, cables and where their ends are.
struct Count {
  BillOfMaterials bill;
  std::uint64_t switch_transceivers = 0;
};

void count_arcs(const Topology& topology, const FabricSpec& spec, std::uint32_t v, Count& count) {
  const Graph& graph = topology.graph;
  std::uint64_t optical_ends = 0;
  for (const auto arc : boost::make_iterator_range(boost::out_edges(v, graph))) {
    const std::uint64_t cables = graph[arc].multiplicity;
    switch (graph[boost::target(arc, graph)].kind) {
      case VertexKind::nic:
        count.bill.node_leaf_cables += cables;
        if (!spec.copper_to_leaf) optical_ends += cables;
        break;
      case VertexKind::leaf:  // each cable once, from the switch above
        count.bill.leaf_spine_cables += cables;
        optical_ends += cables;
        break;
      case VertexKind::spine:
        if (graph[v].kind == VertexKind::core) count.bill.spine_core_cables += cables;
        optical_ends += cables;
        break;
      default: optical_ends += cables;
    }
  }
  const auto split = static_cast<std::uint64_t>(topology.shape.split);
  count.switch_transceivers += (optical_ends + split - 1) / split;
}

Count count_graph(const Topology& topology, const FabricSpec& spec) {
  Count count;
  for (const std::uint32_t v : boost::make_iterator_range(boost::vertices(topology.graph))) {
    switch (topology.graph[v].kind) {
      case VertexKind::leaf: ++count.bill.leaf_switches; break;
      case VertexKind::spine: ++count.bill.spine_switches; break;
      case VertexKind::core: ++count.bill.core_switches; break;
      default: continue;
    }
    count_arcs(topology, spec, v, count);
  }
  return count;
}

}  // namespace

BillOfMaterials bill_of_materials(const Topology& topology, const FabricSpec& spec, const Node& node) {
  Count count = count_graph(topology, spec);
  BillOfMaterials& bill = count.bill;
  const SwitchModel& model = spec.switch_model;
  const auto line = [&](const char* name, std::uint64_t n, Money price, Power power) {
    const auto times = static_cast<double>(n);
    if (n > 0) bill.lines.push_back({name, n, price * times, power * times});
  };
  line("leaf switch", bill.leaf_switches, model.price, model.power);
  line("spine switch", bill.spine_switches, model.price, model.power);
  line("core switch", bill.core_switches, model.price, model.power);
  line(spec.copper_to_leaf ? "node-leaf cable, copper" : "node-leaf cable, fibre", bill.node_leaf_cables,
       spec.copper_to_leaf ? model.copper_price : model.fibre_price, Power{});
  line("leaf-spine cable, fibre", bill.leaf_spine_cables, model.fibre_price, Power{});
  line("spine-core cable, fibre", bill.spine_core_cables, model.fibre_price, Power{});
  line("transceiver, switch side", count.switch_transceivers, model.transceiver_price, model.transceiver_power);
  if (!spec.copper_to_leaf) {
    line("transceiver, NIC side", bill.node_leaf_cables, model.transceiver_price / topology.shape.split,
         model.transceiver_power / topology.shape.split);
  }
  line("nic", topology.nics, node.nics.price, node.nics.power);
  return bill;
}

}  // namespace gigaplan::network
