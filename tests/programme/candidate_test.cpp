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

TEST_CASE("a project asks for the grants of its investment, which know cap, land, design, inflation and funding gap") {
  auto s = scenario();
  s.finance.project.emplace();
  s.finance.project->programme.eu_grant_cap = 0.17;
  s.finance.project->programme.guarantee = Guarantee{.covered_share = 0.5, .first_loss_share = 0.2};
  s.facility.grid_limit = 20 * unit::megawatt;
  auto r = report();
  r.investment.emplace();
  auto& plan = r.investment->plan;
  plan.eu_grant = 190 * unit::euro;  // of a nominal capex that is above /finance's 1,000
  plan.member_state_grant = 110 * unit::euro;
  plan.cohesion_grant = 55 * unit::euro;
  plan.loans = {100 * unit::euro, 300 * unit::euro};
  r.investment->uses = {{"capex", 1120 * unit::euro}, {"interest and fees until operation", 30 * unit::euro}};
  r.investment->indicators.funding_gap = 150 * unit::euro;  // a present value: no limit of these face values
  r.investment->indicators.guarantee_called = 7 * unit::euro;
  r.investment->indicators.minimum_dscr = 0.8;
  r.investment->indicators.equity_irr = -1;
  r.investment->tenants = {{.id = "sme", .sme = true, .chip_hours = 1000}, {.id = "other", .chip_hours = 5000}};
  const auto c = candidate_of("a", s, r, nullptr);
  CHECK(c.asked_eur[0] == doctest::Approx(190));
  CHECK(c.asked_eur[1] == doctest::Approx(110));
  CHECK(c.asked_eur[2] == doctest::Approx(55));
  CHECK(c.least_eur == doctest::Approx(355));
  CHECK(c.investment_eur == doctest::Approx(1150));
  CHECK(c.capex_eur == doctest::Approx(1000));
  CHECK(c.eib_loan_eur == doctest::Approx(100));
  CHECK(c.guarantee_cover_eur == doctest::Approx(80));  // 20 % of 400
  CHECK(c.guarantee_calls_eur == doctest::Approx(7));
  CHECK(c.public_eur() == doctest::Approx(362));
  CHECK(c.sme_chip_hours == doctest::Approx(200));
  CHECK(c.grid_mw == doctest::Approx(20));
  REQUIRE(c.viability.has_value());
  CHECK(c.viability->minimum_dscr == 0.8);
  CHECK(c.viability->equity_irr == -1.0);
  const Fact fact{.site = "", .region = "", .least_public_share = 0.8};
  CHECK(candidate_of("a", s, r, &fact).least_eur == doctest::Approx(284));
}

TEST_CASE("what a report says of money is what its figures in report.json say") {
  std::vector<std::optional<double>> values = {1000, 7,   90,  12,   1000, 190,          110,
                                               55,   100, 300, 1150, 7,    std::nullopt, -0.5};
  REQUIRE(values.size() == outcome_pointers().size());
  const auto outcome = outcome_of(values);
  REQUIRE(outcome.has_value());
  REQUIRE(outcome->financing.has_value());
  CHECK(outcome->financing->grants_eur == portfolio::Money3{190, 110, 55});
  CHECK(outcome->financing->uses_eur == 1150);
  CHECK_FALSE(outcome->financing->viability.minimum_dscr.has_value());
  CHECK(outcome->financing->viability.equity_irr == -0.5);
  values[5].reset();  // without a project
  CHECK_FALSE(outcome_of(values)->financing.has_value());
  values[0].reset();
  CHECK_FALSE(outcome_of(values).has_value());
}

TEST_CASE("a guarantor is expected to pay what he pays in the mean of the futures") {
  const auto future = [](double called, double dscr, double carbon) {
    Outcome o{.capex_eur = 1, .carbon_t = carbon, .energy_mwh = 10, .financing = Financing{}};
    o.financing->guarantee_called_eur = called;
    o.financing->viability = {.minimum_dscr = dscr, .equity_irr = 0.1};
    return o;
  };
  const std::vector<Outcome> futures = {future(0, 1.5, 1), future(60, -0.5, 2), future(30, 0.5, 3)};
  portfolio::Candidate c{.guarantee_calls_eur = 5};
  add_futures(c, futures, portfolio::Aim::mean);
  CHECK(c.guarantee_calls_eur == doctest::Approx(30));
  CHECK(c.carbon_in_t == std::vector<double>{1, 2, 3});
  CHECK(over_futures(c, &portfolio::Viability::minimum_dscr)->median == doctest::Approx(0.5));
  portfolio::Candidate as_it_stands{.guarantee_calls_eur = 5};
  add_futures(as_it_stands, futures, portfolio::Aim::central);
  CHECK(as_it_stands.guarantee_calls_eur == 5);
  portfolio::Candidate unknown{.guarantee_calls_eur = 5};
  add_futures(unknown, {}, portfolio::Aim::mean);
  CHECK(unknown.guarantee_calls_eur == 5);
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
