// What has to be bought for the fabric?
#include "network/bill.hpp"

#include <fmt/format.h>

#include <boost/range/iterator_range.hpp>
#include <vector>

namespace gigaplan::network {
namespace {

/// Cables by kind (Topology::cables), and where their optical ends are.
struct CableCount {
  std::vector<std::uint64_t> cables;
  std::uint64_t switch_transceivers = 0, nic_ends = 0;
};

/// Counts each cable once: from the vertex of the higher number.
CableCount count_cables(const Topology& topology) {
  CableCount count{std::vector<std::uint64_t>(topology.cables.size(), 0)};
  const auto split = static_cast<std::uint64_t>(topology.split);
  for (std::uint32_t v = topology.first_leaf(); v < topology.vertices(); ++v) {
    std::uint64_t optical_ends = 0;
    for (const auto arc : boost::make_iterator_range(boost::out_edges(v, topology.graph))) {
      const Arc& bundle = topology.graph[arc];
      const auto other = boost::target(arc, topology.graph);
      if (other < v) count.cables[bundle.cable] += bundle.multiplicity;
      if (topology.cables[bundle.cable].copper) continue;
      optical_ends += bundle.multiplicity;
      if (other < topology.first_leaf()) count.nic_ends += bundle.multiplicity;
    }
    count.switch_transceivers += (optical_ends + split - 1) / split;
  }
  return count;
}

Money price_of(const CableKind& cable, const SwitchModel& model) {
  switch (cable.length()) {
    case CableLength::rack: return model.copper_price;
    case CableLength::row: return model.fibre_row_price;
    case CableLength::hall: return model.fibre_hall_price;
    case CableLength::campus: return model.fibre_campus_price;
  }
  return {};
}

}  // namespace

BillOfMaterials bill_of_materials(const Topology& topology, const FabricSpec& spec, const Node& node) {
  const CableCount count = count_cables(topology);
  BillOfMaterials bill;
  const SwitchModel& model = spec.switch_model;
  const auto line = [&](const std::string& name, std::uint64_t n, Money price, Power power) {
    const auto times = static_cast<double>(n);
    if (n > 0) bill.lines.push_back({name, n, price * times, power * times});
  };
  const auto switches = [&](const std::string& name, std::uint64_t n) {
    if (n > 0) bill.switches.push_back({name, n});
    line(name + (name == "router" ? "" : " switch"), n, model.price, model.power);
  };
  switches(topology.leaf_name, topology.leaves);
  switches(topology.spine_name, topology.spines);
  switches(topology.core_name, topology.cores);
  for (std::size_t kind = 1; kind < topology.cables.size(); ++kind) {
    const CableKind& cable = topology.cables[kind];
    if (count.cables[kind] > 0) bill.cables.push_back({cable.name, count.cables[kind]});
    line(fmt::format("{} cable, {} to {} m", cable.name, cable.copper ? "copper" : "fibre",
                     reach_m.at(static_cast<std::size_t>(cable.length()))),
         count.cables[kind], price_of(cable, model), Power{});
  }
  line("transceiver, switch side", count.switch_transceivers, model.transceiver_price, model.transceiver_power);
  line("transceiver, NIC side", count.nic_ends, model.transceiver_price / topology.split,
       model.transceiver_power / topology.split);
  line("nic", topology.nics, node.nics.price, node.nics.power);
  return bill;
}

}  // namespace gigaplan::network
