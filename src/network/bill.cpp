// What has to be bought for the fabric?
#include "network/bill.hpp"

#include <fmt/format.h>

#include <boost/range/iterator_range.hpp>
#include <vector>

namespace gigaplan::network {
namespace {

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

FabricPieces count_pieces(const Topology& topology) {
  FabricPieces pieces;
  const auto switches = [&](const std::string& name, std::uint64_t n) {
    if (n > 0) pieces.switches.push_back({name, n});
  };
  switches(topology.leaf_name, topology.leaves);
  switches(topology.spine_name, topology.spines);
  switches(topology.core_name, topology.cores);
  pieces.cable_kinds = topology.cables;
  pieces.cables.assign(topology.cables.size(), 0);
  pieces.nics = topology.nics;
  pieces.split = topology.split;
  const auto split = static_cast<std::uint64_t>(topology.split);
  // Each cable is counted once: from the vertex of the higher number.
  for (std::uint32_t v = topology.first_leaf(); v < topology.vertices(); ++v) {
    std::uint64_t optical_ends = 0;
    for (const auto arc : boost::make_iterator_range(boost::out_edges(v, topology.graph))) {
      const Arc& bundle = topology.graph[arc];
      const auto other = boost::target(arc, topology.graph);
      if (other < v) pieces.cables[bundle.cable] += bundle.multiplicity;
      if (topology.cables[bundle.cable].copper) continue;
      optical_ends += bundle.multiplicity;
      if (other < topology.first_leaf()) pieces.nic_transceivers += bundle.multiplicity;
    }
    pieces.switch_transceivers += (optical_ends + split - 1) / split;
  }
  return pieces;
}

BillOfMaterials bill_of_materials(const FabricPieces& pieces, const FabricSpec& spec, const Node& node) {
  BillOfMaterials bill;
  const SwitchModel& model = spec.switch_model;
  const auto line = [&](const std::string& name, std::uint64_t n, Money price, Power power) {
    const auto times = static_cast<double>(n);
    if (n > 0) bill.lines.push_back({name, n, price * times, power * times});
  };
  bill.switches = pieces.switches;
  for (const auto& [name, n] : pieces.switches)
    line(name + (name == "router" ? "" : " switch"), n, model.price, model.power);
  for (std::size_t kind = 1; kind < pieces.cable_kinds.size(); ++kind) {
    const CableKind& cable = pieces.cable_kinds[kind];
    if (pieces.cables[kind] > 0) bill.cables.push_back({cable.name, pieces.cables[kind]});
    line(fmt::format("{} cable, {} to {} m", cable.name, cable.copper ? "copper" : "fibre",
                     reach_m.at(static_cast<std::size_t>(cable.length()))),
         pieces.cables[kind], price_of(cable, model), Power{});
  }
  line("transceiver, switch side", pieces.switch_transceivers, model.transceiver_price, model.transceiver_power);
  line("transceiver, NIC side", pieces.nic_transceivers, model.transceiver_price / pieces.split,
       model.transceiver_power / pieces.split);
  line("nic", pieces.nics, node.nics.price, node.nics.power);
  return bill;
}

}  // namespace gigaplan::network
