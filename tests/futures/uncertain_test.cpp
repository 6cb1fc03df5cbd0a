// Is each uncertain figure treated as what it is?
#include "futures/uncertain.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::futures;

namespace {

Assumption figure(const std::string& pointer, double value, double low, double high, How how = How::assumed) {
  return {.pointer = pointer, .value = value, .how = how, .source = "a source", .low = low, .high = high};
}

std::string one(const Assumption& assumption) {
  const auto all = uncertainty_of({assumption});
  REQUIRE(all.drawn.size() + all.in_step.size() + all.choices.size() <= 1);
  return !all.drawn.empty() ? "drawn" : !all.in_step.empty() ? "step" : !all.choices.empty() ? "choice" : "";
}

}  // namespace

TEST_CASE("what is drawn, what the step's interval covers, what somebody decides") {
  CHECK(one(figure("/site/electricity/wholesale_eur_per_mwh", 47, 40, 56)) == "drawn");
  CHECK(one(figure("/cluster/node/chip/price_eur", 3, 2, 4)) == "drawn");
  CHECK(one(figure("/cluster/node/chip/idle_w", 3, 2, 4)) == "drawn");
  CHECK(one(figure("/operation/reliability/restart_min", 6, 2, 15)) == "drawn");
  CHECK(one(figure("/finance/project/market/reference_price_eur_per_h", 2, 1, 3)) == "drawn");
  CHECK(one(figure("/finance/project/programme/commercial_loan/margin", 0.03, 0.02, 0.06)) == "drawn");
  CHECK(one(figure("/cluster/node/chip/efficiency/gemm_bf16", 0.5, 0.4, 0.6)) == "step");
  CHECK(one(figure("/cluster/fabric/switch/latency_us", 0.2, 0.1, 0.3)) == "step");
  CHECK(one(figure("/training/stack/tensor_overlap", 0.4, 0, 0.7)) == "step");
  CHECK(one(figure("/finance/funding/eu_share", 0.17, 0, 0.17)) == "choice");
  CHECK(one(figure("/finance/discount_rate", 0.07, 0.04, 0.1)) == "choice");
  CHECK(one(figure("/finance/project/programme/target_dscr", 1.5, 1.2, 1.8)) == "choice");
  CHECK(one(figure("/facility/grid_limit_mw", 200, 100, 300, How::scenario)) == "choice");
}

TEST_CASE("a range that does not hold its figure is widened, an empty one is none") {
  const auto wide = uncertainty_of({figure("/site/x", 50, 10, 40)});
  REQUIRE(wide.drawn.size() == 1);
  CHECK(wide.drawn[0].spread == Spread{10, 50, 50});
  CHECK(one(figure("/site/x", 5, 5, 5)).empty());
  Assumption half = figure("/site/x", 5, 4, 6);
  half.high.reset();
  CHECK(one(half).empty());
}
