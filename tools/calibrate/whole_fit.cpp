#include "whole_fit.hpp"

#include <fmt/format.h>

namespace gigaplan::calibration {
namespace {

constexpr double enough = 0.05;  ///< of a standard error: no figure that a fit is cited with moves by less
constexpr int steps_a_round = 5;

bool all(const Row&) {
  return true;
}

std::vector<double> half_way(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> middle(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) middle[i] = (a[i] + b[i]) / 2;
  return middle;
}

}  // namespace

Converged fit_whole(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Loss& loss,
                    int rounds, int workers, const std::function<void(const Linearised&)>& started) {
  Converged result;
  auto& at = result.at;
  for (const auto& p : parameters) at.values.push_back(p.start);
  for (int round = 0; round < rounds; ++round) {
    at = simulate(rows, parameters, at.values, true, workers);
    if (round == 0) started(at);
    for (int step = 0; step < steps_a_round; ++step) {
      result.fit = solve(rows, parameters, at, all, loss);
      result.last_move = largest_move(at.values, result.fit);
      auto there = simulate(rows, parameters, result.fit.values, false, workers);
      const double before = cost(rows, parameters, at, all, loss);
      for (int half = 0; half < 3 && cost(rows, parameters, there, all, loss) > before + 1e-3; ++half)
        there = simulate(rows, parameters, half_way(at.values, there.values), false, workers);
      carry_slopes(at, parameters, there);
      const double after = cost(rows, parameters, there, all, loss);
      fmt::print(stderr, "round {}.{}: cost {:.3f} -> {:.3f}, largest move {:.2f} standard errors\n", round + 1,
                 step + 1, before, after, result.last_move);
      at = std::move(there);
      if (result.last_move < enough || before - after < 0.02) break;
    }
  }
  result.fit.values = at.values;
  return result;
}

}  // namespace gigaplan::calibration
