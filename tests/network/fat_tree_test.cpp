// Are fat trees sized as they are built?
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/range/iterator_range.hpp>
#include <map>
#include <vector>

#include "examples.hpp"
#include "network/bill.hpp"
#include "network/check.hpp"
#include "network/topology.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

struct Row {
  int units, leaves, spines, cores, node_leaf, leaf_spine, spine_core;
};

void check_row(const Row& row, const Node& node, const FabricSpec& spec) {
  CAPTURE(row.units);
  const long nodes = 1L * row.units * spec.nodes_per_unit;
  CHECK(check_fabric(node, nodes, spec).empty());
  const BillOfMaterials bill = bill_of_materials(build_topology(node, nodes, spec), spec, node);
  CHECK(BillOfMaterials::of(bill.switches, "leaf") == row.leaves);
  CHECK(BillOfMaterials::of(bill.switches, "spine") == row.spines);
  CHECK(BillOfMaterials::of(bill.switches, "core") == row.cores);
  CHECK(BillOfMaterials::of(bill.cables, "node-leaf") == row.node_leaf);
  CHECK(BillOfMaterials::of(bill.cables, "leaf-spine") == row.leaf_spine);
  CHECK(BillOfMaterials::of(bill.cables, "spine-core") == row.spine_core);
}

}  // namespace

// NVIDIA DGX SuperPOD B200 Reference Architecture, "DGX SuperPOD Architecture", table of larger component counts
// (docs.nvidia.com/dgx-superpod/reference-architecture-scalable-infrastructure-b200). A unit is 32 nodes; a node has
// eight 400 Gbit/s NICs, one a rail; switches are QM9700, 64 ports of 400 Gbit/s; non-blocking.
TEST_CASE("the switches and cables of DGX SuperPOD B200 come out as NVIDIA prints them") {
  const Node node = examples::node8();
  // Up to 8 units two tiers do: a spine has a port for each of 8 x 8 leaves.
  for (const Row& row :
       {Row{2, 16, 8, 0, 512, 512, 0}, Row{4, 32, 16, 0, 1024, 1024, 0}, Row{8, 64, 32, 0, 2048, 2048, 0}})
    check_row(row, node, examples::fabric(2, 64, 32));
  // Above, pods of 4 units: 4 x 8 leaves are what the 32 down ports of a non-blocking spine take.
  for (const Row& row : {Row{16, 128, 128, 64, 4096, 4096, 4096}, Row{32, 256, 256, 128, 8192, 8192, 8192},
                         Row{64, 512, 512, 256, 16384, 16384, 16384}})
    check_row(row, node, examples::fabric(3, 64, 32, 4));
}

// NVIDIA DGX SuperPOD B300 XDR Reference Architecture, table 3, "Example Compute Fabric Components"
// (docs.nvidia.com/dgx-superpod/reference-architecture/scalable-infrastructure-b300-xdr): units of 72 nodes, eight
// 800 Gbit/s NICs each, switches of 144 ports of 800 Gbit/s. Rows 4 and 8 have more spines than ports need (2304 / 144
// = 16, 4608 / 144 = 32): 18 and 36 are the next divisors of a leaf's 72 uplinks.
TEST_CASE("the switches and cables of DGX SuperPOD B300 XDR come out as NVIDIA prints them") {
  Node node = examples::node8();
  node.nics.bandwidth = 800.0 * unit::gigabit_per_second;
  FabricSpec spec = examples::fabric(2, 144, 72);
  spec.switch_model.port_bandwidth = 800.0 * unit::gigabit_per_second;
  for (const Row& row :
       {Row{1, 8, 4, 0, 576, 576, 0}, Row{2, 16, 8, 0, 1152, 1152, 0}, Row{4, 32, 18, 0, 2304, 2304, 0},
        Row{8, 64, 36, 0, 4608, 4608, 0}, Row{18, 144, 72, 0, 10368, 10368, 0}})
    check_row(row, node, spec);
}

