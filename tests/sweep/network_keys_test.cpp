// Does --sweep name what it means, in the order in which it can be applied?
#include "sweep/network_keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "io/description.hpp"
#include "sweep/points.hpp"

using namespace gigaplan;
using namespace gigaplan::sweep;

namespace {

using Texts = std::vector<std::string>;

std::vector<SizedKey> good(const Texts& texts) {
  Issues issues;
  const auto keys = parse_sized_keys(texts, issues);
  CHECK(issues.empty());
  return keys;
}

Texts values(const std::string& list) {
  const auto keys = good({"routing=" + list});
  REQUIRE(keys.size() == 1);
  return keys[0].values;
}

}  // namespace

TEST_CASE("every short name leads to a key of a scenario, each to its own") {
  std::set<std::string> names;
  std::set<std::string> pointers;
  for (const NetworkKey& key : network_keys()) {
    CAPTURE(key.name);
    CHECK_FALSE(io::pointer_fault("scenario", key.pointer));
    CHECK(names.insert(key.name).second);
    CHECK(pointers.insert(key.pointer).second);
    CHECK(good({key.name + "=1"}) == std::vector<SizedKey>{{key.name, key.pointer, {"1"}}});
  }
}

TEST_CASE("values are JSON or bare words; commas in brackets and quotes separate nothing") {
  CHECK(values("1,2.5, 4") == Texts{"1", "2.5", "4"});
  CHECK(values("8.0,8e2") == Texts{"8", "800"});  // one way to write a whole number
  CHECK(values("adaptive,\"a,b\",true") == Texts{R"("adaptive")", R"("a,b")", "true"});
  CHECK(values(R"({"a":[1,2],"b":"}"},{"a":"\"{,"})") == Texts{R"({"a":[1,2],"b":"}"})", R"({"a":"\"{,"})"});
}

TEST_CASE("the order is the user's, but a part is replaced before what is inside it") {
  const auto names = [](const Texts& texts) {
    Texts result;
    for (const SizedKey& key : good(texts)) {
      result.push_back(key.name);
    }
    return result;
  };
  CHECK(names({"tiers=2", "link_gbit_s=1", "oversubscription=1"}) == Texts{"tiers", "link_gbit_s", "oversubscription"});
  CHECK(names({"link_gbit_s=1", "tiers=2", "node=a", "fabric=b"}) == Texts{"node", "link_gbit_s", "fabric", "tiers"});
  CHECK(names({"link_gbit_s=1", "node=a", "/cluster={}"}) == Texts{"/cluster", "node", "link_gbit_s"});
}

TEST_CASE("what is wrong is told, all of it, with what would mend it") {
  struct Case {
    Texts texts;
    const char *message, *remedy;
  };
  const std::vector<Case> cases = {
      {{"oversubscripton=1"}, R"("oversubscripton" is no part of a network)", "did you mean oversubscription?"},
      {{"colour=1"}, R"("colour" is no part of a network)", "use oversubscription, "},
      {{"/cluster/fabric/teirs=1"}, "nothing at /cluster/fabric/teirs", R"(did you mean "tiers"?)"},
      {{"tiers"}, R"("tiers" has no values)", "write KEY=A,B,C"},
      {{"=1"}, R"("=1" has no key)", "write KEY=A,B,C"},
      {{"tiers="}, "tiers has no values", "write tiers=A,B,C"},
      {{"tiers=2,,3"}, "tiers has an empty value", "write tiers=A,B,C"},
      {{"tiers=2,3,2.0"}, "2.0 stands twice among the values of tiers", "remove one"},
      {{"tiers={2"}, "is not JSON", ""},
      {{"tiers=2", "tiers=3"}, "tiers stands twice", "into one --sweep"},
      {{"tiers=2", "/cluster/fabric/tiers=3"}, "tiers and /cluster/fabric/tiers are the same key", "one --sweep"}};
  for (const auto& [texts, message, remedy] : cases) {
    CAPTURE(texts.front());
    Issues issues;
    (void)parse_sized_keys(texts, issues);
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].file == "--sweep");
    CHECK(issues[0].message.find(message) != std::string::npos);
    CHECK(issues[0].remedy.find(remedy) != std::string::npos);
  }
  Issues issues;
  (void)parse_sized_keys({"a=1", "tiers=", "b"}, issues);
  CHECK(issues.size() == 3);
}

TEST_CASE("the grid has every combination upon --set; a --set that a key undoes is an issue") {
  Issues issues;
  const std::vector<Setting> set = {{"/seed", "3"}};
  const auto spec = sizing_spec(good({"tiers=2,3", "fabric=a,b"}), set, {.minutes = 5}, issues);
  CHECK(issues.empty());
  CHECK(spec.limits.minutes == 5);
  const Points points(spec, 1);
  REQUIRE(points.count() == 4);
  CHECK(points.at(1).settings ==
        std::vector<Setting>{{"/seed", "3"}, {"/cluster/fabric", R"("a")"}, {"/cluster/fabric/tiers", "3"}});

  (void)sizing_spec(good({"fabric=a", "tiers=2"}),
                    {{"/cluster/fabric/switch/ports", "64"}, {"/cluster/fabric/tiers", "2"}, {"/cluster/nodes", "1"}},
                    {}, issues);
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].message == "/cluster/fabric/switch/ports has no effect: --sweep fabric replaces it");
  CHECK(issues[0].remedy == "write --sweep /cluster/fabric/switch/ports=VALUE instead");
  CHECK(issues[1].message.find("/cluster/fabric/tiers has no effect") == 0);
}
