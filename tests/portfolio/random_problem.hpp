// What do small problems look like that have every kind of limit?
#pragma once

#include <fmt/format.h>

#include <cmath>

#include "base/random.hpp"
#include "portfolio/problem.hpp"

using gigaplan::RandomStream;

/// A whole number from 0 to below `end`.
inline std::size_t pick(RandomStream& random, std::size_t end) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(end));
}

inline gigaplan::portfolio::Candidate random_candidate(RandomStream& random, std::size_t i, std::size_t futures) {
  gigaplan::portfolio::Candidate c;
  c.id = fmt::format("p{}", i);
  c.site = fmt::format("s{}", pick(random, 7));
  c.country = fmt::format("C{}", pick(random, 4));
  c.region = fmt::format("R{}", pick(random, 3));
  c.capex_eur = std::round(1000 + 6000 * random.uniform()) * 1e6;
  c.asked_eur = {0.17 * c.capex_eur, 0.17 * c.capex_eur * random.uniform(),
                 static_cast<double>(pick(random, 2)) * 0.1 * c.capex_eur * random.uniform()};
  c.least_eur = gigaplan::portfolio::total(c.asked_eur) * (pick(random, 4) == 0 ? 1 : 0.6 + 0.4 * random.uniform());
  c.chips = 25000 + 80000 * random.uniform();
  c.energy_mwh = c.chips * 12;
  c.carbon_t = c.energy_mwh * 0.4 * random.uniform();
  c.sme_chip_hours = c.chips * 876 * random.uniform();
  c.grid_mw = c.chips * 0.002;
  c.value = c.capex_eur / 1e9 * (0.5 + random.uniform());
  for (std::size_t k = 0; k < futures; ++k) {
    c.futures.push_back(c.value * (0.6 + 0.8 * random.uniform()));
  }
  if (pick(random, 8) > 0) {  // the others have no project
    const auto fares = [&]() -> gigaplan::portfolio::Viability {
      const bool debt = pick(random, 6) > 0;
      const double dscr = 3 * random.uniform() - 1, irr = random.uniform() - 0.7;
      return {debt ? std::optional(dscr) : std::nullopt, irr};
    };
    c.viability = fares();
    for (std::size_t k = 0; k < futures; ++k) c.viability_in.push_back(fares());
    c.guarantee_cover_eur = 0.1 * c.capex_eur * random.uniform();
    c.guarantee_calls_eur = c.guarantee_cover_eur * random.uniform();
    c.eib_loan_eur = static_cast<double>(pick(random, 2)) * 0.2 * c.capex_eur * random.uniform();
  }
  return c;
}

/// Each limit is set in about a third of them.
inline gigaplan::portfolio::Problem random_problem(std::uint64_t seed, std::size_t count, std::size_t futures) {
  RandomStream random(seed, "portfolio test");
  gigaplan::portfolio::Problem p;
  for (std::size_t i = 0; i < count; ++i) {
    p.candidates.push_back(random_candidate(random, i, futures));
  }
  const auto sometimes = [&] { return pick(random, 3) == 0; };
  auto& l = p.limits;
  if (sometimes()) l.public_eur = 3e9 * random.uniform();
  if (sometimes()) l.eu_eur = 2.5e9 * random.uniform();
  if (sometimes()) l.cohesion_eur = 0.4e9 * random.uniform();
  for (std::size_t c = 0; c < 4; ++c) {
    if (sometimes()) l.member_state_eur[fmt::format("C{}", c)] = 1e9 * random.uniform();
  }
  if (sometimes()) l.min_sites = 1 + pick(random, 3);
  if (sometimes()) l.max_sites = 1 + pick(random, 4);
  if (sometimes()) l.max_per_country = 1 + pick(random, 2);
  if (sometimes()) l.min_countries = 1 + pick(random, 3);
  if (sometimes()) l.max_per_region = 1 + pick(random, 2);
  if (sometimes()) l.region_mw = 100 + 300 * random.uniform();
  if (sometimes()) l.carbon_t = 6e5 * random.uniform();
  if (sometimes()) l.carbon_g_per_kwh = 50 + 250 * random.uniform();
  if (sometimes()) l.sme_chip_hours = 6e7 * random.uniform();
  if (sometimes()) l.chips = 60000 * random.uniform();
  if (sometimes()) l.guarantee_eur = 1e9 * random.uniform();
  if (sometimes()) l.eib_eur = 2e9 * random.uniform();
  if (sometimes()) l.min_dscr = 2 * random.uniform() - 1;
  if (sometimes()) l.min_equity_irr = 0.6 * random.uniform() - 0.7;
  if (sometimes()) l.viable_share = 0.7 * random.uniform();
  if (pick(random, 6) == 0) l.must = {"p1"};
  if (pick(random, 4) == 0) l.must_not = {"p2", "p0"};
  return p;
}