TEST_CASE("ports split between down and up as the oversubscription says, and never exceed the switch") {
  CHECK(down_ports(64, 1) == 32);
  CHECK(down_ports(64, 3) == 48);  // 48 down, 16 up
  CHECK(down_ports(64, 2) == 42);  // 42 down, 21 up; 43 would need 22
  CHECK(up_ports(42, 2) == 21);
  CHECK(up_ports(43, 2) == 22);
  CHECK(up_ports(24, 1.5) == 16);
  for (int radix = 2; radix < 200; ++radix)
    for (double o : {1.0, 1.1, 1.5, 2.0, 7.0}) {
      const int down = down_ports(radix, o);
      CHECK(down + up_ports(down, o) <= radix);
      CHECK(down + 1 + up_ports(down + 1, o) > radix);
    }
}

TEST_CASE("a port faster than the NIC is split, a NIC faster than the port takes several") {
  Node node = examples::node8();
  FabricSpec spec = examples::fabric(2, 64, 64);
  spec.switch_model.port_bandwidth = 800.0 * unit::gigabit_per_second;
  FatTree tree = size_fat_tree(node, 128, spec);
  CHECK(tree.split == 2);
  CHECK(tree.radix == 128);
  CHECK(tree.leaves_per_rail == 1);  // 64 NICs on 128 half-ports, 64 up
  CHECK(tree.leaf_uplinks == 64);
  node.nics.bandwidth = 800.0 * unit::gigabit_per_second;
  spec.switch_model.port_bandwidth = 400.0 * unit::gigabit_per_second;
  tree = size_fat_tree(node, 128, spec);
  CHECK(tree.split == 1);
  CHECK(tree.ports_per_nic == 2);
  CHECK(tree.leaves_per_rail == 4);  // 16 NICs fill 32 down ports
  CHECK(tree.nodes_per_leaf == 16);
}

TEST_CASE("no switch has more cables than ports, down : up is as ordered, and rails stay apart") {
  struct Case {
    int tiers, ports, unit, pod, nics;
    long nodes;
    double leaf, spine;
  };
  for (const Case& c :
       {Case{2, 64, 32, 0, 8, 100, 1, 1}, Case{2, 40, 20, 0, 4, 50, 1, 1}, Case{2, 36, 20, 0, 1, 70, 1.5, 1},
        Case{3, 16, 8, 1, 8, 31, 1, 2}, Case{3, 16, 8, 2, 4, 37, 1, 1}, Case{3, 32, 10, 2, 2, 113, 2, 3},
        Case{3, 16, 30, 1, 2, 90, 3, 1}, Case{2, 8, 1, 0, 1, 1, 1, 1},
        Case{3, 16, 8, 5, 2, 360, 1,
             2}}) {  // 9 pods x 5 uplinks on 3 cores of 16 ports: bundles of 1 and 2, dealt in turn
    CAPTURE(c.nodes);
    Node node = examples::node8();
    node.nics.per_node = c.nics;
    FabricSpec spec = examples::fabric(c.tiers, c.ports, c.unit, c.pod);
    spec.leaf_oversubscription = c.leaf;
    spec.spine_oversubscription = c.spine;
    const Topology t = build_topology(node, c.nodes, spec);
    CHECK(t.chips == c.nodes * 8);
    CHECK(t.nics == c.nodes * c.nics);
    std::map<std::uint32_t, std::uint32_t> rail_of_leaf;
    for (const std::uint32_t v : boost::make_iterator_range(boost::vertices(t.graph))) {
      long down = 0, up = 0;
      for (const auto arc : boost::make_iterator_range(boost::out_edges(v, t.graph))) {
        const auto to = boost::target(arc, t.graph);
        const auto back = boost::edge(to, v, t.graph);
        REQUIRE(back.second);  // full duplex
        CHECK(t.graph[back.first].multiplicity == t.graph[arc].multiplicity);
        CHECK(t.graph[back.first].bandwidth == t.graph[arc].bandwidth);
        (t.graph[to].kind < t.graph[v].kind ? down : up) += t.graph[arc].multiplicity;
        if (t.graph[v].kind == VertexKind::nic && t.graph[to].kind == VertexKind::leaf) {
          const std::uint32_t rail = t.graph[v].index % static_cast<std::uint32_t>(c.nics);
          CHECK(rail_of_leaf.try_emplace(t.graph[to].index, rail).first->second == rail);
        }
      }
      const VertexKind kind = t.graph[v].kind;
      if (kind < VertexKind::leaf) continue;
      CHECK(down + up <= c.ports);
      CHECK(down > 0);
      if (kind == VertexKind::leaf && t.shape.leaves > 1)
        CHECK(static_cast<double>(down) <= c.leaf * static_cast<double>(up) + 1e-9);
      if (kind == VertexKind::spine && t.shape.pods > 1)
        CHECK(static_cast<double>(down) <= c.spine * static_cast<double>(up) + 1e-9);
    }
    CHECK(rail_of_leaf.size() == static_cast<std::size_t>(t.shape.leaves));
  }
}

