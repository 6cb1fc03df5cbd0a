// Can a case's name break out of a file that tells of it, and does the file tell all?
#include "accuracy/outputs.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <string>
#include <vector>

using namespace gigaplan::accuracy;
using Json = nlohmann::json;

namespace {

const std::string hostile = "<script>alert(\"1\")</script>&amp;,\n'|\x1b";

Result named_step(const std::string& id, double predicted, double published) {
  Result r;
  r.of.id = id;
  r.of.kind = "step";
  r.of.group = "some";
  r.of.family = "hopper dense";
  r.points = {{"step time", "s", predicted, published}};
  r.chips = 16;
  return r;
}

Evaluation of(std::vector<Result> results) {
  Evaluation evaluation;
  evaluation.results = std::move(results);
  evaluation.groups = group_results(evaluation.results);
  return evaluation;
}

/// RFC 4180, read by its grammar: rows of cells; a quote only in quotes, and doubled.
std::vector<std::vector<std::string>> rows(const std::string& csv) {
  std::vector<std::vector<std::string>> all = {{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    auto& cell = all.back().back();
    if (quoted && csv[i] == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
      cell += csv[i++];
    } else if (csv[i] == '"') {
      CHECK((quoted || cell.empty()));
      quoted = !quoted;
    } else if (!quoted && csv[i] == ',') {
      all.back().emplace_back();
    } else if (!quoted && csv[i] == '\n') {
      all.push_back({""});
    } else {
      cell += csv[i];
    }
  }
  CHECK_FALSE(quoted);
  CHECK(all.back() == std::vector<std::string>{""});  // the last line ends as well
  all.pop_back();
  return all;
}

std::vector<std::string> titles(const pugi::xml_document& svg) {
  std::vector<std::string> found;
  for (const auto& circle : svg.select_nodes("//circle/title")) found.emplace_back(circle.node().text().get());
  return found;
}

}  // namespace

TEST_CASE("JSON has groups and cases, whatever cases are called") {
  auto guessed = named_step("guess", 3, 2);
  guessed.of.layout_stated = false;
  auto fitted = named_step("fit", 1.25, 1);
  fitted.of.calibrates = true;
  auto out = Result{};
  out.of.id = "out";
  out.of.left_out = "why";
  auto hidden = named_step(hostile, 1.5, 2);
  hidden.unseen = {1, std::nullopt, 3, std::nullopt};
  const auto evaluation = of({hidden, guessed, fitted, out});
  const std::string text = accuracy_json(evaluation, "1.2.3");
  CHECK(text.ends_with("}\n"));
  const Json document = Json::parse(text);
  CHECK(document["format"] == "gigaplan-accuracy/1");
  CHECK(document["version"] == "1.2.3");
  CHECK(document["groups"].size() == evaluation.groups.size());
  const Json& hopper = document["groups"][0];
  CHECK(hopper["name"] == "step time, H100 and H200 dense");
  CHECK(hopper["test"]["figures"] == 1);
  CHECK(hopper["test"]["mean_absolute_error"] == 0.25);
  CHECK(hopper["test"]["bias"] == -0.25);
  CHECK(hopper["calibration"]["p90_absolute_error"] == 0.25);
  CHECK(hopper["layout_not_stated"]["worst_absolute_error"] == 0.5);
  CHECK(hopper["series_left_out"]["bias"] == -0.5);
  CHECK(hopper["stack_never_seen"].is_null());
  CHECK(hopper["architecture_never_seen"]["figures"] == 1);
  CHECK(hopper["one_row_of_series_known"].is_null());
  CHECK(accuracy_json(of({fitted}), "1").find("\"test\": null") != std::string::npos);
  REQUIRE(document["cases"].size() == 4);
  const Json& first = document["cases"][0];
  CHECK(first["id"] == hostile);
  CHECK(first["role"] == "test");
  CHECK(first["layout_stated"] == true);
  CHECK(first["figures"] ==
        Json::parse(R"([{"what": "step time", "unit": "s", "predicted": 1.5, "published": 2.0, "error": -0.25,
                     "predicted_series_left_out": 1.0, "predicted_architecture_never_seen": 3.0}])"));
  CHECK(document["cases"][2]["role"] == "calibration");
  CHECK(document["cases"][3]["left_out"] == "why");
  CHECK_FALSE(document["cases"][3].contains("figures"));
}

