#include "sim/job_clock.hpp"

#include <utility>

namespace gigaplan::sim {

void JobClock::advance(double now_s) {
  const double span_s = now_s - booked_s_;
  double work_s = 0;
  switch (state_) {
    case JobState::running: {
      const double done_s = work_done(rhythm_, Time(now_s - since_s_)).base();
      work_s = done_s - run_work_s_;
      run_work_s_ = done_s;
      total_s_.checkpoint += span_s - work_s;
      break;
    }
    case JobState::saving: total_s_.checkpoint += span_s; break;
    case JobState::restarting: total_s_.restart += span_s; break;
    case JobState::waiting: total_s_.waiting += span_s; break;
    case JobState::maintenance: total_s_.maintenance += span_s; break;
  }
  const bool in_job = state_ == JobState::running || state_ == JobState::saving;
  open_.training_s += work_s;
  (in_job ? open_.checkpoint_s : open_.standstill_s) += span_s - work_s;
  booked_s_ = now_s;
}

void JobClock::enter(JobState next, double now_s, bool work_is_safe) {
  advance(now_s);
  if (state_ == JobState::running) {
    const double kept_s = work_is_safe ? run_work_s_ : work_saved(rhythm_, Time(now_s - since_s_)).base();
    total_s_.training += kept_s;
    total_s_.lost_work += run_work_s_ - kept_s;
    run_work_s_ = 0;
  }
  state_ = next;
  since_s_ = now_s;
}

Spell JobClock::take(double now_s) {
  advance(now_s);
  return std::exchange(open_, {});
}

HoursByState JobClock::hours(double now_s) {
  advance(now_s);
  constexpr double h = 3600;
  return {.training = (total_s_.training + run_work_s_) / h,
          .lost_work = total_s_.lost_work / h,
          .checkpoint = total_s_.checkpoint / h,
          .restart = total_s_.restart / h,
          .waiting = total_s_.waiting / h,
          .maintenance = total_s_.maintenance / h};
}

}  // namespace gigaplan::sim
