#include "portfolio/rows.hpp"

#include <algorithm>
#include <limits>

#include "portfolio/viability.hpp"

namespace gigaplan::portfolio {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

using Factor = double (*)(const Candidate&);

std::vector<Term> terms_of(const Problem& problem, Factor factor) {
  std::vector<Term> terms;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    terms.push_back({i, factor(problem.candidates[i])});
  }
  return terms;
}

double one(const Candidate& /*candidate*/) {
  return 1;
}

/// The candidates by one of their texts.
std::map<std::string, std::vector<std::size_t>> by(const Problem& problem, std::string Candidate::*text) {
  std::map<std::string, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    groups[problem.candidates[i].*text].push_back(i);
  }
  return groups;
}

void at_most_per(Program& program, const Problem& problem, std::string Candidate::*text, Factor factor, double most) {
  for (const auto& [name, members] : by(problem, text)) {
    std::vector<Term> terms;
    for (const std::size_t i : members) {
      terms.push_back({i, factor(problem.candidates[i])});
    }
    program.at_most(std::move(terms), most);
  }
}

void add_counts(Program& program, const Problem& problem) {
  const Limits& limits = problem.limits;
  at_most_per(program, problem, &Candidate::site, one, 1);
  if (limits.min_sites > 0) {
    program.at_least(terms_of(problem, one), static_cast<double>(limits.min_sites));
  }
  if (limits.max_sites) {
    program.at_most(terms_of(problem, one), static_cast<double>(*limits.max_sites));
  }
  if (limits.max_per_country) {
    at_most_per(program, problem, &Candidate::country, one, static_cast<double>(*limits.max_per_country));
  }
  if (limits.max_per_region) {
    at_most_per(program, problem, &Candidate::region, one, static_cast<double>(*limits.max_per_region));
  }
  if (limits.region_mw) {
    at_most_per(
        program, problem, &Candidate::region, [](const Candidate& c) { return c.grid_mw; }, *limits.region_mw);
  }
  if (limits.min_countries > 0) {
    std::vector<Term> countries;  // each counts if one of its candidates is chosen
    for (const auto& [name, members] : by(problem, &Candidate::country)) {
      const auto counts = program.add({});  // 0 to 1; a whole number by itself, as its candidates are
      std::vector<Term> terms = {{counts, 1}};
      for (const std::size_t i : members) {
        terms.push_back({i, -1});
      }
      program.at_most(std::move(terms), 0);
      countries.push_back({counts, 1});
    }
    program.at_least(std::move(countries), static_cast<double>(limits.min_countries));
  }
}

void add_outputs(Program& program, const Problem& problem) {
  const Limits& limits = problem.limits;
  if (limits.carbon_t) {
    program.at_most(terms_of(problem, [](const Candidate& c) { return c.carbon_t; }), *limits.carbon_t);
  }
  if (limits.carbon_g_per_kwh) {  // t ÷ MWh is 1,000 g ÷ kWh
    std::vector<Term> terms;
    for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
      const Candidate& c = problem.candidates[i];
      terms.push_back({i, 1000 * c.carbon_t - *limits.carbon_g_per_kwh * c.energy_mwh});
    }
    program.at_most(std::move(terms), 0);
  }
  if (limits.sme_chip_hours > 0) {
    program.at_least(terms_of(problem, [](const Candidate& c) { return c.sme_chip_hours; }), limits.sme_chip_hours);
  }
}

void fix(Program& program, const Problem& problem) {
  const Limits& limits = problem.limits;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    const Candidate& c = problem.candidates[i];
    if (std::ranges::find(limits.must, c.id) != limits.must.end()) {
      program.at_least({{i, 1}}, 1);
    }
    if (c.chips < limits.chips || !viable(c, limits) ||
        std::ranges::find(limits.must_not, c.id) != limits.must_not.end()) {
      program.at_most({{i, 1}}, 0);
    }
  }
}

/// Which budgets a row of the cut adds up.
struct Cut {
  bool eu = false, cohesion = false;
};

/// What of a candidate's need no instrument outside of the cut can pay.
double uncovered(const Candidate& c, const Cut& cut, bool state_in_cut) {
  const auto [eu, state, cohesion] = c.asked_eur;
  const double need = c.least_eur - (cut.eu ? 0 : eu) - (cut.cohesion ? 0 : cohesion) - (state_in_cut ? 0 : state);
  constexpr double rounding = 1e-9;
  return need > rounding * c.least_eur ? need : 0;
}

