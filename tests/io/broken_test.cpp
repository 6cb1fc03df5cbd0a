// A hundred ways to break a scenario: each gets a message with file, pointer, value and remedy, and no scenario.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

/// Replace `from` by `to` in the tiny scenario, and expect an error there that says so.
struct Break {
  std::string from;
  std::string to;
  std::string pointer;
  std::string message;
  std::string remedy;
};

bool matches(const Issue& issue, const Break& b) {
  return issue.severity == Severity::error && issue.pointer == b.pointer &&
         issue.message.find(b.message) != std::string::npos && issue.remedy.find(b.remedy) != std::string::npos;
}

void expect(const Break& b) {
  const LoadedScenario loaded = tiny::load(tiny::replaced(tiny::scenario(), b.from, b.to));
  INFO(std::string(b.from), " -> ", std::string(b.to), "\n", tiny::text_of(loaded.issues));
  CHECK_FALSE(loaded.scenario.has_value());
  CHECK(loaded.assumptions.empty());
  CHECK(std::ranges::any_of(loaded.issues, [&](const Issue& i) { return matches(i, b); }));
  CHECK(std::ranges::all_of(loaded.issues, [](const Issue& i) { return !i.file.empty() && !i.remedy.empty(); }));
}

const char* const grid = R"("grid_limit_mw": 1)";
const char* const nodes = R"("nodes": 4)";
const char* const plan = R"("tensor": 4, "pipeline": 2, "data": 2)";
const char* const site = R"("site": "tiny")";
const char* const model = R"("model": "tiny")";
const char* const node = R"("node": "tiny")";
const char* const fabric = R"("fabric": "tiny")";
const char* const chain = R"("power_chain": "tiny")";
const char* const cooling = R"("cooling": "tiny")";
const char* const reliability = R"("reliability": "tiny")";
const char* const name = R"("name": "Tiny")";

}  // namespace

