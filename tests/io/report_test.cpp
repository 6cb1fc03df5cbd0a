// Are the reports whole, exact and free of NaN?
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "io/report_writer.hpp"

using namespace gigaplan;
using namespace gigaplan::io;
using Json = nlohmann::json;

namespace {

Report sample() {
  Report r;
  r.scenario_name = "Tiny";
  r.scenario_sha256 = std::string(64, 'a');
  r.seed = 7;
  r.step.time = unit::second * 2;
  r.step.compute = unit::second * 1.5;
  r.step.throughput = unit::token_per_second * 32768;
  r.step.model_rate_per_chip = unit::teraflop_per_second * 40;
  r.step.mfu = 0.1 + 0.2;  // 0.30000000000000004: has to survive
  r.step.workload.memory.weights = unit::gibibyte * 3;
  r.step.workload.memory.optimizer = unit::gibibyte * 4;
  r.fabric.chips = 16;
  r.fabric.endpoints = 16;
  r.fabric.bill.switches = {{"leaf", 8}, {"spine", 4}};
  r.fabric.bill.lines.push_back({.name = "leaf switch", .count = 8, .price = unit::euro * 72000, .power = {}});
  r.operation.years = 1;
  r.operation.goodput = 0.95;
  r.operation.timeline.assign(8760, Hour{.it = unit::megawatt * 2, .facility = unit::megawatt * 2.5});
  r.energy.it = unit::megawatt_hour * 17520;        // 2 MW · 8,760 h
  r.energy.facility = unit::megawatt_hour * 21900;  // 2.5 MW · 8,760 h
  r.energy.pue = 1.25;
  r.energy.co2 = unit::tonne * 876;  // 40 g/kWh · 21.9 GWh
  r.finance.capex_total = unit::euro * 1e6;
  r.finance.lifetime_cost = unit::euro * 2e6;
  r.finance.capex.push_back({.name = "chips", .amount = unit::euro * 160000, .basis = "16 at 10,000 EUR"});
  r.assumptions.push_back(
      {.pointer = "/seed", .value = 7, .how = How::defaulted, .source = "1", .low = 0.5, .high = {}});
  return r;
}

}  // namespace

TEST_CASE("report.json has every promised name, with values in the units of the names") {
  const Json j = Json::parse(
      report_json(sample(), {.gigaplan = "0.1.0", .simgrid = "3.32", .model_settings = {{"network/model", "CM02"}}}));
  for (const char* pointer : {"/schema",
                              "/scenario/name",
                              "/scenario/sha256",
                              "/scenario/seed",
                              "/step/time_s",
                              "/step/compute_s",
                              "/step/exposed_communication_s",
                              "/step/bubble_s",
                              "/step/tokens_per_s",
                              "/step/model_tflops_per_chip",
                              "/step/mfu",
                              "/step/hfu",
                              "/step/memory_gib_per_chip",
                              "/fabric/chips",
                              "/fabric/endpoints",
                              "/fabric/switches",
                              "/fabric/cables",
                              "/fabric/messages",
                              "/fabric/flows",
                              "/fabric/flow_cells",
                              "/fabric/link_cells",
                              "/operation/years",
                              "/operation/goodput",
                              "/operation/interruptions",
                              "/operation/tokens_trained",
                              "/operation/chip_availability",
                              "/energy/it_mwh_per_year",
                              "/energy/facility_mwh_per_year",
                              "/energy/peak_facility_mw",
                              "/energy/pue",
                              "/energy/co2_t_per_year",
                              "/finance/capex_eur",
                              "/finance/opex_eur_per_year",
                              "/finance/lifetime_cost_eur",
                              "/finance/tokens_per_eur",
                              "/finance/model_pflop_per_eur",
                              "/finance/kwh_per_eur",
                              "/finance/tokens_per_public_eur",
                              "/assumptions/0/pointer",
                              "/assumptions/0/value",
                              "/assumptions/0/source",
                              "/assumptions/0/how"}) {
    CHECK_MESSAGE(j.contains(Json::json_pointer(pointer)), pointer);
  }
  CHECK(j["schema"] == "gigaplan/report/1");
  CHECK(j["versions"]["simgrid"] == "3.32");
  CHECK(j["model_settings"]["network/model"] == "CM02");
  CHECK(j["step"]["time_s"] == 2);
  CHECK(j["step"]["model_tflops_per_chip"] == doctest::Approx(40));
  CHECK(j["step"]["memory_gib_per_chip"] == 7);  // 3 + 4
  CHECK(j["step"]["mfu"].get<double>() == 0.1 + 0.2);
  CHECK(j["fabric"]["switches"] == 12);  // 8 + 4
  CHECK(j["energy"]["it_mwh_per_year"] == doctest::Approx(17520));
  CHECK(j["energy"]["co2_t_per_year"] == doctest::Approx(876));
  CHECK(j["finance"]["capex"][0]["basis"] == "16 at 10,000 EUR");
  CHECK(j["assumptions"][0]["how"] == "default");
  CHECK(j["assumptions"][0]["low"] == 0.5);
  CHECK_FALSE(j["assumptions"][0].contains("high"));
}

