#include "sim/bottleneck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace gigaplan::sim {
namespace {

struct Loss {
  std::string name, phrase;
  double share;  ///< of all hours
};

}  // namespace

Bottleneck find_bottleneck(const StepResult& step, const OperationResult& operation) {
  // Shares of all chip time: hours without (kept) training first, then how each second of a step is spent.
  const double kept = operation.goodput;
  const auto of_step = [&](Time part) { return kept * (part / step.time); };
  const auto& hours = operation.hours;
  const double all_hours =
      hours.training + hours.lost_work + hours.checkpoint + hours.restart + hours.waiting + hours.maintenance;
  const auto of_all = [&](double part) { return all_hours > 0 ? part / all_hours : 0; };
  const double computing = of_step(step.compute);
  const double at_peak = kept * step.hfu;
  std::vector<Loss> losses = {
      {"kernels", "kernels that run below the chip's peak rate", std::max(0.0, computing - at_peak)},
      {"pipeline bubble", "waiting for other pipeline stages", of_step(step.bubble)},
      {"step overhead", "fixed costs of each step", of_step(step.overhead)},
      {"restarts", "detecting failures and restarting", of_all(hours.restart)},
      {"lost work", "work lost to failures", of_all(hours.lost_work)},
      {"checkpoints", "standing still for checkpoints", of_all(hours.checkpoint)},
      {"waiting for repairs", "waiting for repairs, with too few spare nodes", of_all(hours.waiting)},
      {"maintenance", "planned maintenance", of_all(hours.maintenance)}};
  for (std::size_t g = 0; g < group_count; ++g) {
    losses.push_back({std::string(group_names[g]) + " communication", std::string(group_phrases[g]),
                      of_step(step.exposed_by_group[g])});
  }
  std::ranges::stable_sort(losses, [](const Loss& a, const Loss& b) { return a.share > b.share; });
  return {
      losses[0].name,
      fmt::format("Of all chip time {:.0f} % is arithmetic at peak rate; the largest loss is {} ({:.0f} %), then {} "
                  "({:.0f} %).",
                  100 * at_peak, losses[0].phrase, 100 * losses[0].share, losses[1].phrase, 100 * losses[1].share)};
}

}  // namespace gigaplan::sim
