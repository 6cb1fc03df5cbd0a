// Are losses between grid and racks those of the machines that people measured?
#include "power/chain.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "base/random.hpp"

using namespace gigaplan;
using namespace gigaplan::power;

namespace {

ConversionStage stage(double no_load, double proportional, double quadratic) {
  return {"stage", no_load, proportional, quadratic};
}

PowerChain chain_of(std::vector<ConversionStage> stages, double oversizing = 1) {
  PowerChain chain;
  chain.stages = std::move(stages);
  chain.oversizing = oversizing;
  return chain;
}

double efficiency(const SizedChain& chain, double load) {
  return load / (load + chain_loss(chain, Power(load)).base());
}

// ExaDigiT/RAPS (config/frontier.yaml, raps/power.py): a Frontier node draws 626.26 W idle and 2,704.26 W at full
// load (CPU 90/280, 4 GPUs of 88/560, memory 74.26, 4 NICs of 20, NVMe 30 W). Its DC-DC converter takes
// (P + 13 W)/0.98 and each rectifier, which feeds four nodes, (P + 17 W)/0.96.
// Loss of the converter: P·(1/0.98 - 1) + 13/0.98. For four nodes at once the fixed 13 W counts four times.
constexpr double idle = 4 * 626.26, full = 4 * 2704.26;

SizedChain frontier_chain() {
  const double converter_output = full, rectifier_output = (full + 4 * 13) / 0.98;
  const PowerChain chain = chain_of(
      {stage(17 / 0.96 / rectifier_output, 1 / 0.96 - 1, 0), stage(4 * 13 / 0.98 / converter_output, 1 / 0.98 - 1, 0)});
  return size_chain(chain, Power(full));
}

}  // namespace

TEST_CASE("Frontier's converter, rectifier and chain come out as RAPS models them") {
  const SizedChain chain = frontier_chain();
  const SizedChain rectifier(chain.begin(), chain.begin() + 1), converter(chain.begin() + 1, chain.end());
  // Converter: 626.26·0.98/639.26 = 0.960; 1,665.26·0.98/1,678.26 = 0.972; 2,704.26·0.98/2,717.26 = 0.975
  CHECK(efficiency(converter, idle) == doctest::Approx(0.960).epsilon(0.0005));
  CHECK(efficiency(converter, (idle + full) / 2) == doctest::Approx(0.972).epsilon(0.0005));
  CHECK(efficiency(converter, full) == doctest::Approx(0.975).epsilon(0.0005));
  // Rectifier behind it: 0.954, 0.958, 0.959; both: 0.916 idle, 0.935 full.
  CHECK(efficiency(rectifier, (idle + 52) / 0.98) == doctest::Approx(0.954).epsilon(0.0005));
  CHECK(efficiency(rectifier, (full + 52) / 0.98) == doctest::Approx(0.959).epsilon(0.0005));
  CHECK(efficiency(chain, idle) == doctest::Approx(0.916).epsilon(0.0005));
  CHECK(efficiency(chain, full) == doctest::Approx(0.935).epsilon(0.0005));
}

TEST_CASE("a double-conversion UPS is about 94, 96.5, 97 and 97 percent efficient at 25, 50, 75 and 100 percent load") {
  // x/(x + no_load + quadratic·x²) with 1.35 % and 1.75 %: 0.25/0.26459 = 0.9449, 0.5/0.517875 = 0.9655,
  // 0.75/0.773344 = 0.9698, 1/1.031 = 0.9699.
  const SizedChain ups = {{stage(0.0135, 0, 0.0175), Power(1e6)}};
  CHECK(efficiency(ups, 0.25e6) == doctest::Approx(0.9449).epsilon(1e-4));
  CHECK(efficiency(ups, 0.50e6) == doctest::Approx(0.9655).epsilon(1e-4));
  CHECK(efficiency(ups, 0.75e6) == doctest::Approx(0.9698).epsilon(1e-4));
  CHECK(efficiency(ups, 1.00e6) == doctest::Approx(0.9699).epsilon(1e-4));
}

TEST_CASE("each stage is rated for peak load and the losses below it, times the oversizing") {
  const PowerChain chain = chain_of({stage(0.01, 0, 0), stage(0, 0.05, 0)}, 2);
  const SizedChain sized = size_chain(chain, Power(100));
  REQUIRE(sized.size() == 2);
  CHECK(sized[1].rating == Power(200));                   // 100 · 2
  CHECK(sized[0].rating.base() == doctest::Approx(210));  // (100 + 5 % of 100) · 2
  // 5 W of the lower stage, and 1 % of 210 W of the upper one whatever it carries.
  CHECK(chain_loss(sized, Power(100)).base() == doctest::Approx(7.1));
}

TEST_CASE("a chain without load loses what it takes to be switched on") {
  const SizedChain sized = size_chain(chain_of({stage(0.01, 0.02, 0.03)}), Power(1000));
  CHECK(chain_loss(sized, Power(0)).base() == doctest::Approx(10));  // 1 % of 1,000 W
}

TEST_CASE("no stages, or nothing to feed: no loss and no division by zero") {
  CHECK(chain_loss({}, Power(5)) == Power(0));
  const SizedChain empty = size_chain(chain_of({stage(0.01, 0.02, 0.03)}), Power(0));
  CHECK(chain_loss(empty, Power(0)) == Power(0));
}

TEST_CASE("losses rise with the load and what stages lose adds up") {
  RandomStream random(1, "chain test");
  for (int trial = 0; trial < 200; ++trial) {
    PowerChain chain = chain_of({}, 1 + random.uniform());
    for (int s = 0; s < 4; ++s) {
      chain.stages.push_back(stage(0.02 * random.uniform(), 0.03 * random.uniform(), 0.03 * random.uniform()));
    }
    const SizedChain sized = size_chain(chain, Power(1e8));
    const Power low(1e8 * random.uniform()), high = low + Power(1e6);
    CHECK(chain_loss(sized, high) > chain_loss(sized, low));
    Power output = low;
    for (std::size_t s = sized.size(); s-- > 0;) {
      output += stage_loss(sized[s], output);
    }
    CHECK((output - low).base() == doctest::Approx(chain_loss(sized, low).base()));
  }
}
