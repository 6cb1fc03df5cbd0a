// Does a rule hold where it should, break where it should, and never hold of nothing?
#include "gate/check.hpp"

#include <doctest/doctest.h>

#include "sweep/expression.hpp"
#include "sweeps.hpp"

using namespace gigaplan;
using namespace gigaplan::gate;
using gigaplan::sweep::BadExpression;
using gigaplan::sweep::Status;
using sweeps::report;

namespace {

/// The verdict on the rule alone; the status rule that check() adds comes first and is left out.
Verdict verdict(const Results& results, const Rule& rule, const Results* baseline = nullptr) {
  return check(results, baseline, {.name = "book", .rules = {rule}}).back();
}

std::string fault(const Results& results, const Rule& rule, const Results* baseline = nullptr) {
  try {
    (void)check(results, baseline, {.name = "book", .rules = {rule}});
    return "";
  } catch (const BadExpression& e) {
    return e.what();
  }
}

bool holds(const Verdict& v) {
  return v.breaches.empty();
}

Rule bounds(const std::string& figure, std::optional<double> min, std::optional<double> max) {
  return {.name = "bounds", .figure = figure, .min = min, .max = max};
}

Rule expression(const std::string& text, const std::string& where = "") {
  return {.name = "expression", .where = where, .expression = text};
}

Rule near(std::optional<double> relative, std::optional<double> absolute) {
  return {.name = "near", .figure = "/a", .relative_tolerance = relative, .absolute_tolerance = absolute};
}

/// The same place for all that a case writes.
struct Files {
  temporary::Folder folder;
  [[nodiscard]] Results one(const std::string& inside, const std::string& name = "report.json") const {
    return Results(folder.write(name, report(inside)));
  }
  [[nodiscard]] Results many(const std::vector<sweeps::Run>& runs, const std::string& name = "sweep") const {
    return Results(sweeps::write(folder.path() / name, runs));
  }
};

}  // namespace

TEST_CASE("bounds include their ends") {
  const Files files;
  const Results results = files.one(R"("a": 2.5, "b": {"c": -1}, "t": "text", "n": null, "yes": true)");
  CHECK(holds(verdict(results, bounds("/a", 2.5, 2.5))));
  CHECK(holds(verdict(results, bounds("/a", 2, std::nullopt))));
  CHECK(holds(verdict(results, bounds("a", std::nullopt, 3))));  // by its column
  CHECK(holds(verdict(results, bounds("b_c", -1, std::nullopt))));
  CHECK(holds(verdict(results, bounds("/yes", 1, 1))));
  const Verdict low = verdict(results, bounds("/a", 2.6, std::nullopt));
  REQUIRE(low.breaches.size() == 1);
  CHECK(low.breaches[0].label == "Test");
  CHECK(low.breaches[0].message == "/a is 2.5, below 2.6");
  CHECK(low.checked == 1);
  CHECK(low.failed());
  CHECK(verdict(results, bounds("/b/c", std::nullopt, -2)).breaches.at(0).message == "/b/c is -1, above -2");
}

TEST_CASE("a figure that is null, or no number, breaks its rule, also where it is to select runs") {
  const Files files;
  const Results results = files.one(R"("a": null, "t": "text", "l": [1])");
  for (const char* figure : {"/a", "/t", "/l"}) {
    const Verdict v = verdict(results, bounds(figure, std::nullopt, 1e300));
    REQUIRE(v.breaches.size() == 1);
    CHECK(v.breaches[0].message == std::string(figure) + " has no value");
  }
  CHECK(verdict(results, expression("a < 5")).breaches.at(0).message == "a has no value");
  // Nobody can say whether such a rule is for this run: it is not passed over in silence.
  const Verdict unsure = verdict(results, expression("1", "a > 0"));
  CHECK(unsure.checked == 1);
  CHECK(unsure.breaches.at(0).message == "a > 0: a figure in it has no value");
}

