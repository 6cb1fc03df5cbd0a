// What does chance do in a future?
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gigaplan::futures {

/// Luck of `count` futures, each figure's own. The futures of a figure are stratified: exactly one lies in each of
/// `count` equal parts of its distribution (Latin hypercube: McKay, Beckman & Conover 1979, Technometrics 21(2)), which
/// takes fewer futures for the same certainty than independent draws. Streams are keyed by figure, so that scenarios
/// share their luck (common random numbers) and a difference between two is theirs.
class Luck {
 public:
  Luck(std::uint64_t seed, std::size_t count) : seed_(seed), count_(count) {}
  [[nodiscard]] std::size_t count() const { return count_; }

  /// In (0, 1), one a future: the same in every scenario.
  [[nodiscard]] const std::vector<double>& of(const std::string& figure);

  /// Half of it common to all, half its own: normal scores that correlate by `correlation` between owners (a Gaussian
  /// copula), stratified as all others. \param owner e.g. the site's id
  [[nodiscard]] std::vector<double> of(const std::string& figure, const std::string& owner, double correlation);

 private:
  std::uint64_t seed_;
  std::size_t count_;
  std::map<std::string, std::vector<double>> known_;
};

}  // namespace gigaplan::futures