TEST_CASE("a number that is no number, or out of its range") {
  const std::vector<Break> breaks = {
      {grid, R"("grid_limit_mw": "1")", "/facility/grid_limit_mw", R"(expected a number, got "1")", "without quotes"},
      {grid, R"("grid_limit_mw": true)", "/facility/grid_limit_mw", "expected a number, got true", "(MW)"},
      {grid, R"("grid_limit_mw": [1])", "/facility/grid_limit_mw", "expected a number, got a list", "(MW)"},
      {grid, R"("grid_limit_mw": {})", "/facility/grid_limit_mw", "expected a number, got an empty object", "(MW)"},
      {grid, R"("grid_limit_mw": 0)", "/facility/grid_limit_mw", "0 is out of range", "above 0"},
      {grid, R"("grid_limit_mw": -5)", "/facility/grid_limit_mw", "-5 is out of range", "above 0"},
      {grid, R"("grid_limit_mw": 1e308)", "/facility/grid_limit_mw", "1e+308 is out of range", "up to 100000"},
      {grid, R"("grid_limit_mw": 99999999999999999999999)", "/facility/grid_limit_mw", "out of range", "up to 100000"},
      {nodes, R"("nodes": -4)", "/cluster/nodes", "-4 is out of range", "a whole number"},
      {nodes, R"("nodes": 0)", "/cluster/nodes", "0 is out of range", "from 1"},
      {nodes, R"("nodes": 4.5)", "/cluster/nodes", "expected a whole number, got 4.5", "a whole number from 1"},
      {nodes, R"("nodes": "four")", "/cluster/nodes", R"(expected a whole number, got "four")", "number"},
      {nodes, R"("nodes": 18446744073709551615)", "/cluster/nodes", "18446744073709551615 is out of range", "to 1000"},
      {nodes, R"("nodes": 1e300)", "/cluster/nodes", "out of range", "to 10000000"},
      {nodes, R"("nodes": [4])", "/cluster/nodes", "expected a whole number, got a list", "number"},
      {R"("seed": 7)", R"("seed": -7)", "/seed", "-7 is out of range", "from 0"},
      {R"("seed": 7)", R"("seed": 9007199254740993)", "/seed", "9007199254740993 is out of range", "9007199254740991"},
      {R"("seed": 7)", R"("seed": 0.5)", "/seed", "expected a whole number, got 0.5", "whole"},
      {R"("tensor": 4)", R"("tensor": 0)", "/training/plan/tensor", "0 is out of range", "from 1"},
      {R"("tensor": 4)", R"("tensor": 2147483648)", "/training/plan/tensor", "out of range", "to 1024"},
      {R"("tensor": 4)", R"("tensor": 4.25)", "/training/plan/tensor", "expected a whole number, got 4.25", "whole"},
      {R"("micro_batch": 1)", R"("micro_batch": 0)", "/training/micro_batch", "0 is out of range", "(sequences)"},
      {R"("sequence_length": 2048)", R"("sequence_length": -1)", "/training/sequence_length", "-1", "(tokens)"},
      {R"("years": 1)", R"("years": 0)", "/operation/years", "0 is out of range", "(years)"},
      {R"("years": 1)", R"("years": 1000)", "/operation/years", "1000 is out of range", "up to 50"},
      {R"("eu_share": 0.17)", R"("eu_share": 17)", "/finance/funding/eu_share", "17 is out of range", "0 to 1"},
      {R"("eu_share": 0.17)", R"("eu_share": -0.1)", "/finance/funding/eu_share", "-0.1 is out of range", "0 to 1"},
      {R"("discount_rate": 0.05)", R"("discount_rate": 5)", "/finance/discount_rate", "5 is out of range", "to 0.5"},
      {R"("it_life_years": 5)", R"("it_life_years": 0)", "/finance/it_life_years", "0 is out of range", "(years)"},
      {R"("write_bandwidth_gbyte_s": 10)", R"("write_bandwidth_gbyte_s": 0)",
       "/operation/checkpoint/write_bandwidth_gbyte_s", "0 is out of range", "(GB/s)"},
      {R"("house_load_share": 0.01)", R"("house_load_share": 1.01)", "/facility/house_load_share", "1.01", "0 to 1"},
      {R"("horizon_years": 10)", R"("horizon_years": 1e-300)", "/finance/horizon_years", "1e-300", "(years)"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("plants on the site that cannot be") {
  const auto plants = [](const std::string& keys) {
    return R"("grid_limit_mw": 1, "on_site": {"technology": "tiny", )" + keys + "}";
  };
  const std::vector<Break> breaks = {
      {grid, plants(R"("solar_mw": 1)"), "/facility/on_site/solar_mw", "nothing is said about sun and wind",
       "/site/renewables"},
      {grid, plants(R"("wind_mw": 1)"), "/facility/on_site/wind_mw", "nothing is said about sun and wind",
       "/site/renewables"},
      {grid, plants(R"("solar_mw": -1)"), "/facility/on_site/solar_mw", "-1 is out of range", "from 0"},
      {grid, plants(R"("battery_mw": 1)"), "/facility/on_site/battery_mwh", "holds no energy", "give both"},
      {grid, plants(R"("battery_mwh": 1)"), "/facility/on_site/battery_mw", "has no power", "give both"},
      {grid, plants(R"("battery_mw": 1, "battery_mwh": 101)"), "/facility/on_site/battery_mwh",
       "more than 100 hours of its power", "mixed up"},
      {grid, plants(R"("solar": 1)"), "/facility/on_site/solar", "unknown key", R"(did you mean "solar_mw"?)"},
      {grid, R"("grid_limit_mw": 1, "on_site": {"solar_mw": 1})", "/facility/on_site/technology", "missing", ""},
      {site, R"("site": {"extends": "tiny", "electricity": {"wholesale_deviation_eur_per_mwh": 10}})",
       "/site/electricity/wholesale_deviation_eur_per_mwh", "nothing is said", "/site/renewables"},
      {site,
       R"("site": {"extends": "tiny", "renewables": {"latitude_deg": 50, "solar_capacity_factor": 0.1, "wind_capacity_factor": 0.7}})",
       "/site/renewables/wind_capacity_factor", "0.7 is out of range", "0.5"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("a text, a choice, a switch or a part of the wrong kind") {
  const std::vector<Break> breaks = {
      {name, R"("name": 5)", "/name", "expected a text, got 5", "double quotes"},
      {name, R"("name": "")", "/name", "expected a text that is not empty", "not empty"},
      {name, R"("name": "  ")", "/name", "expected a text that is not empty", "not empty"},
      {name, R"("name": ["Tiny"])", "/name", "expected a text, got a list", "double quotes"},
      {R"("precision": "bf16")", R"("precision": "bf61")", "/training/precision", R"(unknown value "bf61")",
       R"(did you mean "bf16"? it can be bf16, fp8 or fp4)"},
      {R"("precision": "bf16")", R"("precision": "half")", "/training/precision", R"(unknown value "half")", "bf16"},
      {R"("precision": "bf16")", R"("precision": 16)", "/training/precision", "expected a text, got 16", "bf16"},
      {R"("tensor": 4,)", R"("tensor": 4, "recompute": "ful",)", "/training/plan/recompute", "unknown value",
       R"(did you mean "full"?)"},
      {R"("tensor": 4,)", R"("tensor": 4, "order": "dp-tp",)", "/training/plan/order", "unknown value", "tp-cp-pp-dp"},
      {R"("tensor": 4,)", R"("tensor": 4, "sequence_parallel": "yes",)", "/training/plan/sequence_parallel",
       R"(expected true or false, got "yes")", "no quotes"},
      {R"("tensor": 4,)", R"("tensor": 4, "sequence_parallel": 1,)", "/training/plan/sequence_parallel",
       "expected true or false, got 1", "true or false"},
      {R"("start": "2028-01-01")", R"("start": "2028-13-01")", "/operation/start", "expected a day of the calendar",
       "2028-01-31"},
      {R"("start": "2028-01-01")", R"("start": "2027-02-29")", "/operation/start", "expected a day of the calendar",
       "2028-01-31"},
      {R"("start": "2028-01-01")", R"("start": "1.1.2028")", "/operation/start", "expected a day of the calendar",
       "2028-01-31"},
      {R"("start": "2028-01-01")", R"("start": "")", "/operation/start", "expected a day of the calendar",
       "2028-01-31"},
      {R"("start": "2028-01-01")", R"("start": 2028)", "/operation/start", "expected a text, got 2028", "quotes"},
      {R"("plan": {"tensor": 4, "pipeline": 2, "data": 2})", R"("plan": [4, 2, 2])", "/training/plan",
       "expected an object, got a list", "{ ... }"},
      {R"("plan": {"tensor": 4, "pipeline": 2, "data": 2})", R"("plan": "best")", "/training/plan",
       R"(expected an object, got "best")", "{ ... }"},
      {site, R"("site": 5)", "/site", "expected an object or an id, got 5", "name a site"},
      {site, R"("site": ["tiny"])", "/site", "expected an object or an id, got a list", "name a site"},
      {site, R"("site": {"extends": "tiny", "country": "Finland"})", "/site/country", "two capital letters", "FI"},
      {reliability, R"("reliability": {"extends": "tiny", "causes": {}})", "/operation/reliability/causes",
       "expected a list, got an empty object", "[ ... ]"},
      {reliability, R"("reliability": {"extends": "tiny", "causes": [3]})", "/operation/reliability/causes/0",
       "expected an object, got 3", "{ ... }"},
      {chain, R"("power_chain": {"extends": "tiny", "stages": []})", "/facility/power_chain/stages",
       "expected at least 1 item, got 0", "[ ... ]"},
      {name, R"("name": "Tiny", "provenance": {})", "/provenance", "expected a list, got an empty object", "[ ... ]"},
      {name, R"("name": "Tiny", "provenance": [{"fields": [5], "how": "read"}])", "/provenance/0/fields/0",
       "expected a text, got 5", "quotes"},
      {name, R"("name": "Tiny", "provenance": [{"fields": ["seed"], "how": "read"}])", "/provenance/0/fields/0",
       "is no JSON Pointer", "/key"},
      {name, R"("name": "Tiny", "provenance": [{"fields": ["/sead"], "how": "read"}])", "/provenance/0/fields/0",
       "cites /sead, which is not there", "name a key"},
      {name, R"("name": "Tiny", "provenance": [{"fields": ["/seed"], "how": "guessed"}])", "/provenance/0/how",
       R"(unknown value "guessed")", "read, computed, assumed or scenario"},
      {name, R"("name": "Tiny", "provenance": [{"fields": ["/seed"], "how": "assumed", "low": 8}])", "/provenance/0",
       "does not hold the figure 7", "low and high"},
      {name, R"("name": "Tiny", "provenance": [{"fields": [], "how": "assumed"}])", "/provenance/0/fields",
       "expected at least 1 item", "[ ... ]"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("a key that is unknown, missing, twice there or in the wrong place") {
  const std::vector<Break> breaks = {
      {cooling, R"("coolling": "tiny")", "/facility/coolling", "unknown key", R"(did you mean "cooling"?)"},
      {R"("nodes": 4)", R"("node_count": 4)", "/cluster/node_count", "unknown key", "did you mean"},
      {R"("tensor": 4)", R"("tensro": 4)", "/training/plan/tensro", "unknown key", R"(did you mean "tensor"?)"},
      {nodes, R"("nodes": 4, "tdp_w": 700)", "/cluster/tdp_w", "unknown key", "belongs to /cluster/node/chip"},
      {name, R"("name": "Tiny", "horizon_years": 3)", "/horizon_years", "unknown key", "belongs to /finance"},
      {name, R"("name": "Tiny", "colour": "red")", "/colour", "unknown key", "known here: name, description, seed"},
      {name, R"("name": "Tiny", "// note": "x")", "/~1~1 note", "unknown key", "no comment keys"},
      {name, R"("name": "Tiny", "_note": "x")", "/_note", "unknown key", "no comment keys"},
      {name, R"("name": "Tiny", "": 1)", "/", "unknown key", "known here"},
      {name, R"("name": "Tiny", "a/b~c": 1)", "/a~1b~0c", "unknown key", "known here"},
      {nodes, R"("nodes": 4, "$schema": "x")", "/cluster/$schema", "unknown key", "known here"},
      {nodes, R"("nodes": 4, "extends": "x")", "/cluster/extends", "unknown key", "top of a file"},
      {R"("seed": 7,)", R"("seed": 7, "seed": 8,)", "/seed", "stands twice", "remove one"},
      {R"("nodes": 4,)", R"("nodes": 4, "nodes": 4,)", "/cluster/nodes", "stands twice", "remove one"},
      {R"("data": 2)", R"("data": 2, "tensor": 2)", "/training/plan/tensor", "stands twice", "remove one"},
      {reliability, R"("reliability": {"extends": "tiny", "causes": [{"name": "a", "unit": "job", "unit": "job",
        "per_unit_year": 1, "repair_h": 0}]})",
       "/operation/reliability/causes/0/unit", "stands twice", "remove one"},
      {R"("name": "Tiny",)", "", "/name", R"("name" is missing)", "add it"},
      {R"("site": "tiny",)", "", "/site", R"("site" is missing)", "add it"},
      {R"("nodes": 4,)", "", "/cluster/nodes", R"("nodes" is missing)", "add it"},
      {R"("costs": "tiny",)", "", "/finance/costs", R"("costs" is missing)", "add it"},
      {R"("nodes": 4)", R"("nodes": null)", "/cluster/nodes", "null removes a key", "leave the key out"},
      {R"("read_bandwidth_gbyte_s": 20)", R"("read_bandwith_gbyte_s": 20)",
       "/operation/checkpoint/read_bandwith_gbyte_s", "unknown key", R"(did you mean "read_bandwidth_gbyte_s"?)"},
      {site, R"("site": {"extends": "tiny", "climate": {"dry_bulb_mean": 7}})", "/site/climate/dry_bulb_mean",
       "unknown key", R"(did you mean "dry_bulb_mean_c"?)"},
      {site, R"("site": {"extends": "tiny", "climate": null, "bogus": null})", "/site/bogus", "null removes a key",
       "leave the key out"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("a project whose terms contradict each other") {
  const std::string horizon = R"("horizon_years": 10)";
  const auto project = [](const std::string& programme, const std::string& market, const std::string& construction) {
    return R"("horizon_years": 10, "project": {"programme": {"extends": "tiny")" + programme +
           R"(}, "market": {"extends": "tiny")" + market + R"(}, "construction": {"years": 2)" + construction + "}}";
  };
  const std::string at = "/finance/project";
  const std::vector<Break> breaks = {
      {horizon, project(R"(, "milestones": [{"at_progress": 0, "share": 0.9}])", "", ""), at + "/programme/milestones",
       "add up to 0.9, not to 1", "adjust the shares"},
      {horizon, project(R"(, "draw_order": ["equity", "dept"])", "", ""), at + "/programme/draw_order/1",
       R"(unknown money "dept")", "it can be"},
      {horizon, project(R"(, "draw_order": ["eib", "eib"])", "", ""), at + "/programme/draw_order/1", "stands twice",
       "name each once"},
      {horizon, project(R"(, "eib_loan": {"grace_years": 9})", "", ""), at + "/programme/eib_loan/grace_years",
       "grace_years 9 is above tenor_years 8", "needs time"},
      {R"("equity_share": 0.65},
    "discount_rate": 0.05, "it_life_years": 5, "facility_life_years": 20, "horizon_years": 10)",
       R"("equity_share": 0.25, "eib_share": 0.4}, "discount_rate": 0.05, "it_life_years": 5, "facility_life_years": 20, )" +
           project(R"(, "eib_loan": {"tenor_years": 20, "grace_years": 10})", "", ""),
       at + "/programme/eib_loan/grace_years", "repayment begins 10 years after the start", "shorten the grace"},
      {horizon, project(R"(, "lockup_dscr": 1.5)", "", ""), at + "/programme/lockup_dscr",
       "lockup_dscr 1.5 is above target_dscr 1.4", "mixed up"},
      {horizon, project("", R"(, "tenants": [])", ""), at + "/market/tenants", "expected at least 1 item", "write"},
      {horizon,
       project("", R"(, "tenants": [{"id": "a", "name": "A", "share": 0.6, "price_share": 1},
        {"id": "b", "name": "B", "share": 0.6, "price_share": 1}])",
               ""),
       at + "/market/tenants", "add up to 1.2, more than 1", "lower them"},
      {horizon,
       project("", R"(, "tenants": [{"id": "a", "name": "A", "share": 0.5, "price_share": 1},
        {"id": "a", "name": "B", "share": 0.5, "price_share": 1}])",
               ""),
       at + "/market/tenants/1/id", R"(another tenant is called "a")", "id of its own"},
      {horizon, project("", "", R"(, "halls": 0)"), at + "/construction/halls", "0 is out of range", "1"},
      {horizon, project("", "", R"(, "halls": 11, "hall_interval_years": 1)"), at + "/construction/hall_interval_years",
       "the last hall opens 10 years after the first", "sooner"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("a reference that leads nowhere") {
  const std::vector<Break> breaks = {
      {site, R"("site": "tinny")", "/site", R"(no site "tinny" in the catalogue)", R"(did you mean "tiny"?)"},
      {node, R"("node": "dgx-h100")", "/cluster/node", R"(no node "dgx-h100")", "the catalogue has tiny"},
      {site, R"("site": "../sites/tiny")", "/site", "is no id", "letters, digits"},
      {site, R"("site": "sites/tiny")", "/site", "is no id", "letters, digits"},
      {site, R"("site": "..")", "/site", "is no id", "letters, digits"},
      {site, R"("site": "")", "/site", "is no id", "letters, digits"},
      {site, R"("site": "tiny\u0000")", "/site", "is no id", "letters, digits"},
      {site, R"("site": {"extends": "tinny"})", "/site/extends", R"(no site "tinny")", R"(did you mean "tiny"?)"},
      {site, R"("site": {"extends": 3})", "/site/extends", "expected an id, got 3", "name a site"},
      {node, R"("node": {"extends": "tiny", "chip": "h100"})", "/cluster/node/chip", R"(no chip "h100")", "tiny"},
      {node, R"("node": {"extends": "tiny", "chip": {"extends": "tiny", "tdp_kw": 1}})", "/cluster/node/chip/tdp_kw",
       "unknown key", R"(did you mean "tdp_w"?)"},
      {name, R"("name": "Tiny", "extends": "absent.json")", "/extends", "no such file", "relative to this file"},
      {name, R"("name": "Tiny", "extends": 5)", "/extends", "expected the path of a file, got 5", "relative"},
      {name, R"("name": "Tiny", "extends": "scenario.json")", "/extends", "extend each other in a circle",
       "remove one"},
  };
  for (const Break& b : breaks) expect(b);
}

TEST_CASE("parts that do not fit together") {
  const std::vector<Break> breaks = {
      {plan, R"("tensor": 3, "pipeline": 2, "data": 2)", "/training/plan/tensor", "", ""},
      {plan, R"("tensor": 4, "pipeline": 2, "data": 4)", "/training/plan", "", ""},
      {plan, R"("tensor": 1, "pipeline": 16, "data": 1)", "/training/plan/pipeline", "", ""},
      {R"("global_batch": 32)", R"("global_batch": 33)", "/training/global_batch", "33", ""},
      {R"("equity_share": 0.65)", R"("equity_share": 0.6)", "/finance/funding", "add up to 0.95, not to 1", "adjust"},
      // 4 nodes of 800 W + 4 · (0.9 · 400 W + 20 W) = 2,320 W, 5 % auxiliary: 9.7 kW before losses
      {grid, R"("grid_limit_mw": 0.009)", "/facility/grid_limit_mw", "gives 0.009 MW", "fewer nodes"},
      {cooling, R"("cooling": {"extends": "tiny", "supply_temperature_c": 45})",
       "/facility/cooling/supply_temperature_c", "supplies 45 °C, but the nodes accept at most 40 °C", "cooler plant"},
      {site, R"("site": {"extends": "tiny", "climate": {"dry_bulb_summer_c": 30}})", "/site/climate/dry_bulb_summer_c",
       "dry_bulb_summer_c 30 is above dry_bulb_p996_c 27", "mixed up"},
      {site, R"("site": {"extends": "tiny", "climate": {"wet_bulb_mean_c": 8}})", "/site/climate/wet_bulb_mean_c",
       "wet_bulb_mean_c 8 is above dry_bulb_mean_c 6", "mixed up"},
      {site, R"("site": {"extends": "tiny", "grid_wait_years": -1})", "/site/grid_wait_years", "-1 is out of range",
       "(years)"},
      {node, R"("node": {"extends": "tiny", "chip": {"idle_w": 500}})", "/cluster/node/chip/idle_w", "idle_w 500", ""},
      {node, R"("node": {"extends": "tiny", "host_idle_w": 900})", "/cluster/node/host_idle_w", "host_idle_w 900", ""},
      {node, R"("node": {"extends": "tiny", "nics": {"bandwidth_gbit_s": 0}})", "/cluster/node/nics/bandwidth_gbit_s",
       "0 is out of range", "(Gbit/s)"},
      {node, R"("node": {"extends": "tiny", "nics": {"per_node": 3}})", "/cluster/node/nics/per_node", "3 NICs", ""},
      {node, R"("node": {"extends": "tiny", "scale_up": {"domain_chips": 6}})", "/cluster/node/scale_up/domain_chips",
       "6 chips", "multiple of 4"},
      {fabric, R"("fabric": {"extends": "tiny", "tiers": 4})", "/cluster/fabric/tiers", "4 is out of range", "2 to 3"},
      {fabric, R"("fabric": {"extends": "tiny", "leaf_oversubscription": 0.5})",
       "/cluster/fabric/leaf_oversubscription", "0.5 is out of range", "from 1"},
      {fabric, R"("fabric": {"extends": "tiny", "switch": {"port_bandwidth_gbit_s": 0}})",
       "/cluster/fabric/switch/port_bandwidth_gbit_s", "0 is out of range", "(Gbit/s)"},
      {model, R"("model": {"extends": "tiny", "kv_heads": 5})", "/training/model/kv_heads", "5 key-value heads",
       "divisor"},
      {model, R"("model": {"extends": "tiny", "heads": 12, "kv_heads": 12})", "/training/model/heads", "12 heads", ""},
      {model, R"("model": {"extends": "tiny", "ffn": 0})", "/training/model/ffn", "0 is no width", "width"},
      {model, R"("model": {"extends": "tiny", "experts": {"count": 4, "active": 8, "ffn": 100}})",
       "/training/model/experts/active", "passes 8 experts, but a layer has 4", "at most"},
      {model, R"("model": {"extends": "tiny", "hidden": 65536, "layers": 200})", "/training", "GiB", ""},
      // 14 bytes a parameter: some 3 GB at 0.01 GB/s take minutes
      {R"("write_bandwidth_gbyte_s": 10)", R"("interval_s": 60, "write_bandwidth_gbyte_s": 0.01)",
       "/operation/checkpoint/interval_s", "as long as the interval of 60 s or longer", "raise the interval"},
  };
  for (const Break& b : breaks) {
    const LoadedScenario loaded = tiny::load(tiny::replaced(tiny::scenario(), b.from, b.to));
    INFO(std::string(b.from), " -> ", std::string(b.to), "\n", tiny::text_of(loaded.issues));
    CHECK_FALSE(loaded.scenario.has_value());
    CHECK(std::ranges::any_of(loaded.issues, [&](const Issue& i) {
      return i.severity == Severity::error && i.pointer.starts_with(b.pointer) &&
             i.message.find(b.message) != std::string::npos && i.remedy.find(b.remedy) != std::string::npos;
    }));
  }
}

TEST_CASE("plant that costs more than the whole site is told, and read") {
  const auto warned = [](const std::string& power_chain) {
    const std::string costs =
        R"("costs": {"extends": "tiny", "cooling_eur_per_kw": 3000, "power_chain_eur_per_kw": )" + power_chain + "}";
    const LoadedScenario loaded = tiny::load(tiny::replaced(tiny::scenario(), R"("costs": "tiny")", costs));
    CHECK(loaded.scenario.has_value());
    return std::ranges::any_of(loaded.issues, [](const Issue& i) {
      return i.severity == Severity::warning && i.pointer == "/site/build_cost_eur_per_mw" &&
             i.message.find("10001000 EUR/MW") != std::string::npos;
    });
  };
  CHECK(warned("7001"));  // and 3,000 EUR/kW are 10.001 million EUR/MW, of 10 that the site says
  CHECK_FALSE(warned("6999"));
}

TEST_CASE("all findings come at once") {
  auto text = tiny::scenario();
  text = tiny::replaced(text, cooling, R"("coolling": "tiny")");
  text = tiny::replaced(text, nodes, R"("nodes": -4)");
  text = tiny::replaced(text, R"("site": "tiny")", R"("site": "tinny")");
  text = tiny::replaced(text, R"("years": 1)", R"("years": "one", "years": 1e9)");
  const LoadedScenario loaded = tiny::load(text);
  CHECK_MESSAGE(loaded.issues.size() == 5, tiny::text_of(loaded.issues));
}

TEST_CASE("the message names file, pointer, value and remedy in one line") {
  const tiny::Folder folder;
  const auto file = folder.write("fi.json", tiny::replaced(tiny::scenario(), cooling, R"("coolling": "tiny")"));
  const LoadedScenario loaded = load_scenario(file, {}, tiny::catalogue(folder));
  REQUIRE(loaded.issues.size() == 1);  // and not "cooling is missing" on top
  CHECK(to_string(loaded.issues[0]) ==
        "error: " + file.string() + ": /facility/coolling: unknown key; did you mean \"cooling\"?");
}
