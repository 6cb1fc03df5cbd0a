// Is everything told that moved between two results, and nothing else?
#include "gate/diff.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sweeps.hpp"

using namespace gigaplan::gate;
using gigaplan::sweep::Status;
using sweeps::report;

namespace {

Difference of_reports(const std::string& before, const std::string& after, double tolerance = 0) {
  const temporary::Folder folder;
  return diff(Results(folder.write("a.json", report(before))), Results(folder.write("b.json", report(after))),
              tolerance);
}

Difference of_sweeps(const std::vector<sweeps::Run>& before, const std::vector<sweeps::Run>& after) {
  const temporary::Folder folder;
  return diff(Results(sweeps::write(folder.path() / "a", before)), Results(sweeps::write(folder.path() / "b", after)),
              0);
}

std::vector<std::string> pointers(const Difference& d) {
  std::vector<std::string> all;
  for (const Change& change : d.changes) {
    all.push_back(change.pointer);
  }
  return all;
}

}  // namespace

TEST_CASE("equal results are the same, however they are written") {
  const auto d = of_reports(R"("a": 1.0, "b": {"c": "x", "d": [1, 2]})", R"("b": {"d": [1, 2], "c": "x"}, "a": 1)");
  CHECK(d.same());
  CHECK(d.compared == 1);
  CHECK(plain_text(d) == "nothing moved (1 run compared)\n");
}

TEST_CASE("moved, added and removed figures are told by their pointers") {
  const auto d = of_reports(R"("a": 2, "b": {"c": "x", "gone": 1}, "l": [1, 2], "m": [1], "n": null, "z": 0)",
                            R"("a": 3, "b": {"c": "y", "new/one": true}, "l": [1, 4], "m": [1, 2], "n": 5, "z": 1)");
  CHECK(pointers(d) == std::vector<std::string>{"/a", "/b/c", "/b/gone", "/b/new~1one", "/l/1", "/m", "/n", "/z"});
  CHECK(d.changes[0].before == "2");
  CHECK(d.changes[0].after == "3");
  CHECK(d.changes[0].relative == 0.5);  // 3 / 2 - 1
  CHECK(d.changes[0].runs == 1);
  CHECK(d.changes[1].relative == 0);  // texts
  CHECK(d.changes[2].after == "null");
  CHECK(d.changes[3].before == "null");
  CHECK(d.changes[4].relative == 1);  // 4 / 2 - 1
  CHECK(std::isinf(d.changes[7].relative));
  const std::string text = plain_text(d);
  CHECK(text.find("/a: 2 -> 3 (+50 %)\n") != std::string::npos);
  CHECK(text.find("/b/c: \"x\" -> \"y\"\n") != std::string::npos);
  CHECK(text.find("/z: 0 -> 1\n") != std::string::npos);
  CHECK(text.find("8 figures moved, 1 run compared\n") != std::string::npos);
}

TEST_CASE("where results come from, and words about figures, are no outcome") {
  const auto d = of_reports(
      R"("versions": {"gigaplan": "1"}, "model_settings": 1, "assumptions": [1], "a": {"basis": "x", "sentence": "y", "v": 1})",
      R"("versions": {"gigaplan": "2"}, "model_settings": 2, "a": {"basis": "z", "sentence": "q", "v": 1})");
  CHECK(d.same());
}

TEST_CASE("the tolerance is a share of the larger number, on both sides alike") {
  CHECK(of_reports(R"("a": 100)", R"("a": 110)", 0.1).same());  // 10 <= 0.1 * 110
  CHECK(of_reports(R"("a": 110)", R"("a": 100)", 0.1).same());
  CHECK_FALSE(of_reports(R"("a": 100)", R"("a": 112)", 0.1).same());  // 12 > 11.2
  CHECK_FALSE(of_reports(R"("a": "100")", R"("a": "101")", 0.9).same());
  CHECK_FALSE(of_reports(R"("a": 1)", R"("a": -1)", 1).same());
}

TEST_CASE("runs are matched by their axes; those that one side lacks and statuses are told") {
  const auto d = of_sweeps(
      {{"fi", 1, R"({"a": 1})"}, {"se", 1, R"({"a": 1})"}, {"de", 1, R"({"a": 1})"}, {"no", 1, R"({"a": 1})"}},
      {{"no", 1, "", Status::crashed},
       {"se", 1, R"({"a": 1.5})"},
       {"fi", 1, R"({"a": 1.1})"},
       {"dk", 1, R"({"a": 1})"}});
  CHECK(d.only_a == std::vector<std::string>{"site = de, chips = 1"});
  CHECK(d.only_b == std::vector<std::string>{"site = dk, chips = 1"});
  CHECK(d.statuses == std::vector<std::string>{"site = no, chips = 1: crashed, was done"});
  CHECK(d.compared == 3);
  REQUIRE(d.changes.size() == 1);
  CHECK(d.changes[0].runs == 2);
  CHECK(d.changes[0].relative == 0.5);  // of the run that moved most
  CHECK(d.changes[0].label == "site = se, chips = 1");
  CHECK_FALSE(d.same());
  const std::string text = plain_text(d);
  CHECK(text.find("only in the first: site = de, chips = 1\n") != std::string::npos);
  CHECK(text.find("only in the second: site = dk, chips = 1\n") != std::string::npos);
  CHECK(text.find("status: site = no, chips = 1: crashed, was done\n") != std::string::npos);
  CHECK(text.find("/a: 1 -> 1.5 (+50 %)  most in site = se, chips = 1; 2 of 3 runs\n") != std::string::npos);
}

TEST_CASE("a long list is cut in text, and whole as JSON") {
  std::vector<sweeps::Run> many;
  for (int i = 0; i < 25; ++i) {
    many.push_back({"fi", i, R"({"a": 1})"});
  }
  const auto d = of_sweeps(many, {});
  CHECK(plain_text(d).find("only in the first: 15 more\n") != std::string::npos);  // 25 - 10
  CHECK(nlohmann::json::parse(json_text(d))["only_in_first"].size() == 25);
}

TEST_CASE("as JSON a difference says the same") {
  const auto json =
      nlohmann::json::parse(json_text(of_reports(R"("a": 2, "z": 0, "t": "x")", R"("a": 3, "z": 1, "t": "y")")));
  CHECK(json["compared"] == 1);
  REQUIRE(json["changes"].size() == 3);
  CHECK(
      json["changes"][0] ==
      nlohmann::json{{"pointer", "/a"}, {"before", 2}, {"after", 3}, {"relative", 0.5}, {"run", "Test"}, {"runs", 1}});
  CHECK(json["changes"][2]["relative"].is_null());  // from 0
}

TEST_CASE("hostile names and texts do not steer a terminal") {
  const auto d =
      of_reports(R"("a\u001b[31m": "x\u001b]0;title\u0007", "b": "\u202e")", R"("a\u001b[31m": "y", "b": "z")");
  REQUIRE(d.changes.size() == 2);
  const std::string text = plain_text(d);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);  // U+202E reverses the reading direction
}
