#include "portfolio/viability.hpp"

#include <algorithm>

namespace gigaplan::portfolio {
namespace {

constexpr double rounding = 1e-9;

bool reaches(const std::optional<double>& figure, const std::optional<double>& least) {
  return !figure || !least || *figure >= *least - rounding;
}

}  // namespace

bool keeps(const Viability& viability, const Limits& limits) {
  return reaches(viability.minimum_dscr, limits.min_dscr) && reaches(viability.equity_irr, limits.min_equity_irr);
}

double viable_share(const Candidate& candidate, const Limits& limits) {
  const auto& futures = candidate.viability_in;
  const auto good = std::ranges::count_if(futures, [&](const Viability& v) { return keeps(v, limits); });
  return futures.empty() ? 1 : static_cast<double>(good) / static_cast<double>(futures.size());
}

bool viable(const Candidate& candidate, const Limits& limits) {
  if (!limits.min_dscr && !limits.min_equity_irr) {
    return true;
  }
  return candidate.viability && keeps(*candidate.viability, limits) &&
         viable_share(candidate, limits) >= limits.viable_share - rounding;
}

std::size_t futures_that_keep_carbon(const Problem& problem, const Chosen& chosen) {
  const auto& all = problem.candidates;
  const std::size_t futures = all.empty() ? 0 : all.front().carbon_in_t.size();
  std::size_t kept = 0;
  for (std::size_t k = 0; k < futures; ++k) {
    double carbon = 0, energy = 0;
    for (const std::size_t i : chosen) {
      carbon += all[i].carbon_in_t[k];
      energy += all[i].energy_in_mwh[k];
    }
    const auto& [most, rate] = std::pair(problem.limits.carbon_t, problem.limits.carbon_g_per_kwh);
    kept += (!most || carbon <= *most * (1 + rounding)) &&
                    (!rate || 1000 * carbon <= *rate * energy * (1 + rounding))  // t ÷ MWh is 1,000 g ÷ kWh
                ? 1
                : 0;
  }
  return kept;
}

}  // namespace gigaplan::portfolio