TEST_CASE("what the results do not have is a mistake in the book, not a breach") {
  const Files files;
  const Results results = files.one(R"("finance": {"capex_eur": 5}, "l": [1])");
  CHECK(fault(results, bounds("/finance/capex", 1, 2)).find("the report has nothing at /finance/capex") !=
        std::string::npos);
  CHECK(fault(results, bounds("finance_capex_eu", 1, 2)).find("did you mean finance_capex_eur?") != std::string::npos);
  CHECK(fault(results, expression("{no pointer} > 1")).find("there is no \"no pointer\"") != std::string::npos);
  CHECK(fault(results, expression("{/a~2} > 1")).find("is no JSON Pointer") != std::string::npos);
  CHECK(fault(results, expression("{/l/1} > 1")).find("nothing at /l/1") != std::string::npos);
  CHECK(fault(results, expression("{/l/} > 1")).find("nothing at /l/") != std::string::npos);
  CHECK(fault(results, expression("{/l/99999999999999999999} > 1")).find("nothing at /l/9") != std::string::npos);
  CHECK(fault(results, expression("1 +")).starts_with("rule \"expression\": "));
  CHECK(fault(results, expression("1 > 0", "(")).starts_with("rule \"expression\": "));
  CHECK(fault(results, expression("1 / 0")).starts_with("rule \"expression\", Test: "));
}

TEST_CASE("an expression breaks with the values that it saw") {
  const Files files;
  const Results results = files.one(R"("a": 2, "b": 3, "t": "text")");
  CHECK(holds(verdict(results, expression(R"(a < b and t == "text")"))));
  const Verdict v = verdict(results, expression("a > b"));
  REQUIRE(v.breaches.size() == 1);
  CHECK(v.breaches[0].message == "a > b is false: a = 2, b = 3");
}

TEST_CASE("a rule looks at the runs that it selects, and at all that are done without a where") {
  const Files files;
  const Results results = files.many({{"fi", 1, R"({"a": 1})"},
                                      {"fi", 2, R"({"a": 2})"},
                                      {"se", 1, R"({"a": 3})"},
                                      {"se", 2, "", Status::crashed},
                                      {"se", 1, R"({"a": 4})", Status::done, 1}});
  const Verdict all = verdict(results, bounds("/a", std::nullopt, 1.5));
  CHECK(all.checked == 4);
  REQUIRE(all.breaches.size() == 3);
  CHECK(all.breaches[0].label == "site = fi, chips = 2");
  CHECK(all.breaches[2].label == "site = se, chips = 1, replicate 1");
  Rule some = bounds("/a", std::nullopt, 2);
  some.where = R"(site == "fi" and chips >= 1)";
  CHECK(verdict(results, some).checked == 2);
  CHECK(holds(verdict(results, some)));
  some.where = "run == 2";
  CHECK(verdict(results, some).breaches.at(0).message == "/a is 3, above 2");
  some.where = "{/a} > 3.5";
  CHECK(verdict(results, some).checked == 1);
}

TEST_CASE("a rule that selects no run is broken: it would hold of anything") {
  const Files files;
  const Results results = files.many({{"fi", 1, R"({"a": 1})"}, {"se", 1, "", Status::crashed}});
  for (const Rule& rule : {expression("a == 1", R"(site == "xx")"), expression("1", R"(site == "se")")}) {
    const Verdict v = verdict(results, rule);
    CHECK(v.checked == 0);
    REQUIRE(v.breaches.size() == 1);
    CHECK(v.breaches[0].message.find("no run is selected") != std::string::npos);
    CHECK(v.failed());
  }
  const auto verdicts = check(files.many({}, "empty"), nullptr, {.name = "b", .rules = {}});
  REQUIRE(verdicts.size() == 1);
  CHECK(verdicts[0].failed());
}

TEST_CASE("without a rule on statuses, every run has to be done") {
  const Files files;
  const Results results = files.many({{"fi", 1, R"({"a": 1})"}, {"se", 1, "", Status::crashed}});
  const auto verdicts = check(results, nullptr, {.name = "book", .rules = {expression("a == 1")}});
  REQUIRE(verdicts.size() == 2);
  CHECK(verdicts[0].name == "every run is done");
  CHECK(verdicts[0].checked == 2);
  REQUIRE(verdicts[0].breaches.size() == 1);
  CHECK(verdicts[0].breaches[0].label == "site = se, chips = 1");
  CHECK(verdicts[0].breaches[0].message == "it ended as crashed");
  CHECK(holds(verdicts[1]));

  Rule may{.name = "may", .statuses = {"done", "crashed"}};
  const auto own = check(results, nullptr, {.name = "book", .rules = {may}});
  REQUIRE(own.size() == 1);
  CHECK(own[0].checked == 2);
  CHECK(holds(own[0]));
  may.statuses = {"crashed"};
  CHECK(verdict(results, may).breaches.at(0).message == "it ended as done");
  may.where = R"(status == "crashed")";
  CHECK(holds(verdict(results, may)));
}

