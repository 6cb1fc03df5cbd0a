// Which figures does a sweep take from a report, and under what names?
#include "sweep/figures.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

using namespace gigaplan;
using namespace gigaplan::sweep;

TEST_CASE("a column is named after its pointer, in letters that every table takes") {
  CHECK(column_of("/finance/tokens_per_eur") == "finance_tokens_per_eur");
  CHECK(column_of("/fabric/bill_of_materials/0/Name of it") == "fabric_bill_of_materials_0_name_of_it");
  CHECK(column_of("/a~1b/C-\xC3\xA4") == "a_1b_c___");  // an umlaut is two bytes
  CHECK(column_of("") == "");
}

TEST_CASE("the headline figures are of a report, and their names differ") {
  Issues issues;
  const auto figures = figure_columns({}, {"site"}, issues);
  CHECK(issues.empty());
  CHECK(figures.size() == headline_pointers().size());
  std::set<std::string> names;
  for (const Figure& figure : figures) {
    CHECK(figure.name == column_of(figure.pointer));
    names.insert(figure.name);
  }
  CHECK(names.size() == figures.size());
  CHECK(names.contains("finance_tokens_per_eur"));
}

TEST_CASE("figures of a sweep's own come in its order, those that hang on the scenario too") {
  Issues issues;
  const auto figures =
      figure_columns({"/step/mfu", "/operation/interruptions_by_cause/0/name", "/step/time_s"}, {}, issues);
  CHECK(issues.empty());
  CHECK(figures ==
        std::vector<Figure>{{"/step/mfu", "step_mfu"},
                            {"/operation/interruptions_by_cause/0/name", "operation_interruptions_by_cause_0_name"},
                            {"/step/time_s", "step_time_s"}});
}

TEST_CASE("each bound of an interval is a figure") {
  Issues issues;
  const auto figures = figure_columns({"/step/time_s_interval_90/0", "/step/time_s_interval_90/1"}, {}, issues);
  CHECK(issues.empty());
  const auto report = nlohmann::json::parse(R"({"step": {"time_s_interval_90": [1.5, 2.5]}})");
  CHECK(extract_figures(report, figures) == std::vector<std::string>{"1.5", "2.5"});
}

TEST_CASE("what no report has, and a name twice, are told with the pointer into the sweep") {
  struct Case {
    std::vector<std::string> pointers, axes;
    const char *pointer, *message, *remedy;
  };
  const std::vector<Case> cases = {
      {{"/step/time_s_interval_90"}, {}, "/figures/0", "a report has no figure at /step/time_s_interval_90", ""},
      {{"/step/mfu", "/step/mfv"}, {}, "/figures/1", "a report has no figure at /step/mfv", "did you mean /step/mfu?"},
      {{"/nothing/like/it"}, {}, "/figures/0", "a report has no figure at /nothing/like/it", "see docs/report.md"},
      {{"/step"}, {}, "/figures/0", "a report has no figure at /step", ""},  // no single value
      {{"/step/mfu", "/step/mfu"}, {}, "/figures/1", R"(two columns would be called "step_mfu")", "remove one figure"},
      {{"/step/mfu"}, {"step_mfu"}, "/figures/0", R"(two columns would be called "step_mfu")", "rename the axis"},
      {{}, {"step_mfu"}, "/axes", R"(two columns would be called "step_mfu")", "rename the axis"}};
  for (const auto& [pointers, axes, pointer, message, remedy] : cases) {
    CAPTURE(std::string(message));
    Issues issues;
    (void)figure_columns(pointers, axes, issues);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].pointer == pointer);
    CHECK(issues[0].message == message);
    CHECK(issues[0].remedy.find(remedy) != std::string::npos);
    CHECK(has_errors(issues));
  }
}

TEST_CASE("figures are taken as they stand in the report; what is not there, or no single value, is null") {
  const auto report = nlohmann::json::parse(R"({"a": {"b": 0.1, "t": "x\"y", "n": null, "l": [1, {"k": true}]}})");
  const auto at = [](const std::string& pointer) { return Figure{pointer, column_of(pointer)}; };
  CHECK(extract_figures(
            report, {at("/a/b"), at("/a/t"), at("/a/n"), at("/a/l/1/k"), at("/a/l"), at("/a"), at("/a/x"), at("/a/b/c"),
                     at("/a/l/2"), at("/a/l/-"), at("/a/l/01"), at("/a/l/x"), at("/a/l/99999999999999999999")}) ==
        std::vector<std::string>{"0.1", R"("x\"y")", "null", "true", "null", "null", "null", "null", "null", "null",
                                 "null", "null", "null"});
}
