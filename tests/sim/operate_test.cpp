#include "sim/operate.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "sim/job_clock.hpp"

namespace gigaplan::sim {
namespace {

/// A job of 100 nodes that saves 20 s after every 600 s, never fails, never rests; flat weather, no losses.
struct Bench {
  Scenario scenario;
  StepResult step;
  OperationPlan plan;

  Bench() {
    scenario.operation.years = 1;
    scenario.operation.reliability.detection = 5.0 * unit::minute;
    scenario.operation.reliability.restart = 10.0 * unit::minute;
    scenario.site.electricity = {.wholesale = 40.0 * unit::euro_per_megawatt_hour,
                                 .grid_and_tax = 10.0 * unit::euro_per_megawatt_hour,
                                 .carbon = 100.0 * unit::gram_per_kilowatt_hour};
    scenario.cluster.node.liquid_share = 1;
    scenario.facility.cooling.supply = Temperature(40);
    scenario.facility.cooling.loop_rise = Temperature(10);
    scenario.facility.cooling.approach = Temperature(5);
    scenario.facility.cooling.chiller_carnot_share = 0.5;
    scenario.facility.cooling.chiller_lift_min = Temperature(15);
    step.time = Time(10);
    step.workload.tokens_per_step = Tokens(1e6);
    step.workload.model_operations = Operations(1e18);
    plan.job_nodes = 100;
    plan.installed_nodes = 100;
    plan.rhythm = {.interval = Time(600), .pause = Time(20), .write = Time(30), .read = Time(60)};
    plan.it = {.training = 1.0 * unit::megawatt,
               .checkpoint = 0.5 * unit::megawatt,
               .standstill = 0.2 * unit::megawatt,
               .peak = 1.2 * unit::megawatt};
    plan.plant = power::size_plant(scenario.facility, scenario.cluster.node, plan.it.peak);
    plan.weather.assign(8760, {Temperature(10), Temperature(8)});
  }
  void add_cause(std::string name, double per_hour, double repair_h) {
    scenario.operation.reliability.causes.push_back(
        {.name = std::move(name), .unit = FailureUnit::job, .rate = {}, .repair = repair_h * unit::hour});
    plan.failure_rates.push_back(per_hour * unit::per_hour);
  }
  [[nodiscard]] OperationResult run() const { return operate(scenario, step, plan); }
};

double sum(const HoursByState& h) {
  return h.training + h.lost_work + h.checkpoint + h.restart + h.waiting + h.maintenance;
}

}  // namespace

TEST_CASE("without failures only the first start and the checkpoints cost time") {
  const auto result = Bench().run();
  // 8760 h minus 10 min start; then 600 s of each 620 s is work
  const double running_h = 8760 - 10.0 / 60;
  CHECK(result.hours.restart == doctest::Approx(10.0 / 60).epsilon(1e-9));
  CHECK(result.hours.training == doctest::Approx(running_h * 600 / 620).epsilon(1e-5));
  CHECK(result.hours.lost_work == 0);
  CHECK(result.interruptions == 0);
  CHECK(result.chip_availability == 1);
  CHECK(result.timeline.size() == 8760);
  // 1e6 tokens every 10 s of training
  CHECK(result.tokens_trained.base() == doctest::Approx(result.hours.training * 360e6).epsilon(1e-9));
}

TEST_CASE("hours by state add up to all hours, whatever happens") {
  Bench bench;
  bench.add_cause("chip", 0.2, 30);
  bench.add_cause("software", 0.1, 0);
  bench.plan.installed_nodes = 104;
  bench.scenario.operation.planned_downtime_share = 0.02;
  const auto result = bench.run();
  CHECK(sum(result.hours) == doctest::Approx(8760).epsilon(1e-9));
  CHECK(result.hours.waiting > 0);  // 0.2/h · 30 h = 6 nodes in repair on average, 4 spare
  CHECK(result.hours.maintenance == doctest::Approx(0.02 * 8760).epsilon(0.01));
  CHECK(result.interruptions_by_cause.at("chip") + result.interruptions_by_cause.at("software") ==
        result.interruptions);
  double training_h = 0;
  std::uint64_t interruptions = 0;
  for (const auto& hour : result.timeline) {
    training_h += hour.training_share;
    interruptions += hour.interruptions;
  }
  CHECK(training_h == doctest::Approx(result.hours.training + result.hours.lost_work).epsilon(1e-9));
  CHECK(interruptions == result.interruptions);
}

TEST_CASE("as many interruptions as the rates say, and as much lost as the checkpoints leave") {
  Bench bench;
  bench.add_cause("software", 0.5, 0);
  const auto result = bench.run();
  // Poisson: 0.5/h · 8760 h = 4380 ± 66 (one sigma)
  CHECK(std::abs(static_cast<double>(result.interruptions) - 4380) < 4 * 66.2);
  // A failure that hits a running job costs half a cycle of work on average, plus the 10 s that a checkpoint is not yet
  // safe after its pause: 0.5 · 600 · 600/620 + … ≈ (0.5 · 600 + 30 - 20) · 600/620 s within a few per cent
  const double hits = static_cast<double>(result.interruptions) * (1 - result.hours.restart / 8760);
  CHECK(result.hours.lost_work * 3600 / hits == doctest::Approx(310.0 * 600 / 620).epsilon(0.05));
  // Each interruption costs detection, restart and reading, except where the next one comes sooner (rate · 16 min = 13
  // %)
  CHECK(result.hours.restart < static_cast<double>(result.interruptions) * (16.0 / 60) + 10.0 / 60);
  CHECK(result.hours.restart > 0.8 * static_cast<double>(result.interruptions) * (16.0 / 60));
}

TEST_CASE("the meter's energy is what the states draw") {
  Bench bench;
  bench.add_cause("software", 0.5, 0);
  const auto result = bench.run();
  Energy it;
  for (const auto& hour : result.timeline) {
    it += hour.it * unit::hour;
    CHECK(hour.facility.base() ==
          doctest::Approx((hour.it + hour.power_chain + hour.cooling + hour.house).base()).epsilon(1e-12));
  }
  const auto& h = result.hours;
  const double expected_mwh = 1.0 * (h.training + h.lost_work) + 0.5 * h.checkpoint + 0.2 * h.restart;
  CHECK(it.in(unit::megawatt_hour) == doctest::Approx(expected_mwh).epsilon(1e-9));
}

TEST_CASE("the same seed gives the same years, another seed others") {
  Bench bench;
  bench.add_cause("chip", 0.3, 10);
  const auto first = bench.run();
  CHECK(bench.run() == first);
  bench.scenario.seed = 2;
  CHECK(bench.run().hours != first.hours);
}

TEST_CASE("the Young interval is the square root of twice pause times MTBF") {
  CheckpointSpec spec{
      .interval = {}, .write_bandwidth = ByteRate(1e12), .read_bandwidth = ByteRate(2e12), .blocking_share = 0.5};
  // 40e12 B over 1e12 B/s = 40 s, half of it blocks: 20 s; sqrt(2 · 20 · 9000) = 600 s
  const auto rhythm = checkpoint_rhythm(spec, Bytes(40e12), Time(9000));
  CHECK(rhythm.interval.base() == doctest::Approx(600));
  CHECK(rhythm.pause.base() == doctest::Approx(20));
  CHECK(rhythm.read.base() == doctest::Approx(20));
  spec.interval = Time(1234);
  CHECK(checkpoint_rhythm(spec, Bytes(40e12), Time(9000)).interval.base() == 1234);
}

TEST_CASE("no other interval gives more goodput than Young's") {
  Bench bench;
  bench.add_cause("software", 1.0, 0);  // MTBF 3600 s: sqrt(2 · 20 · 3600) = 379 s
  const auto goodput = [&](double interval_s) {
    bench.plan.rhythm.interval = Time(interval_s);
    bench.plan.rhythm.write = bench.plan.rhythm.pause;
    return bench.run().goodput;
  };
  const double at_young = goodput(379.5);
  CHECK(at_young > goodput(95));
  CHECK(at_young > goodput(1518));
}

TEST_CASE("work is saved when its checkpoint is written, not before") {
  const CheckpointRhythm rhythm{.interval = Time(100), .pause = Time(10), .write = Time(30), .read = Time(0)};
  CHECK(work_done(rhythm, Time(105)).base() == 100);
  CHECK(work_done(rhythm, Time(115)).base() == 105);  // 110 s cycle over, 5 s into the next
  CHECK(work_saved(rhythm, Time(129)).base() == 0);   // safe at 100 + 30
  CHECK(work_saved(rhythm, Time(130)).base() == 100);
  CHECK(work_saved(rhythm, Time(239)).base() == 100);
  CHECK(work_saved(rhythm, Time(240)).base() == 200);  // 210 + 30
  for (double t = 0; t < 1000; t += 7) {
    CHECK(work_saved(rhythm, Time(t)) <= work_done(rhythm, Time(t)));
  }
}

}  // namespace gigaplan::sim
