#include "sim/operate_run.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <utility>

#include "sim/engine.hpp"
#include "sim/failures.hpp"
#include "sim/job_clock.hpp"

namespace gigaplan::sim {
namespace {

namespace s4u = simgrid::s4u;

constexpr double hour_s = 3600;
constexpr double maintenance_period_s = 730 * hour_s;  // twelve windows a year

double now() {
  return s4u::Engine::get_clock();
}

/// An actor's nap that another actor can cut short.
class Nap {
 public:
  /// \returns true if it was cut short
  bool sleep(double seconds) {
    napping_ = true;
    const bool timed_out = bell_->acquire_timeout(seconds);
    napping_ = false;
    return !timed_out;
  }
  void interrupt() {
    if (napping_) {
      napping_ = false;
      bell_->release();
    }
  }

 private:
  bool napping_ = false;
  s4u::SemaphorePtr bell_ = s4u::Semaphore::create(0);
};

class OperationRun {
 public:
  OperationRun(const Scenario& scenario, const OperationPlan& plan, const std::function<void(double)>& progress)
      : scenario_(scenario),
        plan_(plan),
        progress_(progress),
        clock_(plan.rhythm),
        end_s_(std::round(scenario.operation.years * 8760) * hour_s) {
    trace_.interruptions.assign(plan.failure_rates.size(), 0);
  }
  OperationTrace run(s4u::Engine& engine);

 private:
  void job();
  void failures();
  void repairs();
  void maintenance();
  void meter();
  void fail(std::size_t cause);
  void start_or_wait();
  void change_down_nodes(long change);
  [[nodiscard]] Hour close_hour(std::size_t hour);
  [[nodiscard]] bool over() const { return now() >= end_s_; }
  [[nodiscard]] bool enough_nodes() const { return plan_.installed_nodes - down_nodes_ >= plan_.job_nodes; }