TEST_CASE("one leaf alone needs no spine") {
  Node node = examples::node8();
  node.nics.per_node = 1;
  const Topology t = build_topology(node, 4, examples::fabric(2, 64, 32));
  CHECK(t.shape.leaves == 1);
  CHECK(t.shape.spines() == 0);
}

TEST_CASE("the bill prices what was counted") {
  // 2 units of 2 nodes x 8 rails on 8-port switches: 16 leaves with 2 down, 2 up; 32 uplinks / 8 ports need 4 spines,
  // but 4 > 2 uplinks: use 16 ports a switch. Then 32 / 16 = 2 spines, one cable each from every leaf.
  Node node = examples::node8();
  node.nics.price = Money{1000};
  node.nics.power = Power{20};
  FabricSpec spec = examples::fabric(2, 16, 2);
  spec.switch_model.price = Money{30000};
  spec.switch_model.power = Power{700};
  spec.switch_model.transceiver_price = Money{1200};
  spec.switch_model.transceiver_power = Power{15};
  spec.switch_model.fibre_row_price = Money{80};
  spec.switch_model.fibre_hall_price = Money{120};
  spec.switch_model.fibre_campus_price = Money{400};
  spec.switch_model.copper_price = Money{150};
  const auto total = [](const BillOfMaterials& bill) {
    Money price;
    Power power;
    for (const auto& line : bill.lines) price += line.price, power += line.power;
    return std::pair{price, power};
  };
  const Topology t = build_topology(node, 4, spec);
  // 18 switches, 32 node-leaf fibres in rows and 32 leaf-spine ones in the hall, a transceiver at each of 128 ends, 32
  // NICs.
  const BillOfMaterials optical = bill_of_materials(t, spec, node);
  CHECK(total(optical).first.base() == doctest::Approx(18 * 30000 + 32 * 80 + 32 * 120 + 128 * 1200 + 32 * 1000));
  CHECK(total(optical).second.base() == doctest::Approx(18 * 700 + 128 * 15 + 32 * 20));
  CHECK(optical.lines.back().name == "nic");
  CHECK(std::ranges::count(optical.lines, "leaf-spine cable, fibre to 150 m", &BillOfMaterials::Line::name) == 1);
  spec.copper_to_leaf = true;
  const BillOfMaterials copper = bill_of_materials(build_topology(node, 4, spec), spec, node);
  CHECK(total(copper).first.base() == doctest::Approx(18 * 30000 + 32 * 150 + 32 * 120 + 64 * 1200 + 32 * 1000));
  CHECK(std::ranges::count(copper.lines, "node-leaf cable, copper to 3 m", &BillOfMaterials::Line::name) == 1);
  // Ports of 800 Gbit/s split in two: same cables on 8 ports a switch, but two cables share a switch's transceiver, and
  // a NIC's is half as dear. Leaves: 2 optical ends down and 2 up make 2 transceivers; spines: 16 ends make 8.
  spec.copper_to_leaf = false;
  spec.switch_model.ports = 8;
  spec.switch_model.port_bandwidth = 800.0 * unit::gigabit_per_second;
  const BillOfMaterials split = bill_of_materials(build_topology(node, 4, spec), spec, node);
  CHECK(BillOfMaterials::total(split.cables) == 64);
  CHECK(total(split).first.base() ==
        doctest::Approx(18 * 30000 + 32 * 80 + 32 * 120 + (16 * 2 + 2 * 8) * 1200 + 32 * 600 + 32 * 1000));
}
