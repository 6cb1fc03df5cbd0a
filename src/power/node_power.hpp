// What does a node draw while its chips compute, communicate or wait?
#pragma once

#include "base/quantity.hpp"
#include "model/chip.hpp"
#include "model/node.hpp"

namespace gigaplan::power {

/// Shares of a chip's time; the rest (1 - compute - communicate) it idles: no job, or the job stands still.
/// A bubble inside a running step is spent in a receive kernel that spins, so it belongs to `communicate`.
struct Activity {
  double compute = 0;      ///< kernels run, 0..1
  double communicate = 0;  ///< waiting on the wire, 0..1; compute + communicate ≤ 1
  bool operator==(const Activity&) const = default;
};

/// What a chip that waits on the wire draws above idle ÷ what a computing one draws above idle. Computed from MLPerf
/// Power v4.0, Supermicro 8 × H100, Llama 2 70B LoRA (training_results_v4.0, smc-ac-power): a node draws 7,159 W on 1,
/// 5,822 W on 8, 5,083 W on 64 nodes while its run takes 28.13, 5.30, 1.954 min, so chips compute in at most 100, 66
/// and 22 % of the time. A line through the outer two meets zero compute at about 4,480 W; without 1,700 W of host and
/// 200 W of NICs that is 322 W a chip of 672 W busy, 70 W idle, 0.42; 20 % more samples to converge on 64 nodes would
/// make it 0.39.
inline constexpr double communicating_power_share = 0.4;

/// Mean draw of one chip: idle + (busy_chip_power_share · tdp - idle) · (compute + communicating_power_share ·
/// communicate).
[[nodiscard]] Power chip_power(const Chip& chip, const Node& node, Activity activity);

/// Mean draw of one node at its power inlet: its chips, its NICs (which draw the same whatever they do), its host,
/// between host_idle and host_busy by the share of time in which the job runs (compute + communicate), and its fans,
/// which turn in that time for the heat that no liquid takes. Their power falls with the cube of their speed, so that
/// an idle node's, at a quarter of the heat, are left out.
[[nodiscard]] Power node_power(const Node& node, Activity activity);

}  // namespace gigaplan::power
