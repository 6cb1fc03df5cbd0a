#include "futures/draw.hpp"

#include <cmath>
#include <numeric>

#include "base/random.hpp"
#include "futures/spread.hpp"

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

std::vector<double> Luck::of(const std::string& figure, const std::string& owner, double correlation) {
  std::vector<double> shares = of(figure);
  const auto& own = of(figure + "\n" + owner);
  for (std::size_t i = 0; i < count_; ++i) {
    const double z =
        std::sqrt(correlation) * normal_quantile(shares[i]) + std::sqrt(1 - correlation) * normal_quantile(own[i]);
    shares[i] = normal_share(z);
  }
  return shares;
}

}  // namespace gigaplan::futures
