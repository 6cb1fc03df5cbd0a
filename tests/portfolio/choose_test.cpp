// Is the choice the one that a search through all sets finds, whatever the limits?
#include "portfolio/choose.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "portfolio/brute.hpp"
#include "portfolio/random_problem.hpp"
#include "portfolio/viability.hpp"

using namespace gigaplan::portfolio;

namespace {

Candidate plain(const std::string& id, double value, double least_eur) {
  return {.id = id,
          .site = id,
          .country = id,
          .region = id,
          .asked_eur = {least_eur, 0, 0},
          .least_eur = least_eur,
          .chips = 1,
          .value = value};
}

/// The money that a set is given keeps every budget, and gives each what it needs and no more than it asks.
void check_money(const Problem& p, const Portfolio& portfolio) {
  Money3 sums{};
  std::map<std::string, double> states;
  REQUIRE(portfolio.grants.size() == portfolio.chosen.size());
  for (std::size_t g = 0; g < portfolio.grants.size(); ++g) {
    const Grant& grant = portfolio.grants[g];
    const Candidate& c = p.candidates[grant.candidate];
    CHECK(grant.candidate == portfolio.chosen[g]);
    for (std::size_t k = 0; k < instrument_count; ++k) {
      CHECK(grant.eur.at(k) >= -1);
      CHECK(grant.eur.at(k) <= c.asked_eur.at(k) + 1);
      sums.at(k) += grant.eur.at(k);
    }
    states[c.country] += grant.eur[1];
    CHECK(total(grant.eur) == doctest::Approx(c.least_eur).epsilon(1e-6));
  }
  for (std::size_t k = 0; k < instrument_count; ++k) {
    CHECK(portfolio.public_eur.at(k) == doctest::Approx(sums.at(k)));
  }
  CHECK(sums[0] <= p.limits.eu_eur.value_or(1e18) + 10);
  CHECK(sums[2] <= p.limits.cohesion_eur.value_or(1e18) + 10);
  double calls = 0;
  for (const auto i : portfolio.chosen) calls += p.candidates[i].guarantee_calls_eur;
  CHECK(portfolio.guarantee_calls_eur == doctest::Approx(calls));
  CHECK(portfolio.public_total() == doctest::Approx(total(sums) + calls));
  CHECK(portfolio.public_total() <= p.limits.public_eur.value_or(1e18) + 10);
  for (const auto& [country, eur] : p.limits.member_state_eur) {
    CHECK(states[country] <= eur + 10);
  }
}

}  // namespace

TEST_CASE("500 small problems: the choice is the best of all sets that keep the limits") {
  int solvable = 0;
  int infeasible = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    CAPTURE(seed);
    const auto p = random_problem(seed, 8, seed % 2 == 0 ? 3 : 0);
    const auto each = values(p);
    double best = -1e18;
    for (const auto& set : brute::sets(p)) {
      best = std::max(best, sum_over(set, each));
    }
    const auto choice = choose(p);
    CHECK(choice.has_value() == (best > -1e18));
    ++(choice ? solvable : infeasible);
    if (choice) {
      CHECK(choice->value == doctest::Approx(best).epsilon(1e-9));
      CHECK(choice->bound == doctest::Approx(choice->value).epsilon(1e-8));
      CHECK(brute::keeps(p, choice->chosen));
      check_money(p, *choice);
    }
  }
  CHECK(solvable > 200);
  CHECK(infeasible > 50);
}

TEST_CASE("the best sets come in the order in which a search through all ranks them") {
  for (std::uint64_t seed = 1000; seed < 1060; ++seed) {
    CAPTURE(seed);
    const auto p = random_problem(seed, 7, 0);
    std::vector<double> ranked;
    for (const auto& set : brute::sets(p)) {
      ranked.push_back(sum_over(set, values(p)));
    }
    std::ranges::sort(ranked, std::greater());
    const auto found = best_sets(p, 6);
    REQUIRE(found.size() == std::min<std::size_t>(6, ranked.size()));
    for (std::size_t i = 0; i < found.size(); ++i) {
      CHECK(found[i].value == doctest::Approx(ranked[i]).epsilon(1e-9));
      CHECK(brute::keeps(p, found[i].chosen));
      for (std::size_t j = 0; j < i; ++j) {
        CHECK(found[i].chosen != found[j].chosen);
      }
    }
  }
}

TEST_CASE("of sets that are as good, the one with the least public money") {
  Problem p;
  p.candidates = {plain("a", 3, 3e8), plain("b", 2, 2e8), plain("c", 1, 2e8), plain("d", 3, 2.5e8), plain("e", 5, 6e8)};
  p.limits.max_sites = 2;
  p.limits.public_eur = 5.9e8;  // e is too dear; a + d is 6, above all others
  CHECK(choose(p)->chosen == Chosen{0, 3});
  p.limits.public_eur = 5.4e8;  // 5 = a + b = b + d, and the latter is cheaper
  CHECK(choose(p)->chosen == Chosen{1, 3});
  p.limits.public_eur = 6e8;
  p.limits.max_sites = 1;
  CHECK(choose(p)->chosen == Chosen{4});
  p.limits.max_sites = 3;  // a + d = 6 with 550 million, b + c + anything less
  CHECK(choose(p)->chosen == Chosen{0, 3});
}

TEST_CASE("values of any size and sign are chosen alike") {
  for (const double unit : {1e-12, 1.0, 1e18}) {
    CAPTURE(unit);
    Problem p;
    p.candidates = {plain("a", 3 * unit, 1e8), plain("b", -2 * unit, 1e8), plain("c", 1 * unit, 1e8)};
    CHECK(choose(p)->chosen == Chosen{0, 2});
    CHECK(choose(p)->value == doctest::Approx(4 * unit));
    p.limits.must = {"b"};
    p.limits.max_sites = 1;
    CHECK(choose(p)->chosen == Chosen{1});
  }
}

