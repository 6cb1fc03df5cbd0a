// Does every case end up in the group and on the side where it belongs?
#include "accuracy/evaluate.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "folder.hpp"

using namespace gigaplan;
using namespace gigaplan::accuracy;
using doctest::Approx;
using measured::Json;
using measured::machine;

namespace {

Result of_family(const std::string& family, double predicted, bool calibrates = false, bool stated = true,
                 double chips = 8) {
  Result r;
  r.of.kind = "step";
  r.of.family = family;
  r.of.calibrates = calibrates;
  r.of.layout_stated = stated;
  r.points = {{"step time", "s", predicted, 1}};
  r.chips = chips;
  return r;
}

Group group(const std::vector<Result>& results, const std::string& name) {
  const auto groups = group_results(results);
  const auto found = std::ranges::find(groups, name, &Group::name);
  REQUIRE(found != groups.end());
  return *found;
}

}  // namespace

TEST_CASE("what parameters rest on is never counted as a test, nor is a guess") {
  const std::vector<Result> results = {of_family("hopper dense", 1.1), of_family("hopper dense", 1.4, true),
                                       of_family("hopper dense", 0.2, false, false),
                                       of_family("hopper dense", 3, true, false)};
  const Group g = group(results, "step time, H100 and H200 dense");
  CHECK(g.test.count == 1);
  CHECK(g.test.mean == Approx(0.1));
  CHECK(g.calibration.count == 1);
  CHECK(g.calibration.mean == Approx(0.4));
  CHECK(g.guessed.count == 2);
  CHECK(g.guessed.worst == Approx(2));
  CHECK(g.guessed.bias == Approx(0.6));  // (-0.8 + 2) / 2
}

TEST_CASE("a step is in its family, and among all dense ones and the large ones if it is") {
  const std::vector<Result> results = {of_family("a100 dense", 1.1), of_family("hopper dense", 1.2, false, true, 2048),
                                       of_family("blackwell dense", 1.3, false, true, 2047),
                                       of_family("moe", 1.4, false, true, 4096)};
  CHECK(group(results, "step time, A100 dense").test.mean == Approx(0.1));
  CHECK(group(results, "step time, H100 and H200 dense").test.mean == Approx(0.2));
  CHECK(group(results, "step time, B200 to GB300 dense").test.mean == Approx(0.3));
  CHECK(group(results, "step time, H100 to GB300 dense").test.count == 2);
  CHECK(group(results, "step time, H100 to GB300 dense").test.mean == Approx(0.25));
  CHECK(group(results, "step time, mixture of experts").test.mean == Approx(0.4));
  CHECK(group(results, "step time, all dense").test.count == 3);
  CHECK(group(results, "step time, all dense").test.mean == Approx(0.2));
  CHECK(group(results, "step time, dense on 2,048 chips or more").test.count == 1);
  CHECK(group(results, "step time, dense on 2,048 chips or more").test.mean == Approx(0.2));
}

TEST_CASE("every figure of a kind counts, and what has none does not") {
  Result bill;
  bill.of.kind = "bill";
  bill.points = {{"leaf switches", "", 3, 2}, {"node-leaf cables", "", 1, 1}};
  Result failed;
  failed.of.kind = "bill";
  failed.failure = std::string(30, 'x');
  CHECK(group({bill, failed}, "switches and cables").test.count == 2);
  CHECK(group({bill, failed}, "switches and cables").test.mean == Approx(0.25));
  CHECK(group_results({bill, failed}).size() == 1);  // a group without figures is none
  CHECK(group_results({failed}).empty());
}

TEST_CASE("what fits did not see is summed up over test and calibration rows together") {
  auto test = of_family("hopper dense", 1, false), calibration = of_family("hopper dense", 1, true);
  test.unseen = {1.1, 1.2, std::nullopt, 0.5};
  calibration.unseen = {0.7, std::nullopt, std::nullopt, std::nullopt};
  const Group g = group({test, calibration, of_family("hopper dense", 9)}, "step time, all dense");
  CHECK(g.unseen[0].count == 2);
  CHECK(g.unseen[0].mean == Approx(0.2));
  CHECK(g.unseen[0].bias == Approx(-0.1));
  CHECK(g.unseen[1].count == 1);
  CHECK(g.unseen[1].mean == Approx(0.2));
  CHECK(g.unseen[2].count == 0);
  CHECK(g.unseen[3].bias == Approx(-0.5));
}

