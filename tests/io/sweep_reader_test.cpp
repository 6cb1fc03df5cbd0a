// Does a sweep's file, and a book of rules, become what it says, or a message with its place and a remedy?
#include "io/sweep_reader.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

/// A sweep with these members. \param inside JSON without the outer braces and what every sweep has
std::string sweep(const std::string& inside) {
  return R"({"name": "Test", "scenario": "tiny.json", )" + inside + "}";
}

std::string axes(const std::string& inside, const std::string& more = "") {
  return sweep(more + R"("axes": [)" + inside + "]");
}

/// An axis of a grid; its name is a.
std::string axis(const std::string& inside) {
  return axes(R"({"name": "a", )" + inside + "}");
}

std::string sampled(const std::string& inside) {
  return axes(R"({"name": "a", "pointer": "/seed", )" + inside + "}", R"("design": "sobol", "samples": 8, )");
}

std::string rules(const std::string& inside) {
  return R"({"name": "Book", "rules": [{"name": "r", )" + inside + "}]}";
}

LoadedSweep load(const std::string& text) {
  const tiny::Folder folder;
  return load_sweep(folder.write("sweep.json", text));
}

LoadedRules load_book(const std::string& text) {
  const tiny::Folder folder;
  return load_rules(folder.write("rules.json", text));
}

struct Broken {
  std::string text;
  const char* pointer;
  const char* message;
  const char* remedy;
};

void expect(const Broken& broken, const Issues& issues, bool loaded, const std::string& file) {
  INFO(broken.text, "\n", tiny::text_of(issues));
  CHECK_FALSE(loaded);
  CHECK(std::ranges::any_of(issues, [&](const Issue& issue) {
    return issue.severity == Severity::error && issue.pointer == broken.pointer &&
           issue.message.find(broken.message) != std::string::npos &&
           issue.remedy.find(broken.remedy) != std::string::npos;
  }));
  CHECK(std::ranges::all_of(issues, [&](const Issue& issue) {
    return issue.file.ends_with(file) && !issue.message.empty() && !issue.remedy.empty();
  }));
}

void expect_sweep(const Broken& broken) {
  const LoadedSweep loaded = load(broken.text);
  expect(broken, loaded.issues, loaded.spec.has_value(), "sweep.json");
}

const char* const values = R"("pointer": "/seed", "values": [1, 2])";

}  // namespace

TEST_CASE("the least sweep of each design is read, with its defaults") {
  struct Case {
    std::string text;
    Design design;
  };
  const std::vector<Case> cases = {
      {axis(values), Design::grid},
      {axes(R"({"name": "a", "pointer": "/seed", "low": 1, "high": 2, "steps": 2})", R"("design": "zip", )"),
       Design::zip},
      {sweep(R"("design": "list", "points": [{"label": "p", "set": {}}])"), Design::list},
      {axes(R"({"name": "a", "pointer": "/seed", "low": 1, "high": 2})",
            R"("design": "latin-hypercube", "samples": 1, )"),
       Design::latin_hypercube},
      {sampled(R"("low": 1, "high": 2)"), Design::sobol},
      {axes(R"({"name": "a", "options": [{"label": "o", "set": {"/seed": 1}}]})",
            R"("design": "monte-carlo", "samples": 1, )"),
       Design::monte_carlo}};
  for (const auto& [text, design] : cases) {
    const LoadedSweep loaded = load(text);
    INFO(text, "\n", tiny::text_of(loaded.issues));
    REQUIRE(loaded.spec.has_value());
    CHECK(loaded.issues.empty());
    CHECK(loaded.spec->design == design);
    CHECK(loaded.spec->seed == 1);
    CHECK(loaded.spec->replicates == 1);
    CHECK(loaded.spec->limits.minutes == 10);
    CHECK_FALSE(loaded.spec->limits.memory_gib.has_value());
    CHECK(loaded.scenario.filename() == "tiny.json");
  }
}

