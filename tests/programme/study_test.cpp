// Does a study hold together, and do its files say what it found?
#include "programme/study.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "programme/outputs.hpp"

using namespace gigaplan;
using namespace gigaplan::programme;
using Json = nlohmann::json;

namespace {

portfolio::Candidate candidate(const std::string& id, const std::string& country, double eu_eur) {
  return {.id = id,
          .name = "Proposal " + id,
          .site = id,
          .country = country,
          .region = country,
          .asked_eur = {eu_eur, 0, 0},
          .least_eur = eu_eur,
          .chips = 25000};
}

portfolio::Problem problem() {
  portfolio::Problem p;
  p.candidates = {candidate("a", "AT", 4e8), candidate("b", "BE", 3e8), candidate("c, \"quoted\"", "AT", 2e8)};
  p.limits.max_sites = 2;
  p.limits.eu_eur = 6e8;
  return p;
}

Valued valued() {
  Valued v;
  v.central = {5, 4, 2};
  v.futures = {{5, 5, 0}, {4, 4, 4}, {2, 2, 9}};
  return v;
}

Asked asked() {
  return {.by = "/operation/model_pflop", .futures = 3, .alternatives = 2};
}

}  // namespace

TEST_CASE("choice, alternatives, regret and wider limits are of one problem") {
  const auto s = study(problem(), valued(), asked());
  REQUIRE(s.solved());
  CHECK(s.sets.size() == 3);
  CHECK(s.sets.front().chosen == portfolio::Chosen{1, 2});  // means 3.33, 4, 4.33
  CHECK(s.robustness.sets.front().wins == 1);
  CHECK(s.robustness.sets.front().regret.worst == 1);  // a + c = 7 against 6
  CHECK(s.robustness.chosen_share[2] == 1);
  REQUIRE(s.robust.has_value());
  CHECK(s.robust->chosen == s.sets.front().chosen);
  CHECK(s.wider.size() == 2);
}

TEST_CASE("the document is what the study found, and the same twice") {
  const auto s = study(problem(), valued(), asked());
  const auto text = study_json(s, asked(), {.gigaplan = "1", .simgrid = "2", .model_settings = {}});
  CHECK(text == study_json(study(problem(), valued(), asked()), asked(),
                           {.gigaplan = "1", .simgrid = "2", .model_settings = {}}));
  const Json all = Json::parse(text);
  CHECK(all["schema"] == "gigaplan/portfolio/1");
  CHECK(all["status"] == "optimal");
  CHECK(all["choice"]["proposals"] == Json{"b", "c, \"quoted\""});
  CHECK(all["choice"]["public_money"]["eu_eur"] == 5e8);
  CHECK(all["choice"]["grants"][0]["total_eur"] == 3e8);
  CHECK(all["alternatives"].size() == 2);
  CHECK(all["alternatives"][0]["without"] == Json{"b"});
  CHECK(all["alternatives"][0]["instead"] == Json{"a"});
  CHECK(all["limits"]["eu_eur"] == 6e8);
  CHECK(all["limits"]["carbon_t_per_year"].is_null());
  CHECK(all["proposals"][0]["chosen"] == false);
  CHECK(all["proposals"][2]["mean"].get<double>() == doctest::Approx(13.0 / 3));
  CHECK(all["proposals"][2]["chosen_in_share_of_futures"] == 1.0);
}

TEST_CASE("a row a proposal, quoted where it has to be") {
  const auto csv = study_csv(study(problem(), valued(), asked()));
  CHECK(std::ranges::count(csv, '\n') == 4);
  CHECK(csv.find("\"c, \"\"quoted\"\"\"") != std::string::npos);
  CHECK(csv.find(
            "\nb,Proposal "
            "b,b,BE,BE,25000,0,300000000,0,0,300000000,0,0,0,0,4,4,1,300000000,0,0,0.3333333333333333,0,0,0,0,,\n") !=
        std::string::npos);
}

TEST_CASE("without futures the centre decides, and nothing is said of regret") {
  Valued v = valued();
  v.futures.assign(3, {});
  Asked plain = asked();
  plain.futures = 0;
  const auto s = study(problem(), v, plain);
  CHECK(s.sets.front().chosen == portfolio::Chosen{0, 2});
  const Json all = Json::parse(study_json(s, plain, {}));
  CHECK(all["value"] == "central");
  CHECK(all["regret"]["least_regret"].is_null());
  CHECK(all["proposals"][0]["mean"].is_null());
}

TEST_CASE("no set: the document says which limits conflict") {
  auto p = problem();
  p.limits.min_sites = 2;
  p.limits.min_countries = 2;
  p.limits.eu_eur = 3e8;
  const auto s = study(p, valued(), asked());
  CHECK_FALSE(s.solved());
  const Json all = Json::parse(study_json(s, asked(), {}));
  CHECK(all["status"] == "infeasible");
  CHECK(all["conflict"]["either"] == Json{"eu_eur"});
  CHECK_FALSE(all.contains("choice"));
  CHECK(study_csv(s).find(",0,0,0,0,,0,0,0,0,,\n") != std::string::npos);
}
