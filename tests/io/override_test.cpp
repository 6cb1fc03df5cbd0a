// What if --set is wrong?
#include <doctest/doctest.h>

#include <algorithm>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

struct BadSet {
  const char* pointer;
  const char* value;
  const char* where;  ///< pointer of the issue
  const char* message;
  const char* remedy;
};

}  // namespace

TEST_CASE("a wrong --set is told with pointer and remedy, and its file is --set") {
  const std::vector<BadSet> bad = {
      {"seed", "1", "seed", "no JSON Pointer", "/part/key=value"},
      {"", "1", "", "no JSON Pointer", "/part/key=value"},
      {"/a~2", "1", "/a~2", "no JSON Pointer", "/part/key=value"},
      {"/name", "K\xF6ln", "", "not UTF-8", "UTF-8"},
      {"/K\xF6ln", "1", "", "not UTF-8", "UTF-8"},
      {"/name", "a\x1B[31m", "/name", "without control characters, got \"a\\u001b", ""},
      {"/name", "a\u202Eb", "/name", "without control characters", ""},
      {"/sead", "1", "/sead", "unknown key", R"(did you mean "seed"?)"},
      {"/facilty/house_load_share", "0", "/facilty", "unknown key", R"(did you mean "facility"?)"},
      {"/site/climate/dry_bulb_mean", "0", "/site/climate/dry_bulb_mean", "unknown key", "dry_bulb_mean_c"},
      {"/site", "tinny", "/site", "no site \"tinny\"", R"(did you mean "tiny"?)"},
      {"/name/first", "x", "/name/first", "which has no members", "shorten"},
      {"/seed/a/b", "x", "/seed/a", "which has no members", "shorten"},
      {"/operation/reliability/causes/9/repair_h", "1", "/operation/reliability/causes/9", "no item \"9\"", "0 to 1"},
      {"/operation/reliability/causes/2", "{}", "/operation/reliability/causes/2", "no item \"2\"", "0 to 1"},
      {"/operation/reliability/causes/01", "{}", "/operation/reliability/causes/01", "no item \"01\"", "0 to 1"},
      {"/operation/reliability/causes/-", "{}", "/operation/reliability/causes/-", "no item \"-\"", "0 to 1"},
      {"/cluster/nodes", "-1", "/cluster/nodes", "-1 is out of range", "from 1"},
      {"/cluster/nodes", "four", "/cluster/nodes", "expected a whole number, got \"four\"", "number"},
      {"/cluster/nodes", "", "/cluster/nodes", "no value after the =", "null removes"},
      {"/cluster/nodes", "1e", "/cluster/nodes", "is not JSON", ""},
      {"/cluster/nodes", "1e999", "/cluster/nodes", "too large", ""},
      {"/cluster/nodes", "[1", "/cluster/nodes", "ends too early", ""},
      {"/cluster", "{\"nodes\": 1, \"nodes\": 2}", "/cluster", "stands twice", ""},
      {"/training/published", "null", "/training/published", "no such key", "check the pointer"},
  };
  for (const BadSet& b : bad) {
    const LoadedScenario loaded = tiny::load(tiny::scenario(), {{b.pointer, b.value}});
    INFO(std::string(b.pointer), "=", std::string(b.value), "\n", tiny::text_of(loaded.issues));
    CHECK_FALSE(loaded.scenario.has_value());
    CHECK(std::ranges::any_of(loaded.issues, [&](const Issue& i) {
      return i.file == "--set" && i.pointer == b.where && i.message.find(b.message) != std::string::npos &&
             i.remedy.find(b.remedy) != std::string::npos;
    }));
  }
}

TEST_CASE("a value is JSON, or a bare word") {
  const auto named = tiny::load(tiny::scenario(), {{"/name", "Site A"}, {"/operation/start", "2030-02-01"}});
  REQUIRE_MESSAGE(named.scenario.has_value(), tiny::text_of(named.issues));
  CHECK(named.scenario->name == "Site A");
  CHECK(named.scenario->operation.start == "2030-02-01");
  const auto object = tiny::load(
      tiny::scenario(), {{"/finance/funding", R"({"eu_share": 1})"}, {"/training/plan/sequence_parallel", "false"}});
  REQUIRE_MESSAGE(object.scenario.has_value(), tiny::text_of(object.issues));
  CHECK(object.scenario->finance.funding.eu_share == 1);
  CHECK(object.scenario->finance.funding.equity_share == 0);
  CHECK_FALSE(object.scenario->training.plan.sequence_parallel);
}

TEST_CASE("an override is split at its first equals sign") {
  CHECK(parse_override("/a/b=3")->pointer == "/a/b");
  CHECK(parse_override("/a/b=x=y")->value == "x=y");
  CHECK_FALSE(parse_override("/a/b").has_value());
}
