#include "portfolio/choose.hpp"

#include <algorithm>
#include <cmath>

#include "portfolio/grants.hpp"
#include "portfolio/rows.hpp"

namespace gigaplan::portfolio {
namespace {

constexpr double as_good = 1e-9;  ///< of the sum of values, and of the largest value

Chosen chosen_of(const Problem& problem, const Solution& solution) {
  Chosen chosen;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    if (solution.values[i] > 0.5) {
      chosen.push_back(i);
    }
  }
  return chosen;
}

/// No-good cut: at least one candidate is in where it was out, or out where it was in.
void exclude(Program& program, const Problem& problem, const Chosen& set) {
  std::vector<Term> terms;
  for (std::size_t i = 0; i < problem.candidates.size(); ++i) {
    terms.push_back({i, std::ranges::binary_search(set, i) ? -1.0 : 1.0});
  }
  program.at_least(std::move(terms), 1 - static_cast<double>(set.size()));
}

/// How far below `best` a set is still as good.
double slack(double best, const std::vector<double>& each) {
  double largest = 0;
  for (const double value : each) {
    largest = std::max(largest, std::abs(value));
  }
  return as_good * std::max(std::abs(best), largest);
}

/// Of the sets as good as `best`, one that needs the least money.
Chosen cheapest(const Problem& problem, Program program, const std::vector<double>& each, const Chosen& best) {
  const double value = sum_over(best, each);
  const double least = value - slack(value, each);
  std::vector<Term> terms;
  for (std::size_t i = 0; i < each.size(); ++i) {
    terms.push_back({i, each[i]});
    program.columns[i].objective = -problem.candidates[i].public_eur();
  }
  program.at_least(std::move(terms), least);
  const auto solution = maximise(program);
  const auto chosen = solution ? chosen_of(problem, *solution) : best;
  return sum_over(chosen, each) >= least - slack(value, each) ? chosen : best;
}

}  // namespace

std::optional<Portfolio> choose(const Problem& problem, const std::vector<Chosen>& but) {
  const auto each = values(problem);
  Program program = program_of(problem, each);
  for (const Chosen& set : but) {
    exclude(program, problem, set);
  }
  const auto solution = maximise(program);
  if (!solution) {
    return std::nullopt;
  }
  auto portfolio = paid(problem, cheapest(problem, program, each, chosen_of(problem, *solution)));
  portfolio.bound = solution->bound;
  portfolio.nodes = solution->nodes;
  return portfolio;
}

std::vector<Portfolio> best_sets(const Problem& problem, std::size_t count) {
  std::vector<Portfolio> found;
  std::vector<Chosen> sets;
  while (found.size() < count) {
    auto next = choose(problem, sets);
    if (!next) {
      break;
    }
    sets.push_back(next->chosen);
    found.push_back(std::move(*next));
  }
  return found;
}

std::optional<Chosen> best_set(const Problem& problem, const std::vector<double>& each) {
  const auto solution = maximise(program_of(problem, each));
  return solution ? std::optional(chosen_of(problem, *solution)) : std::nullopt;
}

Portfolio paid(const Problem& problem, const Chosen& chosen) {
  Portfolio portfolio;
  portfolio.chosen = chosen;
  portfolio.grants = grants_of(problem, chosen);
  portfolio.value = sum_over(chosen, values(problem));
  portfolio.bound = portfolio.value;
  portfolio.guarantee_calls_eur = sum_over(chosen, problem.candidates, &Candidate::guarantee_calls_eur);
  portfolio.guarantee_cover_eur = sum_over(chosen, problem.candidates, &Candidate::guarantee_cover_eur);
  portfolio.eib_eur = sum_over(chosen, problem.candidates, &Candidate::eib_loan_eur);
  for (const Grant& grant : portfolio.grants) {
    for (std::size_t k = 0; k < instrument_count; ++k) {
      portfolio.public_eur.at(k) += grant.eur.at(k);
    }
  }
  return portfolio;
}

}  // namespace gigaplan::portfolio
