#include "portfolio/grants.hpp"

#include <algorithm>

#include "portfolio/program.hpp"

namespace gigaplan::portfolio {
namespace {

constexpr double rounding = 1e-9;
constexpr double unit_eur = 1e9;  ///< money in the program: columns near 1

constexpr auto eu = static_cast<std::size_t>(Instrument::eu);
constexpr auto state = static_cast<std::size_t>(Instrument::member_state);
constexpr auto cohesion = static_cast<std::size_t>(Instrument::cohesion);

/// The least that it needs, as it asks.
Grant in_proportion(const Problem& problem, std::size_t candidate) {
  const Candidate& c = problem.candidates[candidate];
  const double asked = total(c.asked_eur);
  Grant grant{.candidate = candidate, .eur = {}};
  for (std::size_t k = 0; k < instrument_count && asked > 0; ++k) {
    grant.eur.at(k) = c.asked_eur.at(k) * std::min(1.0, c.least_eur / asked);
  }
  return grant;
}

/// A budget and which of the grants it pays: `money` of each place counts.
struct Budget {
  double eur = 0;
  std::size_t instrument = 0;
  std::string country;  ///< empty: of all
};

std::vector<Budget> budgets_of(const Limits& limits) {
  std::vector<Budget> budgets;
  if (limits.eu_eur) {
    budgets.push_back({*limits.eu_eur, eu, ""});
  }
  if (limits.cohesion_eur) {
    budgets.push_back({*limits.cohesion_eur, cohesion, ""});
  }
  for (const auto& [country, eur] : limits.member_state_eur) {
    budgets.push_back({eur, state, country});
  }
  return budgets;
}

bool pays(const Budget& budget, const Candidate& candidate) {
  return budget.country.empty() || budget.country == candidate.country;
}

bool fit(const Problem& problem, const std::vector<Grant>& grants, const std::vector<Budget>& budgets) {
  return std::ranges::all_of(budgets, [&](const Budget& budget) {
    double sum = 0;
    for (const Grant& grant : grants) {
      sum += pays(budget, problem.candidates[grant.candidate]) ? grant.eur.at(budget.instrument) : 0;
    }
    return sum <= budget.eur * (1 + rounding);
  });
}

/// Column 6 g + 2 k is what grant g gets of instrument k, the next one how far that is from its proportion.
std::size_t column(std::size_t grant, std::size_t instrument) {
  return 2 * (instrument_count * grant + instrument);
}

void add_grant(Program& program, const Problem& problem, std::size_t place, const Grant& wanted) {
  const Candidate& c = problem.candidates[wanted.candidate];
  std::vector<Term> all;
  for (std::size_t k = 0; k < instrument_count; ++k) {
    const auto gets = program.add({.high = c.asked_eur.at(k) / unit_eur});
    const auto off = program.add({.high = c.least_eur / unit_eur, .objective = -1});
    program.at_most({{gets, 1}, {off, -1}}, wanted.eur.at(k) / unit_eur);
    program.at_least({{gets, 1}, {off, 1}}, wanted.eur.at(k) / unit_eur);
    all.push_back({column(place, k), 1});
  }
  program.at_least(all, c.least_eur / unit_eur * (1 - rounding));
  program.at_most(all, c.least_eur / unit_eur);
}

}  // namespace

std::vector<Grant> grants_of(const Problem& problem, const Chosen& chosen) {
  std::vector<Grant> grants;
  for (const std::size_t i : chosen) {
    grants.push_back(in_proportion(problem, i));
  }
  const auto budgets = budgets_of(problem.limits);
  if (fit(problem, grants, budgets)) {
    return grants;
  }
  Program program;
  for (std::size_t g = 0; g < grants.size(); ++g) {
    add_grant(program, problem, g, grants[g]);
  }
  for (const Budget& budget : budgets) {
    std::vector<Term> terms;
    for (std::size_t g = 0; g < grants.size(); ++g) {
      if (pays(budget, problem.candidates[grants[g].candidate])) {
        terms.push_back({column(g, budget.instrument), 1});
      }
    }
    program.at_most(std::move(terms), budget.eur / unit_eur * (1 + rounding));
  }
  const auto solution = maximise(program);
  if (!solution) {
    throw SolverFailure("a set that keeps the limits cannot be paid");
  }
  for (std::size_t g = 0; g < grants.size(); ++g) {
    for (std::size_t k = 0; k < instrument_count; ++k) {
      grants[g].eur.at(k) = solution->values[column(g, k)] * unit_eur;
    }
  }
  return grants;
}

}  // namespace gigaplan::portfolio
