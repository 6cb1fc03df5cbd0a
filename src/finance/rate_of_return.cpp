#include "finance/rate_of_return.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <ranges>

namespace gigaplan::finance {
namespace {

/// By Horner's rule, from the last flow on. \param factor value of a euro one quarter later
Money value_at(const std::vector<Money>& flows, double factor) {
  Money value;
  for (const Money flow : flows | std::views::reverse) {
    value = value * factor + flow;
  }
  return value;
}

double quarterly_factor(double rate) {
  return std::pow(1 + rate, -0.25);
}

/// Halves an interval at whose ends the value has opposite signs.
double root_between(const std::vector<Money>& flows, double low, double high) {
  const bool rises = value_at(flows, quarterly_factor(low)) < Money(0);
  constexpr int enough = 100;
  for (int i = 0; i < enough && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle == low || middle == high) {
      break;
    }
    ((value_at(flows, quarterly_factor(middle)) < Money(0)) == rises ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace

Money net_present_value(const std::vector<Money>& flows, double rate) {
  return value_at(flows, quarterly_factor(rate));
}

std::optional<double> internal_rate_of_return(const std::vector<Money>& flows) {
  const auto negative = [](Money m) { return m < Money(0); };
  if (!std::ranges::any_of(flows, negative)) {
    return std::nullopt;
  }
  // Fine where rates of projects lie, coarse beyond.
  static constexpr std::array rates = {-0.99, -0.95, -0.9, -0.8,  -0.7, -0.6, -0.5, -0.4, -0.3, -0.25,
                                       -0.2,  -0.15, -0.1, -0.05, 0.0,  0.05, 0.1,  0.15, 0.2,  0.25,
                                       0.3,   0.4,   0.5,  0.75,  1.0,  1.5,  2.0,  3.0,  5.0,  10.0};
  std::optional<double> best;
  bool ever_worth = false;
  for (std::size_t i = 0; i + 1 < rates.size(); ++i) {
    const Money low = net_present_value(flows, rates.at(i)), high = net_present_value(flows, rates.at(i + 1));
    ever_worth = ever_worth || !(low < Money(0)) || !(high < Money(0));
    if ((low < Money(0)) != (high < Money(0))) {
      const double root = root_between(flows, rates.at(i), rates.at(i + 1));
      best = best && std::abs(*best) <= std::abs(root) ? best : root;
    }
  }
  return ever_worth ? best : -1;  // all is lost, or more: no return is worse
}

std::optional<double> payback_years(const std::vector<Money>& flows) {
  Money sum;
  std::optional<double> since;
  bool paid = false;
  for (std::size_t k = 0; k < flows.size(); ++k) {
    const Money before = sum;
    sum += flows[k];
    if (sum < Money(0)) {
      paid = true;
      since.reset();
    } else if (paid && !since) {
      since = (static_cast<double>(k) - sum / (sum - before)) / 4;
    }
  }
  return since;
}

double real_rate(double nominal, double inflation) {
  return (1 + nominal) / (1 + inflation) - 1;
}

double nominal_rate(double real, double inflation) {
  return (1 + real) * (1 + inflation) - 1;
}

}  // namespace gigaplan::finance
