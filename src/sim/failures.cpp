#include "sim/failures.hpp"

#include <numeric>
#include <utility>

namespace gigaplan::sim {

FailureProcess::FailureProcess(std::uint64_t seed, std::vector<Frequency> rates)
    : rates_(std::move(rates)),
      total_(std::accumulate(rates_.begin(), rates_.end(), Frequency()).base()),
      times_(seed, "failure time"),
      causes_(seed, "failure cause") {}

std::optional<Time> FailureProcess::wait() {
  if (total_ <= 0) return std::nullopt;
  return Time(times_.exponential(1 / total_));
}

std::size_t FailureProcess::cause() {
  double pick = causes_.uniform() * total_;
  std::size_t cause = 0;
  while (cause + 1 < rates_.size() && pick >= rates_[cause].base()) {
    pick -= rates_[cause].base();
    ++cause;
  }
  return cause;
}

std::vector<std::uint64_t> count_failures(std::uint64_t seed, const std::vector<Frequency>& rates, Time duration) {
  FailureProcess process(seed, rates);
  std::vector<std::uint64_t> counts(rates.size(), 0);
  Time now;
  for (auto wait = process.wait(); wait; wait = process.wait()) {
    now += *wait;
    if (now > duration) break;
    ++counts[process.cause()];
  }
  return counts;
}

}  // namespace gigaplan::sim