  const Scenario& scenario_;
  const OperationPlan& plan_;
  const std::function<void(double)>& progress_;
  JobClock clock_;
  double end_s_ = 0;
  OperationTrace trace_;
  Nap job_nap_, shop_nap_;
  bool failed_ = false;  ///< the job's nap was cut by a failure
  bool stop_for_maintenance_ = false;
  bool in_maintenance_ = false;
  double restart_s_ = 0;  ///< how long the present restart takes
  long down_nodes_ = 0;
  double down_since_s_ = 0;
  std::uint32_t interruptions_this_hour_ = 0;
  std::priority_queue<double, std::vector<double>, std::greater<>> repair_ends_;
};

/// The job's life: restart, run until something happens, stand still while it must.
void OperationRun::job() {
  const auto& reliability = scenario_.operation.reliability;
  const double plain_restart_s = reliability.restart.base();
  const double after_failure_s = (reliability.detection + reliability.restart + plan_.rhythm.read).base();
  restart_s_ = plain_restart_s;  // the first start finds no checkpoint to read
  while (!over()) {
    if (stop_for_maintenance_) {
      clock_.enter(JobState::maintenance, now(), true);
      while (in_maintenance_ && !over()) {
        job_nap_.sleep(end_s_ - now());
      }
      stop_for_maintenance_ = false;
      restart_s_ = plain_restart_s + plan_.rhythm.read.base();
    } else if (!enough_nodes()) {
      clock_.enter(JobState::waiting, now(), true);
      job_nap_.sleep(end_s_ - now());
    } else if (clock_.state() != JobState::restarting || failed_) {
      failed_ = false;
      clock_.enter(JobState::restarting, now(), true);
      if (job_nap_.sleep(restart_s_)) {
        restart_s_ = failed_ ? after_failure_s : restart_s_;
      }
    } else {
      clock_.enter(JobState::running, now(), true);
      job_nap_.sleep(end_s_ - now());
      if (failed_) {
        clock_.enter(JobState::restarting, now(), false);
        restart_s_ = after_failure_s;
      } else if (stop_for_maintenance_) {
        clock_.enter(JobState::saving, now(), true);
        s4u::this_actor::sleep_for(plan_.rhythm.write.base());
      }
    }
  }
}

void OperationRun::fail(std::size_t cause) {
  const auto state = clock_.state();
  const bool some_node_is_up = down_nodes_ < plan_.installed_nodes;
  if (some_node_is_up && scenario_.operation.reliability.causes[cause].repair > Time()) {
    change_down_nodes(+1);
    repair_ends_.push(now() + scenario_.operation.reliability.causes[cause].repair.base());
    shop_nap_.interrupt();
  }
  if (state == JobState::running || state == JobState::restarting) {
    ++trace_.interruptions[cause];
    ++interruptions_this_hour_;
    failed_ = true;
    job_nap_.interrupt();
  }
}

void OperationRun::failures() {
  FailureProcess process(scenario_.seed, plan_.failure_rates);
  for (auto wait = process.wait(); wait; wait = process.wait()) {
    s4u::this_actor::sleep_for(wait->base());
    if (over()) {
      return;
    }
    fail(process.cause());
  }
}

void OperationRun::change_down_nodes(long change) {
  trace_.down_node_hours += static_cast<double>(down_nodes_) * (now() - down_since_s_) / hour_s;
  down_nodes_ += change;
  down_since_s_ = now();
}

void OperationRun::repairs() {
  while (!over()) {
    const double next_s = repair_ends_.empty() ? end_s_ : std::min(repair_ends_.top(), end_s_);
    if (next_s > now() && shop_nap_.sleep(next_s - now())) {
      continue;  // a new patient, perhaps with an earlier end
    }
    while (!repair_ends_.empty() && repair_ends_.top() <= now()) {
      repair_ends_.pop();
      change_down_nodes(-1);
      if (clock_.state() == JobState::waiting && enough_nodes()) {
        job_nap_.interrupt();
      }
    }
  }
}

void OperationRun::maintenance() {
  const double window_s = scenario_.operation.planned_downtime_share * maintenance_period_s;
  for (std::size_t month = 1; window_s > 0 && !over(); ++month) {
    s4u::this_actor::sleep_until(std::min(end_s_, static_cast<double>(month) * maintenance_period_s - window_s));
    in_maintenance_ = stop_for_maintenance_ = !over();
    job_nap_.interrupt();
    s4u::this_actor::sleep_until(std::min(end_s_, static_cast<double>(month) * maintenance_period_s));
    in_maintenance_ = false;
    if (clock_.state() == JobState::maintenance) {
      job_nap_.interrupt();
    }
  }
}

Hour OperationRun::close_hour(std::size_t hour) {
  const auto spell = clock_.take(now());
  const auto& it = plan_.it;
  const auto& weather = plan_.weather[hour % plan_.weather.size()];
  const Power mean =
      (spell.training_s * it.training + spell.checkpoint_s * it.checkpoint + spell.standstill_s * it.standstill) /
      hour_s;
  const auto draw = power::facility_draw(plan_.plant, mean, weather);
  Hour row;
  row.dry_bulb = weather.dry_bulb;
  row.wet_bulb = weather.wet_bulb;
  row.it = draw.it;
  row.facility = draw.total();
  row.power_chain = draw.power_chain;
  row.cooling = draw.cooling();
  row.house = draw.house;
  row.water = draw.water * unit::hour;
  row.training_share = spell.training_s / hour_s;
  row.interruptions = std::exchange(interruptions_this_hour_, 0);
  return row;
}

void OperationRun::meter() {
  const auto hours = static_cast<std::size_t>(std::llround(end_s_ / hour_s));
  trace_.timeline.reserve(hours);
  for (std::size_t hour = 0; hour < hours; ++hour) {
    s4u::this_actor::sleep_until(static_cast<double>(hour + 1) * hour_s);
    trace_.timeline.push_back(close_hour(hour));
    if (progress_ && hour % 720 == 0) {
      progress_(static_cast<double>(hour + 1) / static_cast<double>(hours));
    }
  }
  trace_.hours = clock_.hours(end_s_);
  change_down_nodes(0);
}

OperationTrace OperationRun::run(s4u::Engine& engine) {
  auto* const zone = s4u::create_empty_zone("site");
  auto* const site = zone->create_host("site", 1.0)->seal();
  zone->seal();
  // The meter comes first: at a full hour it reads the book before anybody writes the next hour into it.
  s4u::Actor::create("meter", site, [this] { meter(); });
  s4u::Actor::create("maintenance", site, [this] { maintenance(); });
  s4u::Actor::create("repairs", site, [this] { repairs(); });
  s4u::Actor::create("job", site, [this] { job(); });
  s4u::Actor::create("failures", site, [this] { failures(); });
  engine.run_until(end_s_ + 1);
  return std::move(trace_);
}

}  // namespace

OperationTrace run_operation(const Scenario& scenario, const OperationPlan& plan,
                             const std::function<void(double)>& progress) {
  auto& engine = start_engine(1e-6);
  // Never destroyed: actors may still sleep on its semaphores when time is up, and the child leaves by _exit.
  auto& run = *new OperationRun(scenario, plan, progress);
  return run.run(engine);
}

}  // namespace gigaplan::sim