TEST_CASE("every key of a sweep arrives") {
  const LoadedSweep loaded = load(R"({"$schema": "x", "name": "N", "description": "D", "scenario": "../s/./t.json",
    "set": {"/operation/years": 2, "/site": null}, "design": "monte-carlo", "samples": 5, "seed": 9, "replicates": 3,
    "axes": [{"name": "a_1", "pointer": "/finance/discount_rate", "low": 1, "high": 3, "mode": 1.5,
              "distribution": "triangular", "whole": true},
             {"name": "b", "pointer": "/site", "values": ["x", null, {"k": [1]}]},
             {"name": "c", "options": [{"label": "o", "set": {"/cluster/nodes": 8}}]}],
    "constraints": ["a_1 > 2"], "figures": ["/step/mfu"], "limits": {"minutes": 0.5, "memory_gib": 2}})");
  INFO(tiny::text_of(loaded.issues));
  REQUIRE(loaded.spec.has_value());
  const SweepSpec expected{.name = "N",
                           .description = "D",
                           .scenario = "../s/./t.json",
                           .set = {{"/operation/years", "2"}, {"/site", "null"}},
                           .design = Design::monte_carlo,
                           .axes = {{.name = "a_1",
                                     .pointer = "/finance/discount_rate",
                                     .low = 1,
                                     .high = 3,
                                     .mode = 1.5,
                                     .distribution = Distribution::triangular,
                                     .whole = true},
                                    {.name = "b", .pointer = "/site", .values = {R"("x")", "null", R"({"k":[1]})"}},
                                    {.name = "c", .options = {{.label = "o", .set = {{"/cluster/nodes", "8"}}}}}},
                           .samples = 5,
                           .seed = 9,
                           .replicates = 3,
                           .constraints = {"a_1 > 2"},
                           .figures = {"/step/mfu"},
                           .limits = {.minutes = 0.5, .memory_gib = 2}};
  CHECK((*loaded.spec == expected));
}

TEST_CASE("the fingerprint's text does not hang on order, white space or keys left to their defaults") {
  const std::string plain = load(axis(values)).canonical_json;
  CHECK_FALSE(plain.empty());
  CHECK(load(R"({  "axes": [{"values": [1, 2],"pointer": "/seed", "name": "a"}], "scenario": "tiny.json",
                   "name": "Test", "design": "grid", "$schema": "x"})")
            .canonical_json == plain);
  CHECK(load(axes(R"({"name": "a", "pointer": "/seed", "values": [1, 2]})", R"("seed": 2, )")).canonical_json != plain);
}

TEST_CASE("a file that is none, or holds no object, is told") {
  const tiny::Folder folder;
  for (const auto& file : {folder.path() / "sweep.json", folder.path(), folder.write("a", ""), folder.write("b", "[]"),
                           folder.write("c", "{\"name\": "), folder.write("d", "5")}) {
    const LoadedSweep loaded = load_sweep(file);
    CHECK_FALSE(loaded.spec.has_value());
    REQUIRE(has_errors(loaded.issues));
    CHECK(loaded.issues[0].file == file.string());
    CHECK_FALSE(load_rules(file).book.has_value());
  }
}

