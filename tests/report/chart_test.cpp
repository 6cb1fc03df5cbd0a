#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "report/chart_data.hpp"
#include "report/chart_json.hpp"
#include "report/step_page.hpp"

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

Chart chart_of(Picture picture) {
  return {"id", "Title", "ms", "What it shows.", std::move(picture)};
}

nlohmann::json json_of(const Chart& chart) {
  return nlohmann::json::parse(charts_json({&chart})).at(0);
}

}  // namespace

TEST_CASE("a partition's table has shares that add up, and its legend says the same") {
  const auto chart = chart_of(Partition{{{"computing", 30}, {"waiting", 10}}});
  const auto table = data_of(chart);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells[2].text == "75.0 %");
  CHECK(table.rows[1].cells[2].text == "25.0 %");
  CHECK(table.rows[2].cells[1].text == "40.0");
  CHECK(legend_of(chart) == std::vector<Key>{{0, "computing", "30.0 ms · 75.0 %"}, {1, "waiting", "10.0 ms · 25.0 %"}});
}

TEST_CASE("a whole of many parts is drawn in as many colours as there are, and its table has all") {
  Partition parts;
  for (int i = 0; i < 19; ++i) parts.items.push_back({std::to_string(i), i < 3 ? 100.0 - i : 20.0 - i});
  const auto shown = few(parts);
  REQUIRE(shown.items.size() == 8);
  CHECK(shown.items[0].name == "0");
  CHECK(shown.items[6].name == "6");  // 100, 99, 98, 17, 16, 15, 14
  CHECK(shown.items[7].name == "12 smaller ones");
  CHECK(shown.items[7].value == doctest::Approx(90));  // 13 + 12 + ... + 2
  CHECK(json_of(chart_of(parts))["items"].size() == 8);
  CHECK(data_of(chart_of(parts)).rows.size() == 20);  // and the whole
  CHECK(few({{{"a", 1}, {"b", 2}}}).items.size() == 2);
}

TEST_CASE("a legend shows money as people write it, and lines by their dashes") {
  auto chart = chart_of(Partition{{{"grants", 1260}, {"less", -40}}});
  chart.unit = "€ million, nominal";
  CHECK(legend_of(chart)[0].value == "€1,260 million, nominal · 103.3 %");
  CHECK(legend_of(chart)[1].value == "-€40.0 million, nominal · -3.3 %");
  const auto keys = legend_of(chart_of(Lines{{"a"}, {{"ratio", {1}}, {"target", {1}}}}));
  CHECK(keys == std::vector<Key>{{0, "ratio", "", 1}, {1, "target", "", 2}});
}

TEST_CASE("a ranking shows its intervals, and counts with all digits") {
  const auto counts = data_of(chart_of(Ranking{{{"a", 30844}, {"b", 7}}}));
  CHECK(counts.columns.size() == 2);
  CHECK(counts.rows[0].cells[1].text == "30,844");
  CHECK(counts.rows[1].cells[1].text == "7");
  const auto intervals = data_of(chart_of(Ranking{{{"a", 2.5, 2.0, 3.5}, {"b", 1.5}}}));
  REQUIRE(intervals.columns.size() == 4);
  CHECK(intervals.rows[0].cells[3].text == "3.50");
  CHECK(intervals.rows[1].cells[3].text == "–");
}

TEST_CASE("a long table is thinned, and says so") {
  Lines lines{{}, {{"mean", {}}}};
  for (int i = 0; i < 1000; ++i) {
    lines.categories.push_back(std::to_string(i));
    lines.series[0].values.push_back(i);
  }
  const auto table = data_of(chart_of(lines), 400);
  CHECK(table.rows.size() == 334);  // every third of 1000
  CHECK(table.rows[1].cells[0].text == "3");
  CHECK(table.text == "One row in 3 of 1,000.");
}

TEST_CASE("charts become JSON: six digits, null for what is no number, names as text") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto lines = json_of(chart_of(Lines{{"a", "b"}, {{"<b>\x1b", {1.23456789, nan}}}}));
  CHECK(lines["kind"] == "lines");
  CHECK(lines["series"][0]["values"] == nlohmann::json::array({1.23457, nullptr}));
  CHECK(lines["series"][0]["name"] == "<b>\\u001b");
  CHECK(lines["from"] == 0);
  const auto tornado = json_of(chart_of(Tornado{5, {{"price", 0, 4.0, 7.0}}}));
  CHECK(tornado["base"] == 5);
  CHECK(tornado["items"][0]["high"] == 7);
  const auto sankey = json_of(chart_of(Sankey{{{"grid", "IT", 3}}}));
  CHECK(sankey["flows"][0]["to"] == "IT");
  const auto scatter = json_of(chart_of(Scatter{"x", "y", {{"p", 1, 2, true}}}));
  CHECK(scatter["points"][0]["marked"] == true);
}

TEST_CASE("a timeline shows what took most of each thousandth of the step, and no kind that never does") {
  StepEvents events;
  events.rows = {{0, 8}};
  const auto span = [&](StepEvents::Kind kind, double from, double to) {
    events.spans.push_back({.row = 0, .kind = kind, .start_s = from, .end_s = to});
  };
  span(StepEvents::Kind::compute, 0, 0.5);
  span(StepEvents::Kind::bubble, 0.5, 0.5001);  // a tenth of a bin
  span(StepEvents::Kind::compute, 0.5001, 0.75);
  span(StepEvents::Kind::overhead, 0.75, 1);
  const auto chart = timeline_chart(events);
  const auto& timeline = std::get<Timeline>(chart.picture);
  CHECK(timeline.rows == std::vector<std::string>{"stage 0 (8 ranks)"});
  REQUIRE(timeline.kinds.size() == 2);
  REQUIRE(timeline.spans.size() == 2);
  CHECK(timeline.spans[0].end == doctest::Approx(750));
  CHECK(timeline.spans[1].start == doctest::Approx(750));
  CHECK(timeline.kinds[timeline.spans[1].kind] == "fixed costs");
}