TEST_CASE("an interval stands beside its prediction, and counts published figures inside") {
  auto sure = named_step("sure", 1.5, 2);
  auto lucky = named_step("lucky", 10, 12);
  lucky.points = {{"interruptions in 2 days", "", 10, 12, Interval{5, 15}},
                  {"of these: NIC", "", 2, 9, Interval{0, 5}}};
  auto fitted = lucky;
  fitted.of.calibrates = true;
  fitted.points.pop_back();
  const auto evaluation = of({sure, lucky, fitted});
  const Json document = Json::parse(accuracy_json(evaluation, "1"));
  CHECK(document["intervals"] ==
        Json::parse(R"({"calibration": {"figures": 1, "inside": 1}, "test": {"figures": 2, "inside": 1}})"));
  CHECK(document["cases"][1]["figures"][0]["low"] == 5);
  CHECK(document["cases"][1]["figures"][0]["high"] == 15);
  CHECK_FALSE(document["cases"][0]["figures"][0].contains("low"));
  CHECK(Json::parse(accuracy_json(of({sure}), "1"))["intervals"]["test"].is_null());
  const auto table = rows(accuracy_csv(evaluation));
  CHECK(std::vector(table[0].begin() + 16, table[0].begin() + 18) == std::vector<std::string>{"low", "high"});
  CHECK(std::vector(table[1].begin() + 16, table[1].begin() + 18) == std::vector<std::string>{"", ""});
  CHECK(std::vector(table[2].begin() + 16, table[2].begin() + 18) == std::vector<std::string>{"5", "15"});
}

TEST_CASE("CSV has a row a figure and as many cells in each, whatever cases are called") {
  auto first = named_step(hostile, 1.5, 2);
  auto& c = first.of;
  for (auto* text : {&c.kind, &c.group, &c.series, &c.family, &c.stack, &c.release, &c.chip, &c.source, &c.where})
    *text = hostile;
  first.points.push_back({hostile, "GB/s", 0.1, 0.3});
  auto failed = named_step("failed", 1, 1);
  failed.points.clear();
  failed.failure = hostile;
  first.unseen = {1.25, 7, std::nullopt, 4};
  first.interval = Interval{1.2, 1.75};
  const auto table = rows(accuracy_csv(of({first, failed})));
  REQUIRE(table.size() == 1 + 2 + 1);
  for (const auto& row : table) CHECK(row.size() == 28);
  CHECK(table[0][0] == "id");
  CHECK(table[0][21] == "failure");
  CHECK(table[0][22] == "predicted_series_left_out");
  CHECK(table[0][25] == "predicted_one_row_of_series_known");
  CHECK(table[0][26] == "interval_low");
  CHECK(table[0][27] == "interval_high");
  CHECK(std::vector(table[1].begin() + 22, table[1].end()) ==
        std::vector<std::string>{"1.25", "7", "", "4", "1.2", "1.75"});
  CHECK(std::vector(table[3].begin() + 22, table[3].end()) == std::vector<std::string>(6));
  CHECK(table[1][0] == hostile);
  CHECK(table[1][1] == hostile);
  CHECK(table[1][4] == hostile);
  CHECK(table[1][7] == hostile);
  CHECK(std::vector(table[1].begin() + 8, table[1].begin() + 16) ==
        std::vector<std::string>{"16", "test", "true", "step time", "s", "1.5", "2", "-0.25000"});
  CHECK(table[2][11] == hostile);
  CHECK(table[2][15] == "-0.66667");  // 0.1 / 0.3 - 1
  CHECK(table[3][11].empty());
  CHECK(table[3][21] == hostile);
}

TEST_CASE("the plot is XML, and a case's name stays text in it") {
  auto guessed = named_step("guess", 3, 2);
  guessed.of.layout_stated = false;
  auto other = named_step("no step", 3, 2);
  other.of.kind = "bill";
  pugi::xml_document svg;
  const std::string text =
      accuracy_svg(of({named_step("<script>&\"", 1.5, 2), named_step("\x1b[31m", 0.002, 300), guessed, other}));
  CHECK(svg.load_string(text.c_str()).status == pugi::status_ok);
  CHECK(svg.select_nodes("//script").empty());
  CHECK(titles(svg) == std::vector<std::string>{"<script>&\": 1.5 s predicted, 2 s published (-25.0 %)",
                                                "\\u001b[31m: 0.002 s predicted, 300 s published (-100.0 %)"});
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("points lie where the axes say") {
  // From 0.1 to 10 s: the decade of 1 is in the middle of a square of 560 at (70, 30).
  pugi::xml_document svg;
  REQUIRE(svg.load_string(accuracy_svg(of({named_step("a", 1, 1), named_step("b", 0.1, 10)})).c_str()));
  const auto circles = svg.select_nodes("//circle[title]");
  REQUIRE(circles.size() == 2);
  CHECK(circles[0].node().attribute("cx").as_double() == 350);
  CHECK(circles[0].node().attribute("cy").as_double() == 310);
  CHECK(circles[1].node().attribute("cx").as_double() == 630);
  CHECK(circles[1].node().attribute("cy").as_double() == 590);
}

TEST_CASE("a plot of nothing, or of equal times, has axes with numbers") {
  for (const auto& evaluation : {of({}), of({named_step("a", 1, 1)})}) {
    const std::string text = accuracy_svg(evaluation);
    pugi::xml_document svg;
    CHECK(svg.load_string(text.c_str()).status == pugi::status_ok);
    CHECK(text.find("nan") == std::string::npos);
    CHECK(text.find("inf") == std::string::npos);
  }
}
