// Do stored runs become variants with their front, their best and a document that keeps its promises?
#include "sweep/sizing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

using namespace gigaplan;
using namespace gigaplan::sweep;
using Json = nlohmann::json;

namespace {

std::string report(double step_s, double leaf_eur, double nic_eur, double watt, const Json& tokens_per_eur) {
  return Json({{"step", {{"time_s", step_s}, {"mfu", 0.4}}},
               {"scenario", {{"seed", 1}}},
               {"fabric",
                {{"chips", 8},
                 {"bill_of_materials",
                  {{{"name", "leaf switch"}, {"count", 1}, {"price_eur", leaf_eur}, {"power_w", watt}},
                   {{"name", "nic"}, {"count", 8}, {"price_eur", nic_eur}, {"power_w", 10}}}}}},
               {"finance", {{"tokens_per_eur", tokens_per_eur}}}})
      .dump();
}

/// A grid of tiers 2, 3, 4, 5: cheap, fast, invalid, and dominated with equal tokens per euro.
Sizing stored() {
  Issues issues;
  const auto keys = parse_sized_keys({"tiers=2,3,4,5"}, issues);
  const auto plan = make_plan(sizing_spec(keys, {{"/site", "fi"}}, {}, issues), 1, "", {}, issues);
  REQUIRE(issues.empty());
  REQUIRE(plan);
  auto store = Store::temporary(plan->layout);
  const auto row = [&](std::uint64_t run, Status status, const std::string& sha) {
    return Row{.run = run, .status = status, .cells = plan->points.at(run).cells, .scenario_sha256 = sha};
  };
  store.add(row(3, Status::done, "d"), report(2, 200, 16, 100, 7), {});
  store.add(row(0, Status::done, "a"), report(2, 100, 16, 90, 5), {});
  store.add(row(1, Status::done, "b"), report(1, 150, 16, 95, 7), {});
  auto bad = row(2, Status::invalid, "");
  bad.message = "four tiers are too many";
  store.add(bad, "", {});
  return size_up(*plan, keys, store);
}

}  // namespace

TEST_CASE("a network's price and power are the sums of its bill; tokens per euro may be missing") {
  CHECK(network_figures(report(2, 100, 16, 90, 5)) ==
        NetworkFigures{.step_s = 2, .mfu = 0.4, .fabric_eur = 116, .fabric_w = 100, .chips = 8, .tokens_per_eur = 5});
  CHECK_FALSE(network_figures(report(2, 100, 16, 90, nullptr)).tokens_per_eur);
}

TEST_CASE("runs become variants in the order of the grid, rated; what failed keeps its message") {
  const auto sizing = stored();
  REQUIRE(sizing.variants.size() == 4);
  CHECK(sizing.any_done());
  CHECK(sizing.variants[0].on_front);
  CHECK(sizing.variants[0].step_up == 1);
  CHECK(sizing.variants[1].on_front);
  CHECK_FALSE(sizing.variants[1].step_up);
  CHECK_FALSE(sizing.variants[2].figures);
  CHECK(sizing.variants[2].message == "four tiers are too many");
  CHECK_FALSE(sizing.variants[3].on_front);  // slower, dearer and hungrier than 1
  CHECK(sizing.best == 1);                   // the first of two with 7 tokens per euro
}

TEST_CASE("no tokens per euro, no best") {
  Sizing sizing;
  sizing.variants = {{.number = 0, .figures = NetworkFigures{.step_s = 1, .chips = 1}}, {.number = 1}};
  rate(sizing);
  CHECK_FALSE(sizing.best);
  CHECK(sizing.variants[0].on_front);
  CHECK_FALSE(Sizing().any_done());
}

TEST_CASE("the document has every variant with units in its keys, and null where there is nothing") {
  auto sizing = stored();
  sizing.scenario = "Test";
  const auto json = Json::parse(sizing_json(sizing, {.gigaplan = "1", .simgrid = "2", .model_settings = {}}));
  CHECK(json["schema"] == "gigaplan/size-network/1");
  CHECK(json["scenario"] == Json({{"name", "Test"}, {"sha256", nullptr}}));
  CHECK(json["set"] == Json({{"/site", "fi"}}));
  CHECK(json["sweep"][0]["values"] == Json({2, 3, 4, 5}));
  CHECK(json["best_by_tokens_per_eur"] == 1);
  const Json& first = json["variants"][0];
  CHECK(first["settings"] == Json({{"/cluster/fabric/tiers", 2}}));
  CHECK(first["fabric_eur_per_chip"] == 14.5);  // 116 / 8
  CHECK(first["message"].is_null());
  CHECK(first["next_step_up"] == Json({{"variant", 1},
                                       {"delta_fabric_eur", 50.0},
                                       {"delta_fabric_w", 5.0},
                                       {"delta_step_time_s", -1.0},
                                       {"delta_tokens_per_eur", 2.0}}));
  const Json& invalid = json["variants"][2];
  CHECK(invalid["status"] == "invalid");
  CHECK(invalid["message"] == "four tiers are too many");
  for (const char* key :
       {"step_time_s", "mfu", "fabric_eur", "fabric_w", "fabric_eur_per_chip", "tokens_per_eur", "next_step_up"}) {
    CAPTURE(std::string(key));
    CHECK(invalid.at(key).is_null());
    CHECK(first.contains(key));
  }
}
