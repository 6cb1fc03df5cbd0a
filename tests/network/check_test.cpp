// Does a fabric that cannot be built say so?
#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

#include "examples.hpp"
#include "network/check.hpp"
#include "network/topology.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

struct Machine {
  Node node = examples::node8();
  long nodes = 128;
  FabricSpec spec = examples::fabric(2, 64, 32);
};

/// The only error of the broken machine, which must not be buildable.
Issue only_error(const std::function<void(Machine&)>& breakage) {
  Machine m;
  breakage(m);
  const Issues issues = check_fabric(m.node, m.nodes, m.spec);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].severity == Severity::error);
  CHECK_FALSE(issues[0].remedy.empty());
  CHECK_THROWS_AS((void)build_topology(m.node, m.nodes, m.spec), std::invalid_argument);
  return issues[0];
}

std::string pointer(const std::function<void(Machine&)>& breakage) {
  return only_error(breakage).pointer;
}

}  // namespace

TEST_CASE("a sound fabric has no issues") {
  const Machine m;
  CHECK(check_fabric(m.node, m.nodes, m.spec).empty());
}

TEST_CASE("each broken figure is found where it stands") {
  CHECK(pointer([](Machine& m) { m.nodes = 0; }) == "/cluster/nodes");
  CHECK(pointer([](Machine& m) { m.nodes = 1L << 40; }) == "/cluster/nodes");
  CHECK(pointer([](Machine& m) { m.node.chips_per_node = 0; }) == "/cluster/node/chips_per_node");
  CHECK(pointer([](Machine& m) { m.node.nics.per_node = 3; }) == "/cluster/node/nics/per_node");
  CHECK(pointer([](Machine& m) { m.node.nics.per_node = 16; }) == "/cluster/node/nics/per_node");
  CHECK(pointer([](Machine& m) { m.node.nics.bandwidth = ByteRate{0}; }) == "/cluster/node/nics/bandwidth_gbit_s");
  CHECK(pointer([](Machine& m) { m.node.nics.efficiency = 1.5; }) == "/cluster/node/nics/efficiency");
  CHECK(pointer([](Machine& m) { m.node.nics.latency = Time{-1}; }) == "/cluster/node/nics/latency_us");
  CHECK(pointer([](Machine& m) { m.node.scale_up.bandwidth = ByteRate{std::numeric_limits<double>::infinity()}; }) ==
        "/cluster/node/scale_up/bandwidth_gbyte_s");
  CHECK(pointer([](Machine& m) { m.node.scale_up.efficiency = 0; }) == "/cluster/node/scale_up/efficiency");
  CHECK(pointer([](Machine& m) { m.node.scale_up.domain_chips = 12; }) == "/cluster/node/scale_up/domain_chips");
  CHECK(pointer([](Machine& m) { m.spec.tiers = 4; }) == "/cluster/fabric/tiers");
  CHECK(pointer([](Machine& m) { m.spec.switch_model.ports = 1; }) == "/cluster/fabric/switch/ports");
  CHECK(pointer([](Machine& m) { m.spec.switch_model.port_bandwidth = ByteRate{0}; }) ==
        "/cluster/fabric/switch/port_bandwidth_gbit_s");
  CHECK(pointer([](Machine& m) { m.spec.nodes_per_unit = 0; }) == "/cluster/fabric/nodes_per_unit");
  CHECK(pointer([](Machine& m) { m.spec.leaf_oversubscription = 0.5; }) == "/cluster/fabric/leaf_oversubscription");
  CHECK(pointer([](Machine& m) { m.spec.leaf_oversubscription = std::numeric_limits<double>::quiet_NaN(); }) ==
        "/cluster/fabric/leaf_oversubscription");
  CHECK(pointer([](Machine& m) { m.spec.tiers = 3; }) == "/cluster/fabric/units_per_pod");
}

TEST_CASE("two tiers end at one port of a spine for every leaf") {
  // 64 ports take 64 leaves: 8 units of 8 rails, 256 nodes.
  const Issue issue = only_error([](Machine& m) { m.nodes = 257; });
  CHECK(issue.pointer == "/cluster/fabric/tiers");
  CHECK(issue.message.find("257 nodes") != std::string::npos);
  CHECK(issue.remedy.find("at most 256 nodes") != std::string::npos);
  CHECK(issue.remedy.find("at most 4 units_per_pod") != std::string::npos);  // 32 down ports, 8 leaves a unit
}

TEST_CASE("a pod ends at one down port of a spine for every leaf") {
  const Issue issue = only_error([](Machine& m) {
    m.nodes = 1024;
    m.spec = examples::fabric(3, 64, 32, 5);
  });
  CHECK(issue.pointer == "/cluster/fabric/units_per_pod");
  CHECK(issue.remedy.find("at most 4 units_per_pod") != std::string::npos);
}

TEST_CASE("three non-blocking tiers of k ports end at k cubed / 4 endpoints") {
  // 64^3 / 4 = 65,536 NICs are 8,192 nodes of 8 (Al-Fares, Loukissas & Vahdat 2008, section 2.2.2).
  Machine m;
  m.spec = examples::fabric(3, 64, 32, 4);
  m.nodes = 8192;
  CHECK(check_fabric(m.node, m.nodes, m.spec).empty());
  const Issue issue = only_error([](Machine& broken) {
    broken.spec = examples::fabric(3, 64, 32, 4);
    broken.nodes = 8193;
  });
  CHECK(issue.pointer == "/cluster/fabric/units_per_pod");
  CHECK(issue.remedy.find("at most 8192 nodes") != std::string::npos);
}

TEST_CASE("a NIC that no leaf has ports for is an error") {
  CHECK(pointer([](Machine& m) {
          m.node.nics.bandwidth = 3200.0 * unit::gigabit_per_second;  // 8 ports of 400; 8-port leaves have 4 for nodes
          m.spec.switch_model.ports = 8;
        }) == "/cluster/fabric/switch/ports");
}

TEST_CASE("what can be built but was hardly meant is a warning") {
  Machine m;
  m.spec = examples::fabric(3, 64, 32, 4);  // 4 units are one pod
  Issues issues = check_fabric(m.node, m.nodes, m.spec);
  REQUIRE(issues.size() == 1);
  CHECK(issues[0].severity == Severity::warning);
  CHECK(issues[0].pointer == "/cluster/fabric/tiers");
  m = Machine{};
  m.node.scale_up.domain_chips = 72;  // 9 nodes a domain; 32 nodes a unit, 128 in all
  issues = check_fabric(m.node, m.nodes, m.spec);
  REQUIRE(issues.size() == 2);
  CHECK_FALSE(has_errors(issues));
  CHECK(issues[0].pointer == "/cluster/nodes");
  CHECK(issues[1].pointer == "/cluster/fabric/nodes_per_unit");
}