TEST_CASE("an axis has a name, one way to vary, and values in order") {
  const std::vector<Broken> cases = {
      {axes(R"({"name": "A", "pointer": "/seed", "values": [1]})"), "/axes/0/name", R"("A" is no name of a column)",
       "a-z"},
      {axes(R"({"name": "1a", "pointer": "/seed", "values": [1]})"), "/axes/0/name", "is no name",
       "beginning with a letter"},
      {axes(R"({"name": "a b", "pointer": "/seed", "values": [1]})"), "/axes/0/name", "is no name", "_"},
      {axes(R"({"name": ")" + std::string(61, 'a') + R"(", "pointer": "/seed", "values": [1]})"), "/axes/0/name",
       "is no name", "60"},
      {axes(R"({"name": "status", "pointer": "/seed", "values": [1]})"), "/axes/0/name", "a meaning of its own",
       "another"},
      {axes(R"({"name": "not", "pointer": "/seed", "values": [1]})"), "/axes/0/name", "a meaning of its own",
       "another"},
      {axes(R"({"name": "a", "pointer": "/seed", "values": [1]}, {"name": "a", "pointer": "/site", "values": [1]})"),
       "/axes/1/name", R"(two axes are called "a")", "rename"},
      {axis(R"("pointer": "/seed")"), "/axes/0", "this axis has no values", "give it one of"},
      {axis(R"("pointer": "/seed", "values": [])"), "/axes/0", "this axis has no values", "give it one of"},
      {axis(R"("pointer": "/seed", "values": [1], "low": 1, "high": 2, "steps": 2)"), "/axes/0", "more than one way",
       "one of"},
      {axis(R"("values": [1])"), "/axes/0/pointer", "does not say what varies", "add the JSON Pointer"},
      {axis(R"("pointer": "/seed", "options": [{"label": "o", "set": {}}])"), "/axes/0/pointer",
       "options have pointers of their own", "leave pointer out"},
      {axis(R"("pointer": "seed", "values": [1])"), "/axes/0/pointer", R"("seed" is no JSON Pointer to a key)",
       "/part/key"},
      {axis(R"("pointer": "/cluster/nodez", "values": [1])"), "/axes/0/pointer", R"(unknown key "nodez")",
       R"(did you mean "nodes"?)"},
      {axis(R"("pointer": "/seed/x", "values": [1])"), "/axes/0/pointer", R"(unknown key "x")",
       "/seed holds a single value"},
      {axis(R"("pointer": "/seed", "values": [1, 2, 1])"), "/axes/0/values/2", "1 stands twice", "remove it"},
      {axis(R"("options": [{"label": "o", "set": {}}, {"label": "o", "set": {}}])"), "/axes/0/options/1/label",
       R"(two are called "o")", "rename"},
      {axis(R"("options": [{"label": "o", "set": {"/sead": 1}}])"), "/axes/0/options/0/set/~1sead",
       R"(unknown key "sead")", R"(did you mean "seed"?)"},
      {axis(R"("options": [{"label": "o", "set": [1]}])"), "/axes/0/options/0/set", "expected an object",
       "/json/pointer"},
      {axis(R"("options": [{"label": "", "set": {}}])"), "/axes/0/options/0/label", "not empty", ""},
      {axis(R"("pointer": "/seed", "values": 5)"), "/axes/0/values", "expected a list, got 5", "[ ... ]"},
      {axis(R"("pointer": "/seed", "valeus": [1])"), "/axes/0/valeus", "unknown key", R"(did you mean "values"?)"},
  };
  for (const Broken& broken : cases) expect_sweep(broken);
}

TEST_CASE("a range has two ends in order, and what its design needs") {
  const std::vector<Broken> cases = {
      {axis(R"("pointer": "/seed", "low": 1, "steps": 2)"), "/axes/0", "high is missing", "add it"},
      {axis(R"("pointer": "/seed", "high": 1, "steps": 2)"), "/axes/0", "low is missing", "add it"},
      {axis(R"("pointer": "/seed", "low": 2, "high": 1, "steps": 2)"), "/axes/0/low", "low 2 is not below high 1",
       "mixed up"},
      {axis(R"("pointer": "/seed", "low": 1, "high": 1, "steps": 2)"), "/axes/0/low", "low 1 is not below high 1", ""},
      {axis(R"("pointer": "/seed", "low": 0, "high": 1, "steps": 2, "distribution": "log-uniform")"), "/axes/0/low",
       "begins above 0", "uniform"},
      {axis(R"("pointer": "/seed", "low": 0, "high": 1)"), "/axes/0/steps", "2 steps or more", "add steps"},
      {axis(R"("pointer": "/seed", "low": 0, "high": 1, "steps": 1)"), "/axes/0/steps", "2 steps or more", "add steps"},
      {axis(R"("pointer": "/seed", "low": 0, "high": 1, "steps": 3, "distribution": "triangular")"),
       "/axes/0/distribution", "uniform or log-uniform", "one of these"},
      {sampled(R"("low": 0, "high": 1, "distribution": "triangular", "mode": 2)"), "/axes/0/mode",
       "2 is outside the range", "low <= mode <= high"},
      {sampled(R"("low": 0, "high": 1, "mode": 0.5)"), "/axes/0/mode", "only a triangular distribution has a mode",
       "triangular"},
      {axis(R"("pointer": "/seed", "low": 0.5, "high": 2, "steps": 2, "whole": true)"), "/axes/0/whole", "what is none",
       "whole numbers"},
      {axis(R"("pointer": "/seed", "values": [1], "steps": 2)"), "/axes/0", "belong to a range", "low and high"},
      {axis(R"("pointer": "/seed", "values": [1], "whole": true)"), "/axes/0", "belong to a range", "low and high"},
      {axes(R"({"name": "a", "pointer": "/seed", "values": [1]}, {"name": "b", "pointer": "/seed", "values": [2]})"),
       "/axes/1/pointer", "another axis varies /seed too", "options"},
      {sampled(R"("low": "0", "high": 1)"), "/axes/0/low", R"(expected a number, got "0")", "without quotes"},
      {sampled(R"("low": 0, "high": 1, "distribution": "normal")"), "/axes/0/distribution", R"(unknown value "normal")",
       "uniform"},
  };
  for (const Broken& broken : cases) expect_sweep(broken);
}

