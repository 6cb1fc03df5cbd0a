// Is a prediction what pencil and paper, or the part that it is about, say?
#include "accuracy/predict.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"
#include "sim/training_step.hpp"
#include "workload/memory.hpp"

using namespace gigaplan;
using namespace gigaplan::accuracy;
using doctest::Approx;
using measured::Json;
using measured::machine;

namespace {

struct Read {
  Case of;
  Scenario scenario;
};

Read read(const Json& c) {
  const measured::Folder folder;
  const CaseSet set = folder.read({c});
  REQUIRE(set.issues.empty());
  return {set.cases.at(0), scenario_of(set.cases.at(0), set.base, measured::catalogue())};
}

std::vector<Point> predicted(const Json& c) {
  const Read r = read(c);
  return predict(r.of, r.scenario);
}

std::string refusal(const Json& c) {
  try {
    (void)predicted(c);
    return "";
  } catch (const BadCase& e) {
    return e.what();
  }
}

/// All-reduce of 1 MiB and 1 GiB in a DGX H200: 450 GB/s, of which rings reach 81 %, and 3.2 µs from chip to chip.
Json all_reduce(int chips, const std::string& algorithm) {
  Json c = machine("collective", {{"bus_bandwidth_gbyte_s", {{1 << 20, 100}, {1 << 30, 400}}}});
  c.update({{"chips", chips}, {"algorithm", algorithm}});
  return c;
}

}  // namespace

