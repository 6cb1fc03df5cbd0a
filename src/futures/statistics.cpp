#include "futures/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace gigaplan::futures {

double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

std::optional<Summary> summarise(const std::vector<std::optional<double>>& values) {
  std::vector<double> sorted;
  double sum = 0;
  for (const auto& value : values) {
    if (!value) continue;
    sorted.push_back(*value);
    sum += *value;
  }
  if (sorted.empty()) return std::nullopt;
  std::ranges::sort(sorted);
  return Summary{.count = sorted.size(),
                 .mean = sum / static_cast<double>(sorted.size()),
                 .low = quantile(sorted, 0.05),
                 .median = quantile(sorted, 0.5),
                 .high = quantile(sorted, 0.95)};
}

std::vector<Rank> rank(const std::vector<std::vector<std::optional<double>>>& values, bool lower_is_better) {
  std::vector<Rank> ranks(values.size());
  const std::size_t futures = values.empty() ? 0 : values.front().size();
  double counted = 0;
  for (std::size_t k = 0; k < futures; ++k) {
    if (std::ranges::any_of(values, [k](const auto& row) { return !row[k]; })) continue;
    ++counted;
    const auto merit = [&](std::size_t s) { return lower_is_better ? -*values[s][k] : *values[s][k]; };
    double best = merit(0);
    for (std::size_t s = 1; s < values.size(); ++s) best = std::max(best, merit(s));
    double ties = 0;
    for (std::size_t s = 0; s < values.size(); ++s) ties += merit(s) == best ? 1 : 0;
    for (std::size_t s = 0; s < values.size(); ++s) {
      ranks[s].regret += best - merit(s);
      if (merit(s) == best) ranks[s].best += 1 / ties;
      double better = 0, equal = 0;
      for (std::size_t other = 0; other < values.size(); ++other) {
        better += merit(other) > merit(s) ? 1 : 0;
        equal += merit(other) == merit(s) ? 1 : 0;
      }
      ranks[s].mean_rank += better + (equal + 1) / 2;
    }
  }
  for (auto& r : ranks) {
    if (counted == 0) break;
    r.best /= counted;
    r.mean_rank /= counted;
    r.regret /= counted;
  }
  return ranks;
}

bool lower_is_better(const std::string& pointer) {
  const std::string_view key = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  constexpr std::array starts = {"eur_per_",    "co2",           "water",         "pue",          "capex",
                                 "opex",        "lifetime_cost", "cost",          "payback",      "peak",
                                 "funding_gap", "time_s",        "levelised",     "public_money", "break_even",
                                 "lost_",       "guarantee",     "interruptions", "insolvent",    "design_peak"};
  return std::ranges::any_of(starts, [&](std::string_view start) { return key.starts_with(start); }) ||
         key.ends_with("payback_years");
}

std::optional<Sobol> sobol(const std::vector<double>& a, const std::vector<double>& b,
                           const std::vector<double>& mixed) {
  double mean = 0, square = 0, first = 0, total = 0;
  const auto n = static_cast<double>(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) mean += (a[i] + b[i]) / (2 * n);
  for (std::size_t i = 0; i < a.size(); ++i) {
    square += (std::pow(a[i] - mean, 2) + std::pow(b[i] - mean, 2)) / (2 * n);
    first += std::pow(b[i] - mixed[i], 2) / (2 * n);
    total += std::pow(a[i] - mixed[i], 2) / (2 * n);
  }
  if (!(square > 0)) return std::nullopt;
  return Sobol{1 - first / square, total / square};
}

}  // namespace gigaplan::futures
