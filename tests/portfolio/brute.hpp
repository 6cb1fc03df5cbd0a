// What would a search through all sets find? Written without any of the solver's ideas.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "portfolio/problem.hpp"

namespace brute {

using gigaplan::portfolio::Candidate;
using gigaplan::portfolio::Chosen;
using gigaplan::portfolio::Limits;
using gigaplan::portfolio::Problem;

/// The largest flow from node 0 to the last node: paths by depth-first search until there are none (Ford & Fulkerson).
inline double max_flow(std::vector<std::vector<double>> capacity) {
  const std::size_t sink = capacity.size() - 1;
  double flow = 0;
  for (;;) {
    std::vector<bool> seen(capacity.size(), false);
    const std::function<double(std::size_t, double)> push = [&](std::size_t node, double most) -> double {
      if (node == sink) return most;
      seen[node] = true;
      for (std::size_t next = 0; next <= sink; ++next) {
        if (seen[next] || capacity[node][next] < 1e-6) continue;
        if (const double got = push(next, std::min(most, capacity[node][next])); got > 0) {
          capacity[node][next] -= got;
          capacity[next][node] += got;
          return got;
        }
      }
      return 0;
    };
    const double more = push(0, 1e18);
    if (more <= 0) return flow;
    flow += more;
  }
}

/// Do the budgets of the instruments reach for what each of the chosen needs?
inline bool payable(const Problem& p, const Chosen& chosen) {
  const auto n = chosen.size();
  std::vector<std::string> countries;
  for (const auto i : chosen) countries.push_back(p.candidates[i].country);
  std::ranges::sort(countries);
  countries.erase(std::unique(countries.begin(), countries.end()), countries.end());
  const std::size_t eu = n + 1, cohesion = n + 2, sink = n + 3 + countries.size();
  std::vector<std::vector<double>> capacity(sink + 1, std::vector<double>(sink + 1, 0));
  double need = 0;
  for (std::size_t g = 0; g < n; ++g) {
    const Candidate& c = p.candidates[chosen[g]];
    const auto state = n + 3 + (std::ranges::find(countries, c.country) - countries.begin());
    capacity[0][g + 1] = c.least_eur;
    capacity[g + 1][eu] = c.asked_eur[0];
    capacity[g + 1][state] = c.asked_eur[1];
    capacity[g + 1][cohesion] = c.asked_eur[2];
    const auto own = p.limits.member_state_eur.find(c.country);
    capacity[state][sink] = own == p.limits.member_state_eur.end() ? 1e18 : own->second;
    need += c.least_eur;
  }
  capacity[eu][sink] = p.limits.eu_eur.value_or(1e18);
  capacity[cohesion][sink] = p.limits.cohesion_eur.value_or(1e18);
  return max_flow(capacity) >= need - 1e-3;
}

/// Debt is served and owners are content, as it stands and in as many futures as has to be.
inline bool sound(const Candidate& c, const Limits& l) {
  if (!l.min_dscr && !l.min_equity_irr) return true;
  if (!c.viability) return false;
  auto cases = c.viability_in;
  cases.push_back(*c.viability);
  double good = 0;
  bool last = false;
  for (const auto& v : cases) {
    const bool debt = !l.min_dscr || v.minimum_dscr.value_or(1e18) >= *l.min_dscr;
    const bool owners = !l.min_equity_irr || v.equity_irr.value_or(1e18) >= *l.min_equity_irr;
    last = debt && owners;
    good += last ? 1 : 0;
  }
  const double futures = static_cast<double>(cases.size() - 1);
  return last && good - 1 >= l.viable_share * futures - 1e-6;
}

inline bool keeps(const Problem& p, const Chosen& chosen) {
  const Limits& l = p.limits;
  std::map<std::string, std::size_t> sites, countries, regions;
  std::map<std::string, double> mw;
  double cover = 0, eib = 0;
  double least = 0, carbon = 0, energy = 0, sme = 0;
  std::set<std::string> ids;
  for (const auto i : chosen) {
    const Candidate& c = p.candidates[i];
    ids.insert(c.id);
    ++countries[c.country];
    ++regions[c.region];
    mw[c.region] += c.grid_mw;
    least += c.least_eur + c.guarantee_calls_eur;
    cover += c.guarantee_cover_eur;
    eib += c.eib_loan_eur;
    if (!sound(c, l)) return false;
    carbon += c.carbon_t;
    energy += c.energy_mwh;
    sme += c.sme_chip_hours;
    if (++sites[c.site] > 1 || c.chips < l.chips || std::ranges::count(l.must_not, c.id) > 0) return false;
    if (l.max_per_country && countries[c.country] > *l.max_per_country) return false;
    if (l.max_per_region && regions[c.region] > *l.max_per_region) return false;
    if (l.region_mw && mw[c.region] > *l.region_mw * (1 + 1e-9)) return false;
  }
  if (!std::ranges::all_of(l.must, [&](const auto& id) { return ids.contains(id); })) return false;
  if (chosen.size() < l.min_sites || chosen.size() > l.max_sites.value_or(chosen.size())) return false;
  if (countries.size() < l.min_countries || sme < l.sme_chip_hours * (1 - 1e-9)) return false;
  if (l.public_eur && least > *l.public_eur * (1 + 1e-9)) return false;
  if (l.guarantee_eur && cover > *l.guarantee_eur * (1 + 1e-9)) return false;
  if (l.eib_eur && eib > *l.eib_eur * (1 + 1e-9)) return false;
  if (l.carbon_t && carbon > *l.carbon_t * (1 + 1e-9)) return false;
  if (l.carbon_g_per_kwh && 1000 * carbon > *l.carbon_g_per_kwh * energy * (1 + 1e-9)) return false;
  return payable(p, chosen);
}

/// All sets that keep the limits.
inline std::vector<Chosen> sets(const Problem& p) {
  std::vector<Chosen> all;
  for (unsigned long bits = 0; bits < 1UL << p.candidates.size(); ++bits) {
    Chosen chosen;
    for (std::size_t i = 0; i < p.candidates.size(); ++i) {
      if ((bits >> i & 1UL) != 0) chosen.push_back(i);
    }
    if (keeps(p, chosen)) all.push_back(chosen);
  }
  return all;
}

}  // namespace brute
