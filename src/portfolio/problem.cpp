#include "portfolio/problem.hpp"

#include <numeric>

namespace gigaplan::portfolio {

double total(const Money3& money) {
  return std::accumulate(money.begin(), money.end(), 0.0);
}

std::vector<double> values(const Problem& problem) {
  std::vector<double> result;
  result.reserve(problem.candidates.size());
  for (const Candidate& c : problem.candidates) {
    const bool mean = problem.aim == Aim::mean && !c.futures.empty();
    result.push_back(mean ? std::accumulate(c.futures.begin(), c.futures.end(), 0.0) /
                                static_cast<double>(c.futures.size())
                          : c.value);
  }
  return result;
}

double sum_over(const Chosen& chosen, const std::vector<double>& each) {
  return std::accumulate(chosen.begin(), chosen.end(), 0.0, [&](double sum, std::size_t i) { return sum + each[i]; });
}

double sum_over(const Chosen& chosen, const std::vector<Candidate>& candidates, double Candidate::*member) {
  return std::accumulate(chosen.begin(), chosen.end(), 0.0,
                         [&](double sum, std::size_t i) { return sum + candidates[i].*member; });
}

}  // namespace gigaplan::portfolio