TEST_CASE("what does not apply is null and says why; NaN and infinity never appear") {
  Report r = sample();
  r.step.hfu = std::numeric_limits<double>::quiet_NaN();
  r.finance.tokens_per_eur = std::numeric_limits<double>::infinity();
  r.operation.years = 0;
  const Json j = Json::parse(report_json(r));  // throws where a number is none
  CHECK(j["step"]["hfu"].is_null());
  CHECK(j["step"]["hfu_why"] == "the result is not a finite number");
  CHECK(j["finance"]["tokens_per_eur"].is_null());
  CHECK(j["finance"]["tokens_per_public_eur"].is_null());
  CHECK(j["finance"]["tokens_per_public_eur_why"] == "no public money is in the funding");
  CHECK(j["operation"]["goodput"].is_null());
  CHECK(j["operation"]["interruptions"].is_null());
  CHECK(j["operation"]["interruptions_why"] == "no operation was simulated");
}

TEST_CASE("the interval of a step's time goes with it, that of its rate against it") {
  Report r = sample();  // 2 s, 32,768 tokens/s
  r.step.confidence =
      StepConfidence{.low = 0.8, .high = 1.25, .rows = 116, .series = 31, .basis = "b", .outside = {"o"}};
  const Json step = Json::parse(report_json(r))["step"];
  CHECK(step["time_s_interval_90"] == Json::parse("[1.6, 2.5]"));
  CHECK(step["tokens_per_s_interval_90"][0].get<double>() == doctest::Approx(26214.4));  // 32,768 / 1.25
  CHECK(step["tokens_per_s_interval_90"][1].get<double>() == doctest::Approx(40960));    // 32,768 / 0.8
  CHECK(step["confidence"] == Json::parse(R"({"basis": "b", "rows": 116, "series": 31, "outside": ["o"]})"));
  const Json unknown = Json::parse(report_json(sample()))["step"];
  CHECK(unknown["time_s_interval_90"].is_null());
  CHECK(unknown["time_s_interval_90_why"].get<std::string>().find("residuals.json") != std::string::npos);
  CHECK_FALSE(unknown.contains("confidence"));
}

TEST_CASE("no null in a report lacks its reason") {
  const Json flat = Json::parse(report_json(Report{})).flatten();
  for (const auto& [pointer, value] : flat.items()) {
    if (value.is_null() && !pointer.ends_with("_by_cause") && pointer.find("/assumptions") == std::string::npos) {
      const bool empty_container = !flat.contains(pointer + "_why");
      // flatten() writes empty objects and lists as null
      CHECK_MESSAGE((!empty_container || Json::parse(report_json(Report{})).at(Json::json_pointer(pointer)).empty()),
                    pointer);
    }
  }
}

TEST_CASE("the same report gives the same bytes, and step_json the same step") {
  CHECK(report_json(sample()) == report_json(sample()));
  const Json whole = Json::parse(report_json(sample()));
  const Json step = Json::parse(step_json(sample().step, sample().fabric));
  CHECK(step.size() == 2);
  CHECK(step["step"] == whole["step"]);
  CHECK(step["fabric"] == whole["fabric"]);
}

TEST_CASE("text that is not UTF-8 does not break the report") {
  Report r = sample();
  r.finance.capex[0].basis = "K\xF6ln";
  CHECK(Json::parse(report_json(r))["finance"]["capex"][0]["basis"] == "K\xEF\xBF\xBDln");
}

TEST_CASE("timeseries.csv has one row an hour, leaves out 29 February and ends where the years end") {
  Report r = sample();
  r.operation.timeline[1].price = MoneyPerEnergy(std::numeric_limits<double>::quiet_NaN());
  std::istringstream lines(timeseries_csv(r, "2028-01-01"));  // a leap year
  std::string line;
  std::getline(lines, line);
  CHECK(line ==
        "time_utc,dry_bulb_c,wet_bulb_c,it_mw,facility_mw,power_chain_mw,cooling_mw,house_mw,"
        "solar_mw,wind_mw,own_used_mw,curtailed_mw,battery_mw,stored_mwh,grid_mw,price_eur_per_mwh,cost_eur,co2_kg,"
        "training_share,"
        "interruptions");
  std::vector<std::string> rows;
  while (std::getline(lines, line)) rows.push_back(line);
  REQUIRE(rows.size() == 8760);
  CHECK(rows[0] == "2028-01-01T00:00Z,0,0,2,2.5,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0");
  CHECK(rows[1] == "2028-01-01T01:00Z,0,0,2,2.5,0,0,0,0,0,0,0,0,0,0,,0,0,0,0");
  CHECK(rows[59 * 24].starts_with("2028-03-01T00:00Z"));  // 31 + 28 days
  CHECK(rows[8759].starts_with("2028-12-31T23:00Z"));     // 365 days: the year ends with its last hour
  CHECK_THROWS((void)timeseries_csv(r, "2028-02-30"));
  CHECK_THROWS((void)timeseries_csv(r, "today"));
}
