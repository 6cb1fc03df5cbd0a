#include "futures/draw.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/normal.hpp"
#include "base/random.hpp"

namespace gigaplan::futures {

const std::vector<double>& Luck::of(const std::string& figure) {
  const auto found = known_.find(figure);
  if (found != known_.end()) return found->second;
  RandomStream random(seed_, "future " + figure);
  std::vector<std::size_t> strata(count_);
  std::iota(strata.begin(), strata.end(), std::size_t{0});
  shuffle(strata, random);
  std::vector<double> shares;
  shares.reserve(count_);
  for (const std::size_t stratum : strata)
    shares.push_back((static_cast<double>(stratum) + random.uniform()) / static_cast<double>(count_));
  return known_.emplace(figure, std::move(shares)).first->second;
}

namespace {

/// Where in its stratum a share lies, in (0, 1).
double within(double share, double count) {
  const double place = share * count;
  constexpr double edge = 1e-9;  // rounding must not lead out of it
  return std::clamp(place - std::floor(place), edge, 1 - edge);
}

}  // namespace

std::vector<double> Luck::of(const std::string& figure, const std::string& owner, double correlation) {
  std::vector<double> shares = of(figure);
  if (correlation >= 1) return shares;
  const auto& own = of(figure + "\n" + owner);
  std::vector<double> z;
  z.reserve(count_);
  for (std::size_t i = 0; i < count_; ++i) {
    z.push_back(std::sqrt(correlation) * normal_quantile(shares[i]) +
                std::sqrt(1 - correlation) * normal_quantile(own[i]));
  }
  // A sum of two stratified samples is none: the future with the k-th smallest sum gets the k-th stratum.
  std::vector<std::size_t> order(count_);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return z[i]; });
  const auto count = static_cast<double>(count_);
  for (std::size_t k = 0; k < count_; ++k)
    shares[order[k]] = (static_cast<double>(k) + within(own[order[k]], count)) / count;
  return shares;
}

}  // namespace gigaplan::futures
