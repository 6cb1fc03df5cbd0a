#include "accuracy/failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "accuracy/statistics.hpp"
#include "sim/checkpoint.hpp"
#include "sim/failures.hpp"

namespace gigaplan::accuracy {
namespace {

constexpr double day_s = 86'400;
constexpr double most_failures = 1e5;  ///< of a draw

/// Failures a second by cause of everything on the cluster that interrupts the job; 0 for those not asked for.
std::vector<Frequency> rates_of(const Scenario& scenario, bool chips_only) {
  const auto& reliability = scenario.operation.reliability;
  auto rates = sim::failure_rates(reliability, scenario.cluster.chips(), scenario.cluster.nodes);
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto& cause = reliability.causes[i];
    if (chips_only && (cause.unit != FailureUnit::chip || cause.repair <= Time{})) rates[i] = Frequency();
  }
  return rates;
}

double sum(const std::vector<Frequency>& rates) {
  return std::accumulate(rates.begin(), rates.end(), Frequency()).base();
}

/// Failures by cause in so many days; the last row holds those of all causes. A column is a draw.
std::vector<std::vector<double>> draw(const std::vector<Frequency>& rates, double days) {
  if (const double expected = sum(rates) * days * day_s; !(expected <= most_failures)) {
    throw BadCase(
        fmt::format("{:.3g} failures are to be expected, and no more than {:.0f} are drawn", expected, most_failures));
  }
  std::vector<std::vector<double>> counts(rates.size() + 1);
  for (std::uint64_t seed = 1; seed <= failure_draws; ++seed) {
    double all = 0;
    const auto drawn = sim::count_failures(seed, rates, Time(days * day_s));
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      counts[i].push_back(static_cast<double>(drawn[i]));
      all += counts[i].back();
    }
    counts.back().push_back(all);
  }
  return counts;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval interval(const std::vector<double>& values) {
  return {quantile(values, 0.05), quantile(values, 0.95)};
}

Point counted(const std::string& what, const std::vector<double>& counts, double published) {
  return {what, "", mean(counts), published, interval(counts)};
}

}  // namespace

std::vector<Point> failure_points(const Scenario& scenario, const InterruptionsTruth& truth) {
  const auto counts = draw(rates_of(scenario, truth.chips_only), truth.days);
  std::vector<Point> points = {
      counted(fmt::format("interruptions in {:g} days", truth.days), counts.back(), truth.count)};
  const auto& causes = scenario.operation.reliability.causes;
  for (const auto& [name, published] : truth.by_cause) {
    const auto found = std::ranges::find(causes, name, &FailureCause::name);
    if (found == causes.end()) throw BadCase(fmt::format("no cause of failures is named \"{}\"", name));
    points.push_back(counted("of these: " + name, counts[static_cast<std::size_t>(found - causes.begin())], published));
  }
  return points;
}

std::vector<Point> failure_points(const Scenario& scenario, const FailureTruth& truth) {
  const auto rates = rates_of(scenario, false);
  const double rate = sum(rates);
  const auto nodes = static_cast<double>(scenario.cluster.nodes);
  std::vector<double> counts;
  if (truth.days) counts = draw(rates, *truth.days).back();
  std::vector<Point> points;
  if (truth.mttf_h) {
    points.push_back({"mean time to failure of the job", "h", 1 / rate / 3600, *truth.mttf_h});
    if (!counts.empty()) {
      const auto hours = [&](double count) { return *truth.days * 24 / count; };
      const auto [few, many] = interval(counts);
      points.back().predicted = hours(mean(counts));
      if (few > 0) points.back().interval = {hours(many), hours(few)};
    }
  }
  if (truth.per_1000_node_days) {
    points.push_back({"failures in 1,000 node-days", "", rate / nodes * 1000 * day_s, *truth.per_1000_node_days});
    if (!counts.empty()) {
      const auto share = [&](double count) { return count / (*truth.days * nodes / 1000); };
      const auto [few, many] = interval(counts);
      points.back().predicted = share(mean(counts));
      points.back().interval = {share(few), share(many)};
    }
  }
  return points;
}

}  // namespace gigaplan::accuracy
