#include "portfolio/shadow.hpp"

#include <algorithm>

namespace gigaplan::portfolio {
namespace {

constexpr double more_eur = 100e6;

void solve(std::vector<Wider>& all, const Problem& wider, const char* limit, double by, const Portfolio& choice) {
  if (auto portfolio = choose(wider)) {
    const double gain = std::max(0.0, portfolio->value - choice.value);
    all.push_back({.limit = limit, .by = by, .gain = gain, .portfolio = std::move(*portfolio)});
  }
}

void widen_budget(std::vector<Wider>& all, const Problem& problem, const char* limit,
                  std::optional<double> Limits::*budget, const Portfolio& choice) {
  Problem wider = problem;
  if (auto& eur = wider.limits.*budget) {
    *eur += more_eur;
    solve(all, wider, limit, more_eur, choice);
  }
}

void widen_count(std::vector<Wider>& all, const Problem& problem, const char* limit,
                 std::optional<std::size_t> Limits::*count, const Portfolio& choice) {
  Problem wider = problem;
  if (auto& most = wider.limits.*count) {
    *most += 1;
    solve(all, wider, limit, 1, choice);
  }
}

}  // namespace

std::vector<Wider> widen(const Problem& problem, const Portfolio& choice) {
  std::vector<Wider> all;
  widen_budget(all, problem, "public_eur", &Limits::public_eur, choice);
  widen_budget(all, problem, "eu_eur", &Limits::eu_eur, choice);
  widen_budget(all, problem, "cohesion_eur", &Limits::cohesion_eur, choice);
  widen_budget(all, problem, "guarantee_eur", &Limits::guarantee_eur, choice);
  widen_budget(all, problem, "eib_eur", &Limits::eib_eur, choice);
  widen_count(all, problem, "max_sites", &Limits::max_sites, choice);
  widen_count(all, problem, "max_per_country", &Limits::max_per_country, choice);
  widen_count(all, problem, "max_per_region", &Limits::max_per_region, choice);
  return all;
}

}  // namespace gigaplan::portfolio
