// Is the file of priors read, is the project's own whole, and is each fault told with its place?
#include "calibration/priors.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "../temporary.hpp"
#include "scenarios.hpp"

using namespace gigaplan;
using namespace gigaplan::calibration;
using Json = nlohmann::json;

namespace {

Json prior() {
  return {{"kind", "stack"},
          {"of", {"nemo-2024"}},
          {"field", "kernel_time"},
          {"mean", 1},
          {"sigma", 0.03},
          {"least", 0.7},
          {"most", 1.4},
          {"why", "what nothing else explains"}};
}

PriorSet read(const Json& document) {
  const temporary::Folder folder;
  return read_priors(folder.write("priors.json", document.dump()));
}

}  // namespace

TEST_CASE("a prior has what the file says") {
  const auto set = read({{"format", "gigaplan-priors/1"}, {"priors", {prior()}}});
  CHECK(set.issues.empty());
  REQUIRE(set.priors.size() == 1);
  const Prior& p = set.priors[0];
  CHECK(p.kind == "stack");
  CHECK(p.of == std::vector<std::string>{"nemo-2024"});
  CHECK(p.field == "kernel_time");
  CHECK(p.mean == 1);
  CHECK(p.sigma == 0.03);
  CHECK(p.least == 0.7);
  CHECK(p.most == 1.4);
  CHECK_FALSE(p.factor);
  CHECK(p.why == "what nothing else explains");
}

TEST_CASE("the project's own priors are whole: every field has one for all") {
  const auto set = read_priors(fitted::source / "tools" / "calibrate" / "priors.json");
  CHECK(set.issues.empty());
  std::set<std::string> all;
  for (const auto& p : set.priors)
    if (p.of == std::vector<std::string>{"*"}) CHECK(all.insert(p.kind + p.field).second);
  for (const char* kind : {"chip", "stack"})
    for (const auto& field : fields_of(kind)) CHECK(all.count(kind + field) == 1);
  CHECK_NOTHROW((void)parameters_for({fitted::scenario()}, set.priors));
}

TEST_CASE("each fault is told with its place") {
  const std::vector<std::pair<Json, std::string>> faults = {
      {{{"kind", "node"}}, "/priors/0/kind"},
      {{{"of", Json::array()}}, "/priors/0/of"},
      {{{"of", {""}}}, "/priors/0/of"},
      {{{"field", "gemm_bf16"}}, "/priors/0/field"},
      {{{"mean", 2}}, "/priors/0/mean"},
      {{{"mean", "1"}}, "/priors/0/mean"},
      {{{"sigma", 0}}, "/priors/0/sigma"},
      {{{"least", 0.1}}, "/priors/0/least"},
      {{{"most", 9}}, "/priors/0/most"},
      {{{"why", ""}}, "/priors/0/why"},
      {{{"why", nullptr}}, "/priors/0"},
      {{{"factor", 1}}, "/priors/0/factor"},
      {{{"kind", "chip"}, {"field", "gemm_bf16"}, {"of", {"volta"}}}, "/priors/0/of/0"}};
  for (const auto& [change, pointer] : faults) {
    INFO(change.dump());
    Json broken = prior();
    broken.merge_patch(change);
    const auto set = read({{"format", "gigaplan-priors/1"}, {"priors", {broken, prior()}}});
    REQUIRE(set.issues.size() == 1);
    CHECK(set.issues[0].pointer == pointer);
    CHECK(!set.issues[0].message.empty());
    CHECK(set.priors.size() == 1);  // the other one
  }
  CHECK(read({{"format", "gigaplan-priors/2"}, {"priors", {prior()}}}).issues.at(0).pointer == "/format");
  CHECK(has_errors(read_priors("/no/such/file").issues));
}
