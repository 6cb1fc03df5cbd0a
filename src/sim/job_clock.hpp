// In which state is the job, and since when? The book that actors write and the meter reads.
#pragma once

#include <array>

#include "model/result.hpp"
#include "sim/checkpoint.hpp"

namespace gigaplan::sim {

enum class JobState { running, saving, restarting, waiting, maintenance };

/// Seconds by what the chips did.
struct Spell {
  double training_s = 0, checkpoint_s = 0, standstill_s = 0;
};

/// Keeps the job's state, the time spent in each, and the work done, saved and lost. Times are seconds of the
/// simulation.
class JobClock {
 public:
  explicit JobClock(const CheckpointRhythm& rhythm) : rhythm_(rhythm) {}

  [[nodiscard]] JobState state() const { return state_; }
  /// Changes state at time `now_s`. Leaving `running` books its work: all of it if the job could save it, else what
  /// safe checkpoints hold.
  void enter(JobState next, double now_s, bool work_is_safe);
  /// What the chips did since the last call of take().
  [[nodiscard]] Spell take(double now_s);
  /// Totals up to `now_s`, hours. The work of a job that still runs counts as kept.
  [[nodiscard]] HoursByState hours(double now_s);

 private:
  void advance(double now_s);

  CheckpointRhythm rhythm_;
  JobState state_ = JobState::waiting;
  double since_s_ = 0;     ///< entered the state
  double booked_s_ = 0;    ///< advanced up to here
  Spell open_;             ///< since the last take()
  double run_work_s_ = 0;  ///< of the present run
  HoursByState total_s_;   ///< in seconds; `training` and `lost_work` of finished runs only
};

}  // namespace gigaplan::sim