TEST_CASE("a warning is told and does not fail") {
  const Files files;
  Rule rule = bounds("/a", 2, std::nullopt);
  rule.warning = true;
  rule.why = "because";
  const Verdict v = verdict(files.one(R"("a": 1)"), rule);
  CHECK(v.breaches.size() == 1);
  CHECK(v.warning);
  CHECK_FALSE(v.failed());
  CHECK(v.why == "because");
}

TEST_CASE("a figure may move by its tolerance, and by either if there are two") {
  const Files files;
  const Results old = files.one(R"("a": -200)", "old.json");
  const Results now = files.one(R"("a": -210)");  // 10 of 200: 5 %
  CHECK(holds(verdict(now, near(0.05, std::nullopt), &old)));
  CHECK_FALSE(holds(verdict(now, near(0.049, std::nullopt), &old)));
  CHECK(holds(verdict(now, near(std::nullopt, 10), &old)));
  CHECK_FALSE(holds(verdict(now, near(std::nullopt, 9.9), &old)));
  CHECK(holds(verdict(now, near(0.01, 10), &old)));
  CHECK(holds(verdict(now, near(0.05, 1), &old)));
  CHECK(verdict(now, near(0.01, 1), &old).breaches.at(0).message == "/a was -200 and is -210 (+5 %)");
  CHECK(holds(verdict(now, near(0, std::nullopt), &now)));
  const Results zero = files.one(R"("a": 0)", "zero.json");
  CHECK_FALSE(holds(verdict(now, near(1e6, std::nullopt), &zero)));  // any share of 0 is 0
  CHECK(verdict(now, near(0.5, std::nullopt), &zero).breaches.at(0).message == "/a was 0 and is -210");
  CHECK(holds(verdict(zero, near(0, std::nullopt), &zero)));
  const Results null = files.one(R"("a": null)", "null.json");
  CHECK(verdict(now, near(1, std::nullopt), &null).breaches.at(0).message == "/a has no value in the baseline");
  CHECK(fault(now, near(1, std::nullopt)).find("compares with a baseline; name one with --baseline") !=
        std::string::npos);
}

TEST_CASE("runs of a sweep are compared with those of the same axes, whatever their numbers") {
  const Files files;
  const Results now =
      files.many({{"fi", 1, R"({"a": 10})"}, {"se", 1, R"({"a": 20})"}, {"se", 1, R"({"a": 21})", Status::done, 1}});
  const Results old = files.many(
      {{"se", 1, R"({"a": 21})", Status::done, 1}, {"se", 1, R"({"a": 20})"}, {"fi", 1, R"({"a": 10})"}}, "old");
  CHECK(holds(verdict(now, near(0, std::nullopt), &old)));
  CHECK(holds(verdict(now, expression("{old:/a} == {/a}"), &old)));
  CHECK(holds(verdict(now, expression("{old:a} == a and {old:chips} == chips"), &old)));
  const Results less = files.many({{"se", 1, R"({"a": 20})"}}, "less");
  const Verdict v = verdict(now, near(0, std::nullopt), &less);
  REQUIRE(v.breaches.size() == 2);
  CHECK(v.breaches[0].message == "it is not in the baseline");
  CHECK(verdict(now, expression("{old:/a} == {/a}"), &less).breaches.at(0).message == "old:/a has no value");
  CHECK(fault(now, expression("{old:/a} == {/a}")).find("name one with --baseline") != std::string::npos);
}

TEST_CASE("what holds no results is told, with its place") {
  const temporary::Folder folder;
  const auto fails = [](const std::filesystem::path& place) -> std::string {
    try {
      (void)Results(place);
      return "";
    } catch (const BadResults& e) {
      return e.what();
    }
  };
  CHECK(fails(folder.path()).find("holds neither results.sqlite") != std::string::npos);
  CHECK(fails(folder.path() / "none.json").find("none.json") != std::string::npos);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) {
    deep += R"("a": {)";
  }
  deep += R"("a": 1)";
  for (const std::string& text :
       {std::string("[]"), std::string("{}"), std::string("{"), std::string(R"({"schema": "gigaplan/report/2"})"),
        std::string(R"({"schema": ["gigaplan/report/1"]})"), report(deep + std::string(100'000, '}'))}) {
    CHECK(fails(folder.write("odd.json", text)).find("is no report of this version") != std::string::npos);
  }
  CHECK(
      Results(folder.write("odd.json", R"({"schema": "gigaplan/report/1", "scenario": [1]})")).entries().at(0).label ==
      "report");
}
