// Is it said which limits stand in each other's way?
#include "portfolio/conflict.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "portfolio/brute.hpp"
#include "portfolio/random_problem.hpp"

using namespace gigaplan::portfolio;

namespace {

using Names = std::vector<std::string>;

Candidate in_country(const std::string& id, const std::string& country, double least_eur) {
  return {.id = id,
          .site = id,
          .country = country,
          .region = country,
          .asked_eur = {least_eur, 0, 0},
          .least_eur = least_eur,
          .chips = 1000,
          .value = 1};
}

}  // namespace

TEST_CASE("each of two limits that conflict is named, and no other") {
  Problem p;
  p.candidates = {in_country("a", "AT", 4e8), in_country("b", "BE", 5e8), in_country("c", "BE", 6e8)};
  p.limits.eu_eur = 8e8;
  p.limits.min_sites = 2;
  p.limits.max_per_country = 2;
  const auto conflict = explain(p);
  CHECK(conflict.either == Names{"eu_eur", "min_sites"});
  CHECK(conflict.together == Names{"eu_eur", "min_sites"});
}

TEST_CASE("two conflicts at once: no single limit helps, and one of the conflicts is shown") {
  Problem p;
  p.candidates = {in_country("a", "AT", 4e8), in_country("b", "AT", 5e8)};
  p.limits.min_countries = 2;  // there is one
  p.limits.must = {"a"};
  p.limits.chips = 2000;  // a has 1,000
  const auto conflict = explain(p);
  CHECK(conflict.either.empty());
  CHECK(conflict.together == Names{"chips", "must/a"});  // min_countries was left out first
}

TEST_CASE("two that must be there compete for one site") {
  Problem p;
  p.candidates = {in_country("a", "AT", 4e8), in_country("b", "BE", 5e8)};
  p.candidates[1].site = "a";
  p.limits.must = {"a", "b"};
  CHECK(explain(p).either == Names{"must/a", "must/b"});
}

TEST_CASE("random conflicts are what leaving out limits shows") {
  int seen = 0;
  for (std::uint64_t seed = 0; seed < 80; ++seed) {
    const auto p = random_problem(seed, 6, 0);
    if (!brute::sets(p).empty()) {
      continue;
    }
    CAPTURE(seed);
    ++seen;
    Names either;
    for (const auto& limit : named_limits(p.limits)) {
      if (!brute::sets({p.candidates, limit.without, p.aim}).empty()) {
        either.push_back(limit.name);
      }
    }
    const auto conflict = explain(p);
    CHECK(conflict.either == either);
    CHECK_FALSE(conflict.together.empty());
    for (const std::string& name : either) {  // what helps alone is part of every conflict
      CHECK(std::ranges::count(conflict.together, name) == 1);
    }
  }
  CHECK(seen > 10);
}

TEST_CASE("every limit has its name, and only those that are set are named") {
  CHECK(named_limits({}).empty());
  const Limits all{.public_eur = 1,
                   .eu_eur = 1,
                   .cohesion_eur = 1,
                   .member_state_eur = {{"FR", 1}},
                   .guarantee_eur = 1,
                   .eib_eur = 1,
                   .min_sites = 1,
                   .max_sites = 1,
                   .max_per_country = 1,
                   .max_per_region = 1,
                   .min_countries = 1,
                   .region_mw = 1,
                   .carbon_t = 1,
                   .carbon_g_per_kwh = 1,
                   .sme_chip_hours = 1,
                   .chips = 1,
                   .min_dscr = 1,
                   .min_equity_irr = 0.1,
                   .must = {"a"},
                   .must_not = {"b"}};
  Names names;
  for (const auto& limit : named_limits(all)) {
    names.push_back(limit.name);
    CHECK(named_limits(limit.without).size() == 19);
  }
  CHECK(names == Names{"public_eur",    "eu_eur",           "cohesion_eur",
                       "guarantee_eur", "eib_eur",          "member_state_eur/FR",
                       "min_sites",     "max_sites",        "max_per_country",
                       "min_countries", "max_per_region",   "region_mw",
                       "carbon_t",      "carbon_g_per_kwh", "sme_chip_hours",
                       "chips",         "min_dscr",         "min_equity_irr",
                       "must/a",        "must_not/b"});
}