std::vector<Term> uncovered_terms(const Problem& problem, const std::vector<std::size_t>& members, const Cut& cut,
                                  bool state_in_cut) {
  std::vector<Term> terms;
  for (const std::size_t i : members) {
    if (const double need = uncovered(problem.candidates[i], cut, state_in_cut); need > 0) {
      terms.push_back({i, need});
    }
  }
  return terms;
}

/// True if no two of the members can be chosen together.
bool exclusive(const Problem& problem, const std::vector<std::size_t>& members) {
  return problem.limits.max_per_country.value_or(2) <= 1 || std::ranges::all_of(members, [&](std::size_t i) {
           return problem.candidates[i].site == problem.candidates[members.front()].site;
         });
}

/// What the members of a country take of the cut's budgets: at least what is left when its own budget is outside of
/// the cut, and when it is inside. If there is but one of them, the larger of the two is known beforehand.
std::vector<Term> country_terms(Program& program, const Problem& problem, const std::vector<std::size_t>& members,
                                const Cut& cut, double budget) {
  if (exclusive(problem, members)) {
    std::vector<Term> terms;
    for (const std::size_t i : members) {
      const Candidate& c = problem.candidates[i];
      terms.push_back({i, std::max(uncovered(c, cut, false), uncovered(c, cut, true) - budget)});
    }
    return terms;
  }
  constexpr double billion = 1e9;  // the column's unit: it is no larger than the others
  const auto takes = program.add({.high = unlimited});
  for (const bool inside : {false, true}) {
    auto terms = uncovered_terms(problem, members, cut, inside);
    terms.push_back({takes, -billion});
    program.at_most(std::move(terms), inside ? budget : 0);
  }
  return {{takes, billion}};
}

/// None if the country's own budget pays whatever is asked.
std::optional<double> budget_of(const Problem& problem, const std::string& country,
                                const std::vector<std::size_t>& members) {
  const auto own = problem.limits.member_state_eur.find(country);
  double asked = 0;
  for (const std::size_t i : members) {
    asked += problem.candidates[i].asked_eur.at(static_cast<std::size_t>(Instrument::member_state));
  }
  return own == problem.limits.member_state_eur.end() || own->second >= asked ? std::nullopt
                                                                              : std::optional(own->second);
}

void add_cut(Program& program, const Problem& problem, const Cut& cut) {
  const Limits& limits = problem.limits;
  const double budget =
      (cut.eu ? limits.eu_eur.value_or(unlimited) : 0) + (cut.cohesion ? limits.cohesion_eur.value_or(unlimited) : 0);
  if (budget == unlimited) {
    return;
  }
  std::vector<Term> all;
  for (const auto& [country, members] : by(problem, &Candidate::country)) {
    const auto own = budget_of(problem, country, members);
    const auto terms =
        own ? country_terms(program, problem, members, cut, *own) : uncovered_terms(problem, members, cut, false);
    all.insert(all.end(), terms.begin(), terms.end());
  }
  program.at_most(std::move(all), budget);
}

void add_money(Program& program, const Problem& problem) {
  if (problem.limits.public_eur) {
    program.at_most(terms_of(problem, [](const Candidate& c) { return c.public_eur(); }), *problem.limits.public_eur);
  }
  if (problem.limits.guarantee_eur) {
    program.at_most(terms_of(problem, [](const Candidate& c) { return c.guarantee_cover_eur; }),
                    *problem.limits.guarantee_eur);
  }
  if (problem.limits.eib_eur) {
    program.at_most(terms_of(problem, [](const Candidate& c) { return c.eib_loan_eur; }), *problem.limits.eib_eur);
  }
  for (const Cut& cut : {Cut{false, false}, Cut{true, false}, Cut{false, true}, Cut{true, true}}) {
    add_cut(program, problem, cut);
  }
}

}  // namespace

Program program_of(const Problem& problem, const std::vector<double>& each) {
  Program program;
  for (const double value : each) {
    program.add({.objective = value, .whole = true});
  }
  add_counts(program, problem);
  add_outputs(program, problem);
  fix(program, problem);
  add_money(program, problem);
  return program;
}

}  // namespace gigaplan::portfolio