TEST_CASE("a case's scenario is the base with its changes") {
  const Read r = read(measured::training({{"step_time_s", 1}}));
  CHECK(r.scenario.name == "Base of the validation cases");
  CHECK(r.scenario.cluster.nodes == 1);
  CHECK(r.scenario.cluster.node.id == "grand-teton-h100");
  CHECK(r.scenario.training.global_batch == 2);
  CHECK(r.scenario.training.plan.zero_stage == 0);
  CHECK(r.scenario.cluster.node.chip.memory.in(unit::gigabyte) == Approx(100'000));  // whatever the plan needs
}

TEST_CASE("an error is the share by which the prediction is above what was published") {
  CHECK(Point{"", "", 12, 10}.error() == Approx(0.2));
  CHECK(Point{"", "", 5, 10}.error() == Approx(-0.5));
}

TEST_CASE("a scenario that cannot be is the case's fault, with the reader's findings") {
  CHECK(refusal(machine("mttf", {{"mttf_h", 1}}, "no-such-node")).find("no-such-node") != std::string::npos);
  Json c = measured::training({{"step_time_s", 1}});
  c["scenario"]["training"]["plan"]["tensor"] = 3;
  CHECK(refusal(c).find("/training/plan") != std::string::npos);
  CHECK(refusal(all_reduce(16, "ring")) == "16 chips take part, and the cluster has 8");
}

TEST_CASE("a machine that never fails has no mean time to failure") {
  Json c = machine("mttf", {{"mttf_h", 1}});
  c["scenario"]["operation"] = {{"reliability", {{"extends", "meta-rsc1"}, {"causes", Json::array()}}}};
  CHECK(refusal(c).find("no finite figure") != std::string::npos);
}

TEST_CASE("a step takes as long as its simulation") {
  const Read r = read(measured::training({{"step_time_s", 2}}));
  const auto points = predict(r.of, r.scenario);
  REQUIRE(points.size() == 1);
  CHECK(points[0].what == "step time");
  CHECK(points[0].unit == "s");
  CHECK(points[0].published == 2);
  CHECK(points[0].predicted == sim::run_training_step(r.scenario).step.time.base());
}

// Leaves of 64 ports, a rail each, for units of 16 nodes of 8 NICs: two units have 16 leaves with 16 ports down and, as
// nothing is oversubscribed, 16 up. 256 cables go up to spines of 64 ports: 4.
TEST_CASE("a bill is counted by hand") {
  Json c = machine(
      "bill",
      {{"switches", {{"leaf", 16}, {"spine", 4}, {"other", 1}}}, {"cables", {{"node-leaf", 256}, {"leaf-spine", 128}}}},
      "dgx-h200", 32);
  c["scenario"]["cluster"]["fabric"] = {{"extends", "ndr-3tier"}, {"tiers", 2}, {"nodes_per_unit", 16}};
  std::vector<std::pair<std::string, double>> counts;
  for (const Point& p : predicted(c)) counts.emplace_back(p.what, p.predicted);
  CHECK(counts == std::vector<std::pair<std::string, double>>{{"leaf switches", 16},
                                                              {"other switches", 0},  // there are none
                                                              {"spine switches", 4},
                                                              {"leaf-spine cables", 256},
                                                              {"node-leaf cables", 256}});
  CHECK(predicted(c)[3].error() == 1);  // 256 where 128 were published
}

TEST_CASE("memory is that of a chip of the first stage") {
  const Read r = read(measured::training({{"state_gibyte", 10}, {"activations_gibyte", 20}}, "memory"));
  const auto points = predict(r.of, r.scenario);
  REQUIRE(points.size() == 2);
  // 8.03e9 parameters on 8 ranks, with a weight and a gradient of 2 bytes and 12 of the optimizer: 14.96 GiB; norms
  // are not divided.
  CHECK(points[0].predicted == Approx(8.03e9 / 8 * 16 / (1 << 30)).epsilon(0.002));
  CHECK(points[0].published == 10);
  const auto use = workload::stage_memory(r.scenario.training).front();
  CHECK(points[1].predicted == use.activations.in(unit::gibibyte));
  CHECK(points[1].published == 20);
}

// A ring of n sends 2 (n-1)/n N over the slowest link and pays 2 (n-1) latencies; its bus bandwidth is 2 (n-1)/n N
// divided by the time.
TEST_CASE("a ring all-reduce takes what its closed form says") {
  for (const int n : {4, 8}) {
    const auto points = predicted(all_reduce(n, "ring"));
    REQUIRE(points.size() == 2);
    CHECK(points[0].what == "all-reduce of 1 MiB over " + std::to_string(n) + " chips");
    CHECK(points[1].what == "all-reduce of 1 GiB over " + std::to_string(n) + " chips");
    CHECK(points[0].unit == "GB/s");
    CHECK(points[0].published == 100);
    CHECK(points[1].published == 400);
    for (const std::size_t i : {0U, 1U}) {
      const double traffic = 2.0 * (n - 1) / n * (i == 0 ? 1 << 20 : 1 << 30);
      const double time_s = traffic / (450e9 * 0.81) + 2 * (n - 1) * 3.2e-6;
      CHECK(points[i].predicted == Approx(traffic / time_s / 1e9).epsilon(1e-6));
    }
  }
}

TEST_CASE("where the switches may add up, the soonest algorithm is taken") {
  const auto ring = predicted(all_reduce(8, "ring"));
  const auto best = predicted(all_reduce(8, "in_network"));
  CHECK(best.at(0).predicted == ring.at(0).predicted);  // a ring is soonest for little
  CHECK(best.at(1).predicted > ring.at(1).predicted);
}

TEST_CASE("a node that computes all the time draws its busy power") {
  // 8 chips of 700 W at a share of 0.96, 8 NICs of 25 W, a busy host of 1700 W and fans of 900 W: 8176 W.
  const auto points = predicted(machine("node_power", {{"node_w", 8000}}));
  REQUIRE(points.size() == 1);
  CHECK(points[0].predicted == Approx(8176));
  CHECK(points[0].what == "node power, mean");
  CHECK_FALSE(points[0].interval.has_value());
  // The highest sample: chips at their limit of 700 W.
  const auto highest = predicted(machine("node_power", {{"node_w", 8000}, {"statistic", "max"}}));
  CHECK(highest[0].what == "node power, highest");
  CHECK(highest[0].predicted == Approx(8400));
  // Metered behind a loss of 2 %.
  CHECK(predicted(machine("node_power", {{"node_w", 1}, {"conversion_loss", 0.02}}))[0].predicted ==
        Approx(8176 * 0.98));
}

TEST_CASE("a node cooled by liquid has no fans to feed, and one that waits draws less") {
  Json c = machine("node_power", {{"node_w", 8000}});
  c["scenario"]["cluster"]["node"] = {{"extends", "dgx-h200"}, {"liquid_share", 1}};
  CHECK(predicted(c)[0].predicted == Approx(8176 - 900));
  // A quarter computing, the rest on the wire: idle + (672 - idle) (0.25 + 0.4 0.75) a chip.
  c["compute_share"] = 0.25;
  const double idle = read(c).scenario.cluster.node.chip.idle.in(unit::watt);
  CHECK(predicted(c)[0].predicted == Approx(8 * (idle + (672 - idle) * 0.55) + 200 + 1700));
}

TEST_CASE("the energy of a run is that of its steps") {
  Json c = measured::training({{"energy_kwh", 1}}, "energy");
  c["tokens"] = 8192 * 2 * 50;  // 50 steps of two sequences
  const auto points = predicted(c);
  REQUIRE(points.size() == 1);
  CHECK(points[0].unit == "kWh");
  const double step_s = predicted(measured::training({{"step_time_s", 1}}))[0].predicted;
  const double node_w = predicted(measured::training({{"node_w", 1}}, "node_power"))[0].predicted;
  CHECK(points[0].predicted == Approx(50 * step_s * node_w / 3.6e6));
  c["published"]["conversion_loss"] = 0.1;
  CHECK(predicted(c)[0].predicted == Approx(0.9 * points[0].predicted));
}

TEST_CASE("a node whose job communicates draws less than one that computes all the time") {
  const auto idle = measured::training({{"node_w", 8000}}, "node_power");
  Json busy = idle;
  busy["scenario"].erase("training");
  CHECK(predicted(idle).at(0).predicted < predicted(busy).at(0).predicted);
}

TEST_CASE("failures are drawn for all units and days") {
  const Json causes = {{{"name", "chip"}, {"unit", "chip"}, {"per_unit_year", 0.5}, {"repair_h", 24}},
                       {{"name", "hang"}, {"unit", "chip"}, {"per_unit_year", 0.1}, {"repair_h", 0}},
                       {{"name", "host"}, {"unit", "node"}, {"per_unit_year", 2}, {"repair_h", 24}},
                       {{"name", "hall"}, {"unit", "job"}, {"per_unit_year", 10}, {"repair_h", 1}}};
  const auto on = [&](const std::string& kind, const Json& published) {
    Json c = machine(kind, published, "dgx-h200", 10);
    c["scenario"]["operation"] = {{"reliability", {{"extends", "meta-rsc1"}, {"causes", causes}}}};
    return predicted(c);
  };
  // A year: 80 chips x 0.6 + 10 nodes x 2 + 10 = 78; the mean of 4,000 draws of 15.6 is good to 0.4 %, one standard
  // deviation.
  const auto all = on("interruptions", {{"count", 5}, {"days", 73}});
  REQUIRE(all.size() == 1);
  CHECK(all[0].predicted == Approx(78 / 5.0).epsilon(0.016));
  CHECK(all[0].interval == Interval{9, 22});  // of a Poisson variable of mean 15.6
  // Chips that are replaced: 80 x 0.5 = 40 a year.
  const auto chips = on("interruptions", {{"count", 5}, {"days", 73}, {"by_cause", {{"chip", 5}}}});
  REQUIRE(chips.size() == 1);
  CHECK(chips[0].predicted == Approx(40 / 5.0).epsilon(0.025));
  const auto split = on("interruptions", {{"count", 16}, {"days", 73}, {"by_cause", {{"host", 4}, {"hall", 3}}}});
  REQUIRE(split.size() == 3);
  CHECK(split[0].predicted == all[0].predicted);
  CHECK(split[1].what == "of these: hall");
  CHECK(split[1].predicted == Approx(10 / 5.0).epsilon(0.05));
  CHECK(split[1].published == 3);
  CHECK(split[2].predicted == Approx(20 / 5.0).epsilon(0.035));
  CHECK(split[2].interval == Interval{1, 8});  // mean 4: 0.018 at 0, 0.979 up to 8, 0.949 up to 7
  const auto both = on("mttf", {{"mttf_h", 100}, {"failures_per_1000_node_days", 20}});
  REQUIRE(both.size() == 2);
  CHECK(both[0].predicted == Approx(8760 / 78.0));
  CHECK(both[1].predicted == Approx(78 / 3650.0 * 1000));  // 10 nodes for 365 days
  CHECK_FALSE(both[0].interval.has_value());
  const auto watched = on("mttf", {{"mttf_h", 100}, {"failures_per_1000_node_days", 20}, {"days", 73}});
  CHECK(watched[0].predicted == Approx(73 * 24 / all[0].predicted));
  CHECK(watched[0].interval == Interval{73 * 24 / 22.0, 73 * 24 / 9.0});
  CHECK(watched[1].predicted == Approx(all[0].predicted / 0.73));
  CHECK(watched[1].interval == Interval{9 / 0.73, 22 / 0.73});
}

TEST_CASE("a cause that the scenario does not have, and too many failures to draw, are the case's fault") {
  CHECK(refusal(machine("interruptions", {{"count", 1}, {"days", 1}, {"by_cause", {{"gremlin", 1}, {"NIC", 1}}}})) ==
        "no cause of failures is named \"gremlin\"");
  CHECK(refusal(machine("interruptions", {{"count", 1}, {"days", 1e12}})).find("no more than 100000 are drawn") !=
        std::string::npos);
}
