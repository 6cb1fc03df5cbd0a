// How long does one training step take, and where does the time go?
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "model/result.hpp"
#include "model/step_events.hpp"
#include "network/fold.hpp"
#include "workload/program.hpp"

namespace gigaplan::sim {

/// What SimGrid measured, one entry a rank cell.
struct StepTrace {
  struct Rank {
    double compute_s = 0, bubble_s = 0, end_s = 0;
    std::array<double, group_count> exposed_s{};
  };
  double makespan_s = 0;
  std::uint64_t activities = 0;
  std::vector<Rank> ranks;
};

/// Runs the step program on SimGrid, one actor a rank cell, in a forked child.
/// \param events if set: what happened when, up to events->limit. To its rows finish_events() adds what comes after.
/// \throws SimulationFailed if the child dies or the program deadlocks
[[nodiscard]] StepTrace trace_step(const StepProgram& program, const network::Fold& fold, StepEvents* events = nullptr);

/// Folds a trace into the figures that users read. Means are over real ranks: compute + exposed + bubble + overhead =
/// time.
[[nodiscard]] StepResult summarise_step(const StepTrace& trace, const network::Fold& fold,
                                        const workload::CompiledStep& step, const Chip& chip, Precision precision);

/// What follows from a step's time and workload: tokens/s, FLOP/s a chip and their shares of the peak.
/// \param ranks chips of the job \throws std::logic_error if the chip has no such precision
void set_rates(StepResult& step, double ranks, const Chip& chip, Precision precision);

}  // namespace gigaplan::sim