TEST_CASE("steps whose layout is stated are predicted with the sets as well") {
  const measured::Folder folder;
  Json stated = measured::training({{"step_time_s", 1}});
  stated.update({{"series", "ours"}, {"chip", "h100-sxm5-80gb"}});
  Json guessed = stated;
  guessed.update({{"id", "guess"}, {"layout_stated", false}});
  const CaseSet set = folder.read({stated, guessed});
  UnseenSets sets;
  sets.parameters = {*calibration::make_parameter("stack", {"megatron-core-2024"}, "kernel_time", false)};
  sets.without_series["ours"] = {1.3};
  const auto r = evaluate(set, measured::catalogue(), 2, {}, sets).results;
  REQUIRE(r.size() == 2);
  REQUIRE(r[0].unseen[0]);
  CHECK(*r[0].unseen[0] > r[0].points.at(0).predicted);
  CHECK_FALSE(r[0].unseen[1]);
  CHECK(r[0].step.precision == "bf16");
  CHECK(r[0].step.sequence_length == 8192);
  CHECK_FALSE(r[0].step.experts);
  CHECK(r[1].unseen == ByUnseen<std::optional<double>>{});
}

TEST_CASE("cases are predicted in their order; what is left out or cannot be is kept beside them") {
  const measured::Folder folder;
  Json good = machine("node_power", {{"node_w", 8176}});
  Json out = {{"id", "out"}, {"kind", "gemm"}, {"left_out", "no model of it"}};
  Json bad = machine("node_power", {{"node_w", 1}}, "no-such-node");
  bad["id"] = "bad";
  Json bill = machine("bill", {{"switches", {{"leaf", 8}}}, {"cables", Json::object()}});
  bill["id"] = "bill";
  const CaseSet set = folder.read({good, out, bad, bill});
  REQUIRE(set.issues.empty());
  double last = 0;
  const auto evaluation = evaluate(set, measured::catalogue(), 2, [&](double share) { last = share; });
  CHECK(last == 1);
  CHECK(evaluation.stop == batch::Stop::finished);
  CHECK(evaluation.failures() == 1);
  REQUIRE(evaluation.results.size() == 4);
  const auto& r = evaluation.results;
  CHECK(r[0].points.at(0).predicted == Approx(8176));  // predict_test.cpp has the sum
  CHECK(r[0].chips == 8);
  CHECK(r[1].of.id == "out");
  CHECK(r[1].points.empty());
  CHECK(r[1].failure.empty());
  CHECK(r[2].bad_case);
  CHECK(r[2].failure.find("no-such-node") != std::string::npos);
  CHECK(r[3].points.at(0).what == "leaf switches");
  const auto& groups = evaluation.groups;
  CHECK(std::ranges::find(groups, "node power", &Group::name)->test.count == 1);
}

TEST_CASE("an interval comes back from the process that drew it") {
  const measured::Folder folder;
  const CaseSet set = folder.read({machine("interruptions", {{"count", 5}, {"days", 55}}, "hgx-b200", 63)});
  REQUIRE(set.issues.empty());
  const auto evaluation = evaluate(set, measured::catalogue(), 1);
  const Point alone = predict(set.cases[0], scenario_of(set.cases[0], set.base, measured::catalogue())).at(0);
  const Point point = evaluation.results.at(0).points.at(0);
  REQUIRE(point.interval.has_value());
  CHECK(point.interval == alone.interval);
  CHECK(point.predicted == alone.predicted);
  CHECK(coverage(evaluation.results, false) == Coverage{1, point.interval->contains(5) ? 1U : 0U});
  CHECK(coverage(evaluation.results, true) == Coverage{0, 0});
}

TEST_CASE("nothing to predict is no error") {
  const measured::Folder folder;
  const CaseSet set = folder.read({{{"id", "out"}, {"kind", "gemm"}, {"left_out", "no model of it"}}});
  bool sound = true;
  const auto evaluation = evaluate(set, measured::catalogue(), 1, [&](double share) { sound &= share >= 0; });
  CHECK(sound);
  CHECK(evaluation.failures() == 0);
  CHECK(evaluation.results.size() == 1);
}
