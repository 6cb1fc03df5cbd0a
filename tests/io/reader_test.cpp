// Does a sound scenario arrive whole, with its references, defaults, overrides and origins?
#include <doctest/doctest.h>

#include <algorithm>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

Assumption find(const LoadedScenario& loaded, const std::string& pointer) {
  const auto found = std::ranges::find(loaded.assumptions, pointer, &Assumption::pointer);
  REQUIRE_MESSAGE(found != loaded.assumptions.end(), "no assumption at " << pointer);
  return *found;
}

}  // namespace

TEST_CASE("the tiny scenario arrives whole") {
  const LoadedScenario loaded = tiny::load(tiny::scenario());
  REQUIRE_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
  const Scenario& s = *loaded.scenario;
  CHECK(s.name == "Tiny");
  CHECK(s.seed == 7);
  CHECK(s.cluster.chips() == 16);  // 4 nodes of 4
  CHECK(s.cluster.node.chip.tdp.in(unit::watt) == 400);
  CHECK(s.cluster.node.chip.memory.base() == 80e9);                           // GB = 1e9
  CHECK(s.cluster.node.nics.bandwidth.base() == doctest::Approx(200e9 / 8));  // Gbit/s in bytes
  CHECK(s.site.electricity.wholesale.base() == doctest::Approx(45 / 3.6e9));  // EUR/MWh in EUR/J
  CHECK(s.site.build_cost.base() == doctest::Approx(10));                     // 10 million EUR/MW = 10 EUR/W
  CHECK(s.training.stack.step_overhead.base() == doctest::Approx(0.005));     // 5 ms
  CHECK(s.operation.reliability.causes.at(0).rate.base() == doctest::Approx(0.05 / (8760 * 3600)));
  CHECK(s.cluster.fabric.switch_model.name == "Tiny switch");  // a reference within an entry
  CHECK(s.training.plan.context == 1);                         // default
  CHECK_FALSE(s.operation.checkpoint.interval.has_value());    // optional, absent
  CHECK_FALSE(s.cluster.node.chip.peak.fp4.has_value());
  CHECK(s.cluster.node.chip.provenance.size() == 3);
}

TEST_CASE("an object with extends changes a catalogue entry and keeps the rest") {
  const auto loaded = tiny::load(tiny::replaced(tiny::scenario(), R"("site": "tiny")",
                                                R"("site": {"extends": "tiny", "climate": {"dry_bulb_mean_c": 7}})"));
  REQUIRE_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
  CHECK(loaded.scenario->site.climate.mean.base() == 7);
  CHECK(loaded.scenario->site.climate.summer_mean.base() == 17);
  CHECK(find(loaded, "/site/climate/dry_bulb_mean_c").how == How::scenario);
  CHECK(find(loaded, "/site/climate/dry_bulb_mean_c").source == "set in scenario.json");
  CHECK(find(loaded, "/site/climate/dry_bulb_summer_c").how == How::assumed);
}

TEST_CASE("a changed figure loses the source of the one it replaces; its neighbours keep theirs") {
  const auto plain = tiny::load(tiny::scenario());
  CHECK(find(plain, "/cluster/node/chip/tdp_w").how == How::read);
  CHECK(find(plain, "/cluster/node/chip/tdp_w").source == "Tiny data sheet (2024), page 1");
  CHECK(find(plain, "/cluster/node/chip/tdp_w").low == 380);
  CHECK(find(plain, "/cluster/node/chip/tdp_w").high == 420);
  CHECK(find(plain, "/cluster/node/chip/peak/bf16_tflop_s").how == How::read);  // by the object that is named
  CHECK(find(plain, "/cluster/node/chip/idle_w").how == How::assumed);
  CHECK(find(plain, "/cluster/nodes").how == How::scenario);

  const auto set = tiny::load(tiny::scenario(),
                              {{"/cluster/node/chip/tdp_w", "500"}, {"/cluster/node/chip/peak/bf16_tflop_s", "120"}});
  REQUIRE_MESSAGE(set.scenario.has_value(), tiny::text_of(set.issues));
  CHECK(set.scenario->cluster.node.chip.tdp.base() == 500);
  CHECK(find(set, "/cluster/node/chip/tdp_w").how == How::scenario);
  CHECK(find(set, "/cluster/node/chip/tdp_w").source == "--set on the command line");
  CHECK_FALSE(find(set, "/cluster/node/chip/tdp_w").low.has_value());
  CHECK(find(set, "/cluster/node/chip/peak/bf16_tflop_s").how == How::scenario);
  CHECK(find(set, "/cluster/node/chip/peak/fp8_tflop_s").how == How::read);
  CHECK(find(set, "/cluster/node/chip/idle_w").how == How::assumed);
}

TEST_CASE("a citation in the scenario speaks for the scenario's own figures") {
  const auto loaded = tiny::load(tiny::replaced(
      tiny::scenario(), R"("name": "Tiny",)",
      R"("name": "Tiny", "provenance": [{"fields": ["/finance/discount_rate"], "how": "read", "title": "EU guide",
          "year": 2014, "low": 0.03, "high": 0.05}],)"));
  REQUIRE_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
  CHECK(find(loaded, "/finance/discount_rate").how == How::read);
  CHECK(find(loaded, "/finance/discount_rate").source == "EU guide (2014)");
  CHECK(find(loaded, "/finance/discount_rate").low == 0.03);
  CHECK(find(loaded, "/finance/horizon_years").how == How::scenario);
}

