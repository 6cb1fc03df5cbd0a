// Do classes of links say who is loaded, how much, and by what?
#include "network/link_classes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <span>

#include "examples.hpp"
#include "network/loads.hpp"

using namespace gigaplan;
using namespace gigaplan::network;

namespace {

constexpr double gigabyte = 1e9;

/// Stages of 16 ranks on two nodes each, whose data groups begin so many gigabytes.
struct Job {
  Topology topology = build_topology(examples::node8(), 4, examples::fabric(2, 64, 4));
  StepProgram program;
  Traffic traffic;

  Job(double first, double second) {
    program.plan.pipeline = 2;
    program.plan.data = 16;
    program.plan.order = RankOrder::data_inner;
    for (const double bytes : {first, second})
      program.stages.push_back(
          {{.kind = Instruction::Kind::begin, .group = Group::data, .wire_bytes = Bytes(bytes * gigabyte)}});
    traffic = make_traffic(program, topology);
  }
  [[nodiscard]] std::vector<LinkClass> classes(std::size_t most = 10) const {
    return link_classes(traffic, program, topology, 2.0 * unit::second, most);
  }
};

}  // namespace

// A ring of 16 over two nodes: 7/8 of 80 GB over a chip's scale-up link of 360 GB/s, 1/8 over its NIC of 45 GB/s, in 2
// s.
TEST_CASE("kinds fall into classes where loads differ, which say whose bytes they are") {
  const auto classes = Job(80, 40).classes();
  REQUIRE(classes.size() == 8);  // scale-up and NIC, up and down, of each stage
  CHECK(classes[0].name == "nic up");
  CHECK(classes[0].most == doctest::Approx(10.0 / 90));
  CHECK(classes[0].mean == doctest::Approx(10.0 / 90));
  CHECK(classes[0].stages == std::vector<int>{0});
  CHECK(classes[1].name == "nic down");
  CHECK(classes[2].name == "scale-up up");
  CHECK(classes[2].most == doctest::Approx(70.0 / 720));
  CHECK(classes[4].name == "nic up");
  CHECK(classes[4].most == doctest::Approx(5.0 / 90));
  CHECK(classes[4].stages == std::vector<int>{1});
  for (const auto& c : classes) {
    CHECK(c.links == 16);
    CHECK(c.links_of_kind == 32);
    CHECK(c.least == doctest::Approx(c.most));
    CHECK(c.by_group[static_cast<std::size_t>(Group::data)] == doctest::Approx(1));
    CHECK(c.rails.empty());
  }
}

TEST_CASE("equal loads are one class of all stages; short of room, classes have a mean") {
  const auto equal = Job(80, 80).classes();
  REQUIRE(equal.size() == 4);
  CHECK(equal[0].links == 32);
  CHECK(equal[0].stages.empty());
  CHECK(Job(80, 79.5).classes().size() == 4);  // less than a hundredth apart

  const auto few = Job(80, 40).classes(5);
  REQUIRE(few.size() == 5);  // the NICs differ the most: one of their directions is split
  CHECK(std::ranges::count(few, "nic up", &LinkClass::name) == 2);
  const auto whole = std::ranges::find(few, "nic down", &LinkClass::name);
  CHECK(whole->most == doctest::Approx(10.0 / 90));
  CHECK(whole->mean == doctest::Approx(7.5 / 90));
  CHECK(whole->least == doctest::Approx(5.0 / 90));
}

TEST_CASE("NICs that only some rails use are named") {
  Job job(80, 40);
  job.program.stages.resize(1);
  job.program.plan = {};
  job.program.plan.data = 8;
  PlacedJob placed{&job.program, {0, 1, 2, 5, 8, 9, 10, 13}};  // places 0, 1, 2 and 5 of two nodes
  job.traffic = make_traffic(std::span(&placed, 1), job.topology);
  const auto classes = job.classes();
  const auto nics = std::ranges::find(classes, "nic up", &LinkClass::name);
  REQUIRE(nics != classes.end());
  CHECK(nics->links == 8);
  CHECK(nics->rails == std::vector<int>{0, 1, 2, 5});
  const auto inside = std::ranges::find(classes, "scale-up up", &LinkClass::name);
  REQUIRE(inside != classes.end());
  CHECK(inside->rails.empty());
}

TEST_CASE("classes carry what their links carry") {
  ParallelPlan plan;
  plan.tensor = 4;
  plan.pipeline = 4;
  plan.data = 8;
  const auto program = examples::program(plan);
  auto fabric = examples::fabric(2, 64, 4);
  fabric.leaf_oversubscription = 2;
  const auto topology = build_topology(examples::node8(), 16, fabric);
  for (const auto routing : {RoutingKind::adaptive, RoutingKind::ecmp}) {
    auto routed = topology;
    routed.routing = routing;
    const auto traffic = make_traffic(program, routed);
    const auto classes = link_classes(traffic, program, routed, 1.0 * unit::second);
    CHECK(classes.size() <= 10);
    double of_classes = 0, of_links = 0;  // Σ utilisation
    for (const auto& c : classes) {
      of_classes += c.mean * static_cast<double>(c.links);
      CHECK(std::accumulate(c.by_group.begin(), c.by_group.end(), 0.0) == doctest::Approx(1));
    }
    const auto bytes = link_bytes(traffic, program);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      if (bytes[i] > Bytes{}) of_links += bytes[i] / (traffic.link_capacity[i] * (1.0 * unit::second));
    CHECK(of_classes == doctest::Approx(of_links));
    CHECK(std::ranges::is_sorted(classes, std::greater<>(), &LinkClass::most));
  }
}
