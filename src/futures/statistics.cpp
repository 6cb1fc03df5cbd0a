#include "futures/statistics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include "base/random.hpp"

namespace gigaplan::futures {

bool same(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

double quantile(const std::vector<double>& sorted, double share) {
  const auto n = static_cast<double>(sorted.size());
  const double place = std::clamp(share * (n + 1) - 1, 0.0, n - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

namespace {

constexpr double z_95 = 1.6448536269514722;  ///< of the standard normal distribution

/// Of a mean whose n values sum up to `sum`, their squares to `squares`.
double standard_error(double sum, double squares, double n) {
  return n > 1 ? std::sqrt(std::max(0.0, squares - sum * sum / n) / (n - 1) / n) : 0;
}

/// The k-th from both ends, where a fair coin falls on one side fewer than k times of n in at most 5 %. Too few for
/// that: all there is.
Interval median_interval(const std::vector<double>& sorted) {
  const auto n = static_cast<double>(sorted.size());
  std::size_t k = 0;
  double below = 0;  // chance of fewer than k
  for (;;) {
    const auto exactly = static_cast<double>(k);
    below +=
        std::exp(std::lgamma(n + 1) - std::lgamma(exactly + 1) - std::lgamma(n - exactly + 1) - n * std::numbers::ln2);
    if (below > 0.05) break;
    ++k;
  }
  const std::size_t place = std::max<std::size_t>(k, 1) - 1;
  return {sorted[place], sorted[sorted.size() - 1 - place]};
}

}  // namespace

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
  const auto n = static_cast<double>(sorted.size());
  double squares = 0;  // of distances from the mean: values may be large and alike
  for (const double value : sorted) squares += std::pow(value - sum / n, 2);
  return Summary{.count = sorted.size(),
                 .mean = sum / n,
                 .low = quantile(sorted, 0.05),
                 .median = quantile(sorted, 0.5),
                 .high = quantile(sorted, 0.95),
                 .mean_error = standard_error(0, squares, n),
                 .median_90 = median_interval(sorted)};
}

Interval share_interval(double share, std::size_t n) {
  const auto count = static_cast<double>(n);
  const double z2 = z_95 * z_95 / count;
  const double middle = (share + z2 / 2) / (1 + z2);
  const double reach = std::sqrt(z2 * share * (1 - share) + z2 * z2 / 4) / (1 + z2);
  return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

namespace {

/// How each fares in one future; more is better.
void rank_one(const std::vector<double>& merits, std::vector<Rank>& ranks, std::vector<double>& squares) {
  const double best = *std::ranges::max_element(merits);
  const auto ties = std::ranges::count_if(merits, [&](double merit) { return same(merit, best); });
  for (std::size_t s = 0; s < merits.size(); ++s) {
    if (same(merits[s], best)) {
      ranks[s].best += 1 / static_cast<double>(ties);
    } else {
      ranks[s].regret += best - merits[s];
      squares[s] += std::pow(best - merits[s], 2);
    }
    double better = 0, equal = 0;
    for (const double other : merits) {
      const bool as_good = same(other, merits[s]);
      equal += as_good ? 1 : 0;
      better += !as_good && other > merits[s] ? 1 : 0;
    }
    ranks[s].mean_rank += better + (equal + 1) / 2;
  }
}

}  // namespace

std::vector<Rank> rank(const std::vector<std::vector<std::optional<double>>>& values, bool lower_is_better) {
  std::vector<Rank> ranks(values.size());
  const std::size_t futures = values.empty() ? 0 : values.front().size();
  double counted = 0;
  std::vector<double> squares(values.size());  ///< of regrets
  for (std::size_t k = 0; k < futures; ++k) {
    if (std::ranges::any_of(values, [k](const auto& row) { return !row[k]; })) continue;
    ++counted;
    std::vector<double> merits;
    merits.reserve(values.size());
    for (const auto& row : values) merits.push_back(lower_is_better ? -*row[k] : *row[k]);
    rank_one(merits, ranks, squares);
  }
  for (std::size_t s = 0; s < ranks.size() && counted > 0; ++s) {
    Rank& r = ranks[s];
    const double reach = z_95 * standard_error(r.regret, squares[s], counted);
    r.best /= counted;
    r.mean_rank /= counted;
    r.regret /= counted;
    r.counted = static_cast<std::size_t>(counted);
    r.best_90 = share_interval(r.best, r.counted);
    r.regret_90 = {std::max(0.0, r.regret - reach), r.regret + reach};
  }
  return ranks;
}

bool lower_is_better(const std::string& pointer) {
  const std::string_view key = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  constexpr std::array starts = {"eur_per_",      "nominal_eur_per_",
                                 "quarters_",     "quota_",
                                 "co2",           "water",
                                 "pue",           "capex",
                                 "opex",          "lifetime_cost",
                                 "cost",          "payback",
                                 "peak",          "funding_gap",
                                 "time_s",        "levelised",
                                 "public_money",  "break_even",
                                 "lost_",         "guarantee",
                                 "interruptions", "insolvent",
                                 "design_peak"};
  return std::ranges::any_of(starts, [&](std::string_view start) { return key.starts_with(start); }) ||
         key.ends_with("payback_years");
}

namespace {

struct SobolRow {
  double a, b, mixed;
};

struct Indices {
  double first, total;
};

/// \param row the k-th of n
template <class RowAt>
std::optional<Indices> indices_of(std::size_t n, const RowAt& row) {
  double mean = 0, square = 0, first = 0, total = 0;
  const auto count = static_cast<double>(n);
  for (std::size_t k = 0; k < n; ++k) mean += (row(k).a + row(k).b) / (2 * count);
  for (std::size_t k = 0; k < n; ++k) {
    const SobolRow& r = row(k);
    square += (std::pow(r.a - mean, 2) + std::pow(r.b - mean, 2)) / (2 * count);
    first += (r.b - mean) * (r.mixed - r.a) / count;
    total += std::pow(r.a - r.mixed, 2) / (2 * count);
  }
  return square > 0 ? std::optional(Indices{first / square, total / square}) : std::nullopt;
}

Interval middle_90(std::vector<double> values) {
  std::ranges::sort(values);
  return {quantile(values, 0.05), quantile(values, 0.95)};
}

}  // namespace

std::optional<Sobol> sobol(const std::vector<std::optional<double>>& a, const std::vector<std::optional<double>>& b,
                           const std::vector<std::optional<double>>& mixed) {
  constexpr int resamples = 400;
  std::vector<SobolRow> rows;
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k] && b[k] && mixed[k]) rows.push_back({*a[k], *b[k], *mixed[k]});
  if (rows.size() < 2) return std::nullopt;
  const auto found = indices_of(rows.size(), [&](std::size_t k) -> const SobolRow& { return rows[k]; });
  if (!found) return std::nullopt;
  RandomStream random(1, "bootstrap of Sobol indices");
  std::vector<double> firsts, totals;
  std::vector<std::size_t> drawn(rows.size());
  for (int i = 0; i < resamples; ++i) {
    for (auto& k : drawn) k = static_cast<std::size_t>(random.uniform() * static_cast<double>(rows.size()));
    const auto again = indices_of(rows.size(), [&](std::size_t k) -> const SobolRow& { return rows[drawn[k]]; });
    if (!again) continue;  // one row, many times
    firsts.push_back(again->first);
    totals.push_back(again->total);
  }
  if (firsts.empty()) return std::nullopt;
  return Sobol{found->first, found->total,          middle_90(std::move(firsts)), middle_90(std::move(totals)),
               rows.size(),  a.size() - rows.size()};
}

}  // namespace gigaplan::futures