TEST_CASE("what the reader fills in says so, with the reason") {
  const auto loaded = tiny::load(tiny::scenario());
  CHECK(find(loaded, "/training/plan/interleave").how == How::defaulted);
  CHECK(find(loaded, "/training/plan/interleave").source == "1: plain 1F1B schedule");
  CHECK(find(loaded, "/training/stack/gradient_bytes").value == 4);
  CHECK(find(loaded, "/training/stack/gradient_bytes").how == How::defaulted);
}

TEST_CASE("the hash depends on the content only") {
  const std::string hash = tiny::load(tiny::scenario()).sha256;
  CHECK(hash.size() == 64);
  CHECK(tiny::load(tiny::scenario()).sha256 == hash);  // another folder
  CHECK(tiny::load(tiny::replaced(tiny::scenario(), "\"seed\": 7", "\"seed\":   7.0")).sha256 == hash);
  CHECK(tiny::load(tiny::replaced(tiny::scenario(), "\"micro_batch\": 1, ", "")).sha256 == hash);  // it is the default
  CHECK(tiny::load(tiny::scenario(), {{"/seed", "7"}}).sha256 == hash);
  CHECK(tiny::load(tiny::scenario(), {{"/seed", "8"}}).sha256 != hash);
  const auto reordered = tiny::replaced(tiny::scenario(), R"("name": "Tiny",
  "seed": 7,)",
                                        R"("seed": 7, "name": "Tiny",)");
  CHECK(tiny::load(reordered).sha256 == hash);
}

TEST_CASE("a resolved scenario reads back as the same scenario") {
  const auto first = tiny::load(tiny::scenario());
  REQUIRE(first.scenario.has_value());
  const auto second = tiny::load(first.resolved_json);
  REQUIRE_MESSAGE(second.scenario.has_value(), tiny::text_of(second.issues));
  CHECK(*second.scenario == *first.scenario);
  CHECK(second.sha256 == first.sha256);
}

TEST_CASE("--set expands a reference on its way, replaces a reference, and removes with null") {
  const auto inside = tiny::load(tiny::scenario(), {{"/cluster/fabric/switch/ports", "32"}});
  REQUIRE_MESSAGE(inside.scenario.has_value(), tiny::text_of(inside.issues));
  CHECK(inside.scenario->cluster.fabric.switch_model.ports == 32);
  const auto list = tiny::load(tiny::scenario(), {{"/operation/reliability/causes/1/per_unit_year", "24"}});
  REQUIRE_MESSAGE(list.scenario.has_value(), tiny::text_of(list.issues));
  CHECK(list.scenario->operation.reliability.causes.at(1).rate.in(unit::per_year) == doctest::Approx(24));
  CHECK(find(list, "/operation/reliability/causes/1/per_unit_year").how == How::scenario);
  CHECK(find(list, "/operation/reliability/causes/0/per_unit_year").how == How::assumed);
  const auto again = tiny::load(tiny::scenario(), {{"/site/labour_cost_eur_per_h", "1"}, {"/site", "tiny"}});
  REQUIRE(again.scenario.has_value());
  CHECK(again.scenario->site.labour_cost_eur_per_h == 40);
  CHECK(find(again, "/site/labour_cost_eur_per_h").how == How::assumed);
  const auto removed = tiny::load(tiny::scenario(), {{"/facility/grid_limit_mw", "null"}});
  REQUIRE(removed.scenario.has_value());
  CHECK_FALSE(removed.scenario->facility.grid_limit.has_value());
}

TEST_CASE("a scenario extends another one, relative to itself, through references") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("base/base.json", tiny::scenario());
  const auto top = folder.write("study/top.json", R"({"extends": "../base/base.json", "name": "Top",
    "cluster": {"node": {"chip": {"tdp_w": 450}}}, "facility": {"grid_limit_mw": null}})");
  const LoadedScenario loaded = load_scenario(top, {}, catalogue);
  REQUIRE_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
  CHECK(loaded.scenario->name == "Top");
  CHECK(loaded.scenario->cluster.nodes == 4);
  CHECK(loaded.scenario->cluster.node.chip.tdp.base() == 450);
  CHECK(loaded.scenario->cluster.node.chip.idle.base() == 60);
  CHECK_FALSE(loaded.scenario->facility.grid_limit.has_value());
  CHECK(find(loaded, "/cluster/node/chip/tdp_w").source == "set in top.json");
  CHECK(find(loaded, "/cluster/nodes").source == "set in base.json");
}

TEST_CASE("issues of an extended file name the file that holds the value") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("base.json", tiny::replaced(tiny::scenario(), "\"nodes\": 4", "\"nodes\": -4"));
  const auto top = folder.write("top.json", R"({"extends": "base.json", "name": "Top", "seed": -1})");
  const LoadedScenario loaded = load_scenario(top, {}, catalogue);
  REQUIRE(loaded.issues.size() == 2);
  CHECK(loaded.issues[0].file == top.string());
  CHECK(loaded.issues[0].pointer == "/seed");
  CHECK(loaded.issues[1].file == (folder.path() / "base.json").string());
  CHECK(loaded.issues[1].pointer == "/cluster/nodes");
}

TEST_CASE("a fault in a catalogue entry is told with that entry's file and its own pointer") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("catalogue/costs/odd.json", R"({"id": "odd", "name": "Odd", "price_year": "2025"})");
  const auto file = folder.write("s.json", tiny::replaced(tiny::scenario(), R"("costs": "tiny")", R"("costs": "odd")"));
  const LoadedScenario loaded = load_scenario(file, {}, catalogue);
  const auto found = std::ranges::find(loaded.issues, "/price_year", &Issue::pointer);
  REQUIRE(found != loaded.issues.end());
  CHECK(found->file == (catalogue.root / "costs" / "odd.json").string());
  CHECK(found->message == "expected a whole number, got \"2025\"");
}