TEST_CASE("a design has what it needs, and nothing that it does not") {
  const std::string a = R"({"name": "a", "pointer": "/seed", "values": [1, 2]})";
  const std::string b = R"({"name": "b", "pointer": "/site", "values": ["x"]})";
  const std::vector<Broken> cases = {
      {sweep(R"("axes": [])"), "/axes", "nothing varies", "add an axis"},
      {sweep(R"("design": "grid")"), "/axes", "nothing varies", "list"},
      {sweep(R"("design": "list")"), "/points", "a list needs points", "label"},
      {axes(a, R"("design": "list", "points": [{"label": "p", "set": {}}], )"), "/axes", "points and no axes",
       "leave axes out"},
      {axes(a, R"("points": [{"label": "p", "set": {}}], )"), "/points", "only a list has points", "leave points out"},
      {sweep(R"("design": "list", "points": [{"label": "p", "set": {}}, {"label": "p", "set": {}}])"),
       "/points/1/label", R"(two are called "p")", "rename"},
      {axes(a, R"("design": "sobol", )"), "/samples", "how many points?", "add samples"},
      {axes(a, R"("samples": 5, )"), "/samples", "this design takes no samples", "leave samples out"},
      {axes(a + "," + b, R"("design": "zip", )"), "/axes/1", R"("b" has 1 values and "a" 2)", "equally long"},
      {axes(a, R"("replicates": 2, )"), "/axes/0/pointer", "replicates change the seed too", "only one"},
      {axes(a, R"("replicates": 0, )"), "/replicates", "0 is out of range", "from 1"},
      {axes(a, R"("figures": ["step/mfu"], )"), "/figures/0", R"("step/mfu" is no JSON Pointer)",
       "/finance/tokens_per_eur"},
      {axes(a, R"("figures": ["/a~"], )"), "/figures/0", "is no JSON Pointer", "pointer into report.json"},
      {axes(a, R"("set": {"/yeers": 1}, )"), "/set/~1yeers", R"(unknown key "yeers")", ""},
      {axes(a, R"("limits": {"minutes": 0}, )"), "/limits/minutes", "0 is out of range", "above 0"},
      {axes(a, R"("limits": {"memory_gib": 0}, )"), "/limits/memory_gib", "0 is out of range", "(GiB)"},
      {axes(a, R"("constraints": "a > 1", )"), "/constraints", "expected a list", "[ ... ]"},
      {R"({"name": "x", "axes": [)" + a + "]}", "/scenario", R"("scenario" is missing)", "add it"},
      {axes(a, R"("name": "twice", )"), "/name", "", ""},
  };
  for (const Broken& broken : cases) expect_sweep(broken);
}

TEST_CASE("more columns than a results file takes are refused before any run") {
  std::string many, figures = R"("/step/mfu")";
  for (int i = 0; i <= 1000; ++i) {
    many += (i == 0 ? "" : ",") + (R"({"name": "a)" + std::to_string(i) + R"(", "pointer": "/seed", "values": [1]})");
    figures += R"(, "/step/mfu")";
  }
  expect_sweep({axes(many), "/axes", "1001 axes and 0 figures are too many", "at most 1000"});
  expect_sweep({axes(R"({"name": "a", "pointer": "/seed", "values": [1]})", R"("figures": [)" + figures + "], "),
                "/figures", "1 axes and 1002 figures are too many", "at most 1000"});
}

