#include "portfolio/conflict.hpp"

#include <algorithm>
#include <functional>

#include "portfolio/choose.hpp"

namespace gigaplan::portfolio {
namespace {

bool solvable(const Problem& problem, const Limits& limits) {
  Problem other{.candidates = problem.candidates, .limits = limits, .aim = problem.aim};
  return best_set(other, std::vector<double>(problem.candidates.size(), 0)).has_value();
}

template <class Change>
void name(std::vector<NamedLimit>& all, const Limits& limits, bool is_set, const std::string& name, Change clear) {
  if (is_set) {
    all.push_back({name, limits});
    clear(all.back().without);
  }
}

void name_money(std::vector<NamedLimit>& all, const Limits& limits) {
  name(all, limits, limits.public_eur.has_value(), "public_eur", [](Limits& l) { l.public_eur.reset(); });
  name(all, limits, limits.eu_eur.has_value(), "eu_eur", [](Limits& l) { l.eu_eur.reset(); });
  name(all, limits, limits.cohesion_eur.has_value(), "cohesion_eur", [](Limits& l) { l.cohesion_eur.reset(); });
  name(all, limits, limits.guarantee_eur.has_value(), "guarantee_eur", [](Limits& l) { l.guarantee_eur.reset(); });
  name(all, limits, limits.eib_eur.has_value(), "eib_eur", [](Limits& l) { l.eib_eur.reset(); });
  for (const auto& [country, eur] : limits.member_state_eur) {
    name(all, limits, true, "member_state_eur/" + country,
         [&country = country](Limits& l) { l.member_state_eur.erase(country); });
  }
}

void name_places(std::vector<NamedLimit>& all, const Limits& limits) {
  name(all, limits, limits.min_sites > 0, "min_sites", [](Limits& l) { l.min_sites = 0; });
  name(all, limits, limits.max_sites.has_value(), "max_sites", [](Limits& l) { l.max_sites.reset(); });
  name(all, limits, limits.max_per_country.has_value(), "max_per_country",
       [](Limits& l) { l.max_per_country.reset(); });
  name(all, limits, limits.min_countries > 0, "min_countries", [](Limits& l) { l.min_countries = 0; });
  name(all, limits, limits.max_per_region.has_value(), "max_per_region", [](Limits& l) { l.max_per_region.reset(); });
  name(all, limits, limits.region_mw.has_value(), "region_mw", [](Limits& l) { l.region_mw.reset(); });
}

void name_outputs(std::vector<NamedLimit>& all, const Limits& limits) {
  name(all, limits, limits.carbon_t.has_value(), "carbon_t", [](Limits& l) { l.carbon_t.reset(); });
  name(all, limits, limits.carbon_g_per_kwh.has_value(), "carbon_g_per_kwh",
       [](Limits& l) { l.carbon_g_per_kwh.reset(); });
  name(all, limits, limits.sme_chip_hours > 0, "sme_chip_hours", [](Limits& l) { l.sme_chip_hours = 0; });
  name(all, limits, limits.chips > 0, "chips", [](Limits& l) { l.chips = 0; });
  name(all, limits, limits.min_dscr.has_value(), "min_dscr", [](Limits& l) { l.min_dscr.reset(); });
  name(all, limits, limits.min_equity_irr.has_value(), "min_equity_irr", [](Limits& l) { l.min_equity_irr.reset(); });
  for (const std::string& id : limits.must) {
    name(all, limits, true, "must/" + id, [&id](Limits& l) { std::erase(l.must, id); });
  }
  for (const std::string& id : limits.must_not) {
    name(all, limits, true, "must_not/" + id, [&id](Limits& l) { std::erase(l.must_not, id); });
  }
}

}  // namespace

std::vector<NamedLimit> named_limits(const Limits& limits) {
  std::vector<NamedLimit> all;
  name_money(all, limits);
  name_places(all, limits);
  name_outputs(all, limits);
  return all;
}

Conflict explain(const Problem& problem) {
  Conflict conflict;
  for (const NamedLimit& limit : named_limits(problem.limits)) {
    if (solvable(problem, limit.without)) {
      conflict.either.push_back(limit.name);
    }
  }
  Limits left = problem.limits;  // what can be left out while it stays unsolvable is no part of the conflict
  std::size_t kept = 0;
  for (auto all = named_limits(left); kept < all.size(); all = named_limits(left)) {
    if (solvable(problem, all[kept].without)) {
      ++kept;
    } else {
      left = all[kept].without;
    }
  }
  for (const NamedLimit& limit : named_limits(left)) {
    conflict.together.push_back(limit.name);
  }
  return conflict;
}

}  // namespace gigaplan::portfolio
