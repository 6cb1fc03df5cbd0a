#include "whole_fit.hpp"

#include <fmt/format.h>

namespace gigaplan::calibration {
namespace {

constexpr double enough = 0.02;  ///< of a logarithm of likelihood: a fifth of a standard error of one parameter
constexpr int steps_a_round = 6;
constexpr int halvings = 3;
/// All rounds but the last take a loss so much wider. With the narrow one a row that is far off at the priors' means would
/// be thrown away before it could say that a parameter lies elsewhere (graduated non-convexity, Blake & Zisserman 1987).
constexpr double wider_at_first = 4;

std::vector<double> half_way(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> middle(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) middle[i] = (a[i] + b[i]) / 2;
  return middle;
}

}  // namespace

Converged descend(Linearised at, const std::vector<Row>& rows, const std::vector<Parameter>& parameters,
                  const Used& used, const Loss& loss, const Evaluate& evaluate, int steps) {
  Fit fit;
  double before = cost(rows, parameters, at, used, loss);
  for (int step = 0; step < steps; ++step) {
    fit = solve(rows, parameters, at, used, loss);
    auto there = evaluate(at, fit.values);
    double after = cost(rows, parameters, there, used, loss);
    for (int half = 0; half < halvings && after > before; ++half) {  // a bend lies between
      there = evaluate(at, half_way(at.values, there.values));
      after = cost(rows, parameters, there, used, loss);
    }
    fmt::print(stderr, "  cost {:.3f} -> {:.3f}\n", before, after);
    if (after > before) break;
    carry_slopes(at, parameters, there);
    at = std::move(there);
    if (before - after < enough) break;
    before = after;
  }
  fit.values = at.values;
  return {std::move(at), std::move(fit)};
}

Converged fit_whole(const std::vector<Row>& rows, const std::vector<Parameter>& parameters, const Loss& loss,
                    int rounds, int workers, const std::function<void(const Linearised&)>& started) {
  Converged result;
  std::vector<double> values;
  for (const auto& p : parameters) values.push_back(p.start);
  const auto evaluate = [&](const Linearised&, const std::vector<double>& there) {
    return simulate(rows, parameters, there, false, workers);
  };
  for (int round = 0; round < rounds; ++round) {
    auto at = simulate(rows, parameters, values, true, workers);
    if (round == 0) started(at);
    fmt::print(stderr, "slopes, time {} of {}\n", round + 1, rounds);
    Loss width = loss;
    if (round + 1 < rounds) width.noise *= wider_at_first;
    result = descend(
        std::move(at), rows, parameters, [](const Row&) { return true; }, width, evaluate, steps_a_round);
    values = result.fit.values;
  }
  return result;
}

}  // namespace gigaplan::calibration