TEST_CASE("a pointer into a list's items is taken, and a very long one is told in short") {
  CHECK(load(axis(R"("pointer": "/facility/power_chain/stages/0/no_load_loss", "values": [0.1])")).spec.has_value());
  expect_sweep({axis(R"("pointer": "/facility/power_chain/stages/0/loss", "values": [0.1])"), "/axes/0/pointer",
                R"(unknown key "loss")", ""});
  const LoadedSweep loaded = load(axis(R"("pointer": ")" + std::string(100'000, '/') + R"(", "values": [1])"));
  CHECK_FALSE(loaded.spec.has_value());
  REQUIRE(loaded.issues.size() == 1);
  CHECK(loaded.issues[0].message.size() < 500);
}

TEST_CASE("a book of rules is read whole") {
  const LoadedRules loaded = load_book(R"({"$schema": "x", "name": "Book", "rules": [
    {"name": "one", "why": "because", "where": "site == \"fi\"", "figure": "/a", "min": 1, "max": 2,
     "relative_tolerance": 0.1, "absolute_tolerance": 3, "warning": true},
    {"name": "two", "expression": "a > 1"}, {"name": "three", "statuses": ["done", "timeout"]}]})");
  INFO(tiny::text_of(loaded.issues));
  REQUIRE(loaded.book.has_value());
  const RuleBook expected{.name = "Book",
                          .rules = {{.name = "one",
                                     .why = "because",
                                     .where = R"(site == "fi")",
                                     .figure = "/a",
                                     .min = 1,
                                     .max = 2,
                                     .relative_tolerance = 0.1,
                                     .absolute_tolerance = 3,
                                     .warning = true},
                                    {.name = "two", .expression = "a > 1"},
                                    {.name = "three", .statuses = {"done", "timeout"}}}};
  CHECK((*loaded.book == expected));
}

TEST_CASE("a rule has one condition, and bounds in order") {
  const std::vector<Broken> cases = {
      {R"({"name": "Book", "rules": []})", "/rules", "expected at least 1 item", "[ ... ]"},
      {R"({"name": "Book"})", "/rules", R"("rules" is missing)", "add it"},
      {rules(R"("why": "x")"), "/rules/0", "this rule has no condition", "give it one of"},
      {rules(R"("expression": "1", "figure": "/a", "min": 1)"), "/rules/0", "more than one condition",
       "give it one of"},
      {rules(R"("expression": "1", "statuses": ["done"])"), "/rules/0", "more than one condition", "give it one of"},
      {rules(R"("figure": "/a")"), "/rules/0", "compared with nothing", "add min, max"},
      {rules(R"("expression": "1", "min": 1)"), "/rules/0", "need a figure", "add figure"},
      {rules(R"("statuses": ["done"], "relative_tolerance": 1)"), "/rules/0", "need a figure", "add figure"},
      {rules(R"("figure": "/a", "min": 2, "max": 1)"), "/rules/0/min", "min 2 is above max 1", "mixed up"},
      {rules(R"("figure": "/a", "relative_tolerance": -1)"), "/rules/0/relative_tolerance", "-1 is out of range", "0"},
      {rules(R"("statuses": ["fine"])"), "/rules/0/statuses", R"("fine" is no status)", "done"},
      {rules(R"("figure": "/a", "min": "1")"), "/rules/0/min", R"(expected a number, got "1")", "without quotes"},
      {R"({"name": "Book", "rules": [{"name": "r", "expression": "1"}, {"name": "r", "expression": "1"}]})",
       "/rules/1/name", R"(two rules are called "r")", "rename"},
  };
  for (const Broken& broken : cases) {
    const LoadedRules loaded = load_book(broken.text);
    expect(broken, loaded.issues, loaded.book.has_value(), "rules.json");
  }
}