TEST_CASE("guarantees count: what is expected of them as public money, what may be called against their own budget") {
  Problem p;
  p.candidates = {plain("a", 3, 3e8), plain("b", 2, 3e8)};
  p.candidates[0].guarantee_calls_eur = 1e8;
  p.candidates[0].guarantee_cover_eur = 2.5e8;
  p.limits.public_eur = 7e8;  // 3 + 1 + 3
  CHECK(choose(p)->chosen == Chosen{0, 1});
  CHECK(choose(p)->public_total() == doctest::Approx(7e8));
  p.limits.public_eur = 6.5e8;  // grants alone would fit
  CHECK(choose(p)->chosen == Chosen{0});
  p.limits.guarantee_eur = 2e8;
  CHECK(choose(p)->chosen == Chosen{1});
  p.limits.guarantee_eur.reset();
  p.candidates[1].eib_loan_eur = 4e8;
  p.limits = {.eib_eur = 3e8};
  CHECK(choose(p)->chosen == Chosen{0});
}

TEST_CASE("who cannot serve debt or content owners is not funded, nor who can in too few futures") {
  Problem p;
  p.candidates = {plain("a", 3, 1e8), plain("b", 2, 1e8), plain("c", 1, 1e8), plain("no project", 9, 1e8)};
  p.candidates[0].viability = {.minimum_dscr = 0.9, .equity_irr = 0.2};
  p.candidates[1].viability = {.minimum_dscr = 1.2, .equity_irr = -1};
  p.candidates[2].viability = {.minimum_dscr = {}, .equity_irr = 0.1};  // without debt
  CHECK(choose(p)->chosen == Chosen{0, 1, 2, 3});
  p.limits.min_dscr = 1;
  CHECK(choose(p)->chosen == Chosen{1, 2});
  p.limits.min_equity_irr = 0.1;
  CHECK(choose(p)->chosen == Chosen{2});
  p.candidates[2].viability_in = {{{}, 0.1}, {{}, 0.05}, {{}, 0.2}, {{}, 0.3}};  // three of four
  p.limits.viable_share = 0.75;
  CHECK(choose(p)->chosen == Chosen{2});
  p.limits.viable_share = 0.8;
  CHECK(choose(p)->chosen.empty());
}

TEST_CASE("in how many futures is the limit of carbon kept?") {
  Problem p;
  p.candidates = {plain("a", 3, 1e8), plain("b", 2, 1e8)};
  p.candidates[0].carbon_in_t = {10, 20, 30};
  p.candidates[1].carbon_in_t = {5, 5, 5};
  p.candidates[0].energy_in_mwh = p.candidates[1].energy_in_mwh = {100, 100, 100};
  p.limits.carbon_t = 25;
  CHECK(futures_that_keep_carbon(p, {0, 1}) == 2);
  CHECK(futures_that_keep_carbon(p, {1}) == 3);
  p.limits.carbon_g_per_kwh = 100;  // 15 t of 200 MWh are 75 g/kWh, 25 are 125
  CHECK(futures_that_keep_carbon(p, {0, 1}) == 1);
}

TEST_CASE("nothing to choose from, nothing worth it, nothing allowed") {
  Problem p;
  CHECK(choose(p)->chosen.empty());
  p.limits.min_sites = 1;
  CHECK_FALSE(choose(p).has_value());
  p.candidates = {plain("a", 0, 0)};
  CHECK(choose(p)->chosen == Chosen{0});
  p.limits.min_sites = 0;
  p.candidates = {plain("a", -1, 1e8)};
  CHECK(choose(p)->chosen.empty());
}

TEST_CASE("the mean over the futures decides, or the central value") {
  Problem p;
  p.candidates = {plain("a", 3, 1e8), plain("b", 2, 1e8)};
  p.candidates[0].futures = {1, 1, 1};
  p.candidates[1].futures = {0, 0, 6};
  p.limits.max_sites = 1;
  CHECK(choose(p)->chosen == Chosen{1});
  CHECK(choose(p)->value == 2);
  p.aim = Aim::central;
  CHECK(choose(p)->chosen == Chosen{0});
}

TEST_CASE("each gets what it needs least, as it asks; a short budget is helped out by the other instruments") {
  Problem p;
  Candidate a = plain("a", 1, 8e8);
  a.asked_eur = {5e8, 4e8, 1e8};
  p.candidates = {a};
  CHECK(choose(p)->grants.front().eur == Money3{4e8, 3.2e8, 0.8e8});
  p.limits.eu_eur = 3.5e8;  // the others give 450 million, 50 million more
  const auto short_of_eu = choose(p)->grants.front().eur;
  CHECK(short_of_eu[0] == doctest::Approx(3.5e8));
  CHECK(short_of_eu[1] + short_of_eu[2] == doctest::Approx(4.5e8));
  p.limits.eu_eur = 2.9e8;  // the others give 500 million at most
  CHECK(choose(p)->chosen.empty());
}

TEST_CASE("the same problem gives the same answer, to the last bit") {
  const auto p = random_problem(7, 30, 20);
  const auto one = best_sets(p, 4);
  const auto two = best_sets(p, 4);
  REQUIRE(one.size() == two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].chosen == two[i].chosen);
    CHECK(one[i].value == two[i].value);
    CHECK(one[i].public_eur == two[i].public_eur);
  }
}
