// Does a programme weigh what a proposal's scenario and report say?
#include "programme/candidate.hpp"

#include <doctest/doctest.h>

#include "temporary.hpp"

using namespace gigaplan;
using namespace gigaplan::programme;

namespace {

Scenario scenario() {
  Scenario s;
  s.name = "A proposal";
  s.site.id = "fi-01";
  s.site.country = "FI";
  s.cluster.nodes = 100;
  s.cluster.node.chips_per_node = 8;
  s.finance.funding = {.eu_share = 0.2, .member_state_share = 0.1, .equity_share = 0.65, .cohesion_share = 0.05};
  s.finance.horizon_years = 5;
  return s;
}

Report report() {
  Report r;
  r.finance.capex_total = 1000 * unit::euro;
  r.energy.co2 = 7 * unit::tonne;
  r.energy.facility = 90 * unit::megawatt_hour;
  r.energy.design_peak = 12 * unit::megawatt;
  return r;
}

}  // namespace

TEST_CASE("money asked is the funding's shares of the capex; the least is all of it, if nothing else is known") {
  const auto c = candidate_of("a", scenario(), report(), nullptr);
  CHECK(c.asked_eur[0] == doctest::Approx(200));
  CHECK(c.asked_eur[1] == doctest::Approx(100));
  CHECK(c.asked_eur[2] == doctest::Approx(50));
  CHECK(c.least_eur == doctest::Approx(350));
  CHECK(c.capex_eur == doctest::Approx(1000));
  CHECK(c.chips == 800);
  CHECK(c.carbon_t == doctest::Approx(7));
  CHECK(c.energy_mwh == doctest::Approx(90));
  CHECK(c.grid_mw == doctest::Approx(12));
  CHECK(c.sme_chip_hours == 0);
  CHECK(c.id == "a");
  CHECK(c.name == "A proposal");
  CHECK(c.site == "fi-01");
  CHECK(c.country == "FI");
  CHECK(c.region == "FI");
}

TEST_CASE("a project's funding gap is the least, its programme caps the EU's part, its tenants have hours") {
  auto s = scenario();
  s.finance.project.emplace();
  s.finance.project->programme.eu_grant_cap = 0.17;
  s.facility.grid_limit = 20 * unit::megawatt;
  auto r = report();
  r.investment.emplace();
  r.investment->indicators.funding_gap = 150 * unit::euro;
  r.investment->tenants = {{.id = "sme", .sme = true, .chip_hours = 1000}, {.id = "other", .chip_hours = 5000}};
  auto c = candidate_of("a", s, r, nullptr);
  CHECK(c.asked_eur[0] == doctest::Approx(170));
  CHECK(c.least_eur == doctest::Approx(150));
  CHECK(c.sme_chip_hours == doctest::Approx(200));
  CHECK(c.grid_mw == doctest::Approx(20));
  r.investment->indicators.funding_gap = 500 * unit::euro;
  CHECK(candidate_of("a", s, r, nullptr).least_eur == doctest::Approx(320));
}

TEST_CASE("what the programme knows goes before what the scenario says") {
  const Fact fact{.site = "harbour", .region = "north", .least_public_share = 0.5};
  const auto c = candidate_of("a", scenario(), report(), &fact);
  CHECK(c.site == "harbour");
  CHECK(c.region == "north");
  CHECK(c.least_eur == doctest::Approx(175));
}

TEST_CASE("what can be added up can be maximised") {
  for (const char* good : {"/operation/model_pflop", "/operation/tokens_trained", "/step/tokens_per_s",
                           "/investment/indicators/public_npv_eur", "/energy/it_mwh_per_year"}) {
    CHECK_MESSAGE(why_no_aim(good).empty(), good);
  }
  for (const char* bad : {"/finance/tokens_per_public_eur", "/step/mfu", "/operation/goodput", "/finance/capex_eur",
                          "/energy/co2_t_per_year", "/investment/indicators/equity_irr"}) {
    CHECK_MESSAGE(!why_no_aim(bad).empty(), bad);
  }
}

TEST_CASE("facts are read, and every fault in them is told with its place") {
  const temporary::Folder folder;
  const auto file = folder.write("facts.json", R"({"format": "gigaplan-proposals/1", "proposals": [
    {"id": "a", "site": "s", "grid_region": "r", "least_public_share": 0.8}, {"id": "b"}]})");
  const auto facts = read_facts(file);
  CHECK(facts.issues.empty());
  CHECK(facts.by_id.at("a") == Fact{.site = "s", .region = "r", .least_public_share = 0.8});
  CHECK(facts.by_id.at("b") == Fact{});
  (void)folder.write("facts.json", R"({"format": "gigaplan-proposals/1", "proposals": [
    {"id": "a", "least_public_share": 1.5}, {"site": "b"}, {"id": "c"}, {"id": "c"}]})");
  const auto issues = read_facts(file).issues;
  REQUIRE(issues.size() == 3);
  CHECK(issues[0].pointer == "/proposals/0/least_public_share");
  CHECK(issues[1].pointer == "/proposals/1");
  CHECK(issues[2].pointer == "/proposals/3/id");
  (void)folder.write("facts.json", R"({"format": "gigaplan-proposals/2", "proposals": []})");
  CHECK(has_errors(read_facts(file).issues));
}
