// Is each kind of measurement read as it is written, and each fault told with its place?
#include "accuracy/cases.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "folder.hpp"

using namespace gigaplan;
using namespace gigaplan::accuracy;
using measured::Folder;
using measured::Json;
using measured::machine;

namespace {

template <typename T>
T truth_of(const Json& c) {
  const Folder folder;
  const CaseSet set = folder.read({c});
  REQUIRE(set.issues.empty());
  REQUIRE(set.cases.size() == 1);
  REQUIRE(std::holds_alternative<T>(set.cases[0].truth.value()));
  return std::get<T>(*set.cases[0].truth);
}

/// The one issue of a folder whose only file is this.
Issue fault(const std::string& text) {
  const Folder folder;
  const auto file = folder.write("some.json", text);
  const CaseSet set = read_cases(folder.path());
  REQUIRE(set.issues.size() == 1);
  CHECK(set.cases.empty());
  CHECK(set.issues[0].severity == Severity::error);
  CHECK(set.issues[0].file == file.string());
  return set.issues[0];
}

struct Fault {
  Json changes;  ///< to the case, a merge patch
  std::string pointer, message;
};

void expect(Json c, const std::vector<Fault>& faults) {
  for (const Fault& f : faults) {
    INFO(f.changes.dump());
    Json broken = c;
    broken.merge_patch(f.changes);
    const Issue issue = fault(measured::file_of({broken}));
    CHECK(issue.pointer == "/cases/0" + f.pointer);
    INFO(issue.message);
    CHECK(issue.message.find(f.message) != std::string::npos);
    CHECK(!issue.remedy.empty());
  }
}

}  // namespace

TEST_CASE("a case keeps who measured what, and changes the base scenario key by key") {
  const Folder folder;
  Json c = measured::training({{"step_time_s", 1.5}});
  c.update({{"series", "llama3-8b bf16"},
            {"stack_release", "24.07"},
            {"chip", "h100-sxm5-80gb"},
            {"family", "hopper dense"},
            {"layout_stated", false},
            {"where", "table 2"}});
  Json other = machine("interruptions", {{"count", 4}, {"days", 2}});
  other.update({{"id", "two"}, {"role", "calibration"}, {"source", {{"title", "Another paper"}}}});
  other["scenario"]["seed"] = 7;
  other["scenario"]["cluster"]["a/b~c"] = nullptr;
  const CaseSet set = folder.read({c, other});
  REQUIRE(set.issues.empty());
  REQUIRE(set.cases.size() == 2);
  CHECK(set.base == folder.path() / "base.json");
  const Case& one = set.cases[0];
  CHECK(one.id == "one");
  CHECK(one.group == "some");
  CHECK(one.kind == "step");
  CHECK(one.series == "llama3-8b bf16");
  CHECK(one.stack == "megatron-core-2024");
  CHECK(one.release == "24.07");
  CHECK(one.chip == "h100-sxm5-80gb");
  CHECK(one.family == "hopper dense");
  CHECK(one.source == "A paper");
  CHECK(one.where == "table 2");
  CHECK(one.left_out.empty());
  CHECK_FALSE(one.layout_stated);
  CHECK_FALSE(one.calibrates);
  CHECK(std::ranges::count(one.changes, Setting{"/cluster/node", "\"grand-teton-h100\""}) == 1);
  CHECK(std::ranges::count(one.changes, Setting{"/training/global_batch", "2"}) == 1);
  CHECK(one.changes.size() == 3 + 7);  // keys of the cluster, keys of the job
  const Case& two = set.cases[1];
  CHECK(two.source == "Another paper");
  CHECK(two.stack.empty());
  CHECK(two.layout_stated);
  CHECK(two.calibrates);
  CHECK(std::ranges::count(two.changes, Setting{"/seed", "7"}) == 1);
  CHECK(std::ranges::count(two.changes, Setting{"/cluster/a~1b~0c", "null"}) == 1);
}

TEST_CASE("a stack that extends another is named by it") {
  const Folder folder;
  Json c = measured::training({{"step_time_s", 1}});
  c["scenario"]["training"]["stack"] = {{"extends", "nemo-2024"}, {"compute_efficiency", 1}};
  CHECK(folder.read({c}).cases.at(0).stack == "nemo-2024");
}

TEST_CASE("each kind has its own figures") {
  CHECK(truth_of<StepTruth>(measured::training({{"step_time_s", 1.5}})).time_s == 1.5);

  Json c = machine("collective", {{"bus_bandwidth_gbyte_s", {{1024, 5}, {2048, 7.5}}}});
  c.update({{"chips", 4}, {"algorithm", "ring"}});
  const auto ring = truth_of<CollectiveTruth>(c);
  CHECK(ring.chips == 4);
  CHECK_FALSE(ring.in_network);
  CHECK(ring.bus_gbyte_s == std::vector<std::pair<double, double>>{{1024, 5}, {2048, 7.5}});
  c["algorithm"] = "in_network";
  CHECK(truth_of<CollectiveTruth>(c).in_network);

  c = machine("node_power", {{"node_w", 6000}});
  CHECK(truth_of<PowerTruth>(c).node_w == 6000);
  CHECK_FALSE(truth_of<PowerTruth>(c).maximum);
  CHECK(truth_of<PowerTruth>(c).conversion_loss == 0);
  CHECK_FALSE(truth_of<PowerTruth>(c).compute.has_value());
  c["published"].update({{"statistic", "max"}, {"conversion_loss", 0.016}});
  c["compute_share"] = 0.66;
  CHECK(truth_of<PowerTruth>(c).maximum);
  CHECK(truth_of<PowerTruth>(c).conversion_loss == 0.016);
  CHECK(truth_of<PowerTruth>(c).compute == 0.66);

  c = measured::training({{"energy_kwh", 408}, {"conversion_loss", 0.016}}, "energy");
  c["tokens"] = 1e9;
  CHECK(truth_of<EnergyTruth>(c).energy_kwh == 408);
  CHECK(truth_of<EnergyTruth>(c).conversion_loss == 0.016);
  CHECK(truth_of<EnergyTruth>(c).tokens == 1e9);

  c = machine("interruptions", {{"count", 10}, {"days", 55}, {"by_cause", {{"chip", 10}}}});
  CHECK(truth_of<InterruptionsTruth>(c).count == 10);
  CHECK(truth_of<InterruptionsTruth>(c).days == 55);
  CHECK(truth_of<InterruptionsTruth>(c).chips_only);
  CHECK(truth_of<InterruptionsTruth>(c).by_cause.empty());
  c["published"]["by_cause"]["switch"] = 1;
  CHECK_FALSE(truth_of<InterruptionsTruth>(c).chips_only);
  CHECK(truth_of<InterruptionsTruth>(c).by_cause ==
        std::vector<std::pair<std::string, double>>{{"chip", 10}, {"switch", 1}});

  CHECK(truth_of<FailureTruth>(machine("mttf", {{"mttf_h", 7.9}})).mttf_h == 7.9);
  CHECK_FALSE(truth_of<FailureTruth>(machine("mttf", {{"mttf_h", 7.9}})).per_1000_node_days.has_value());
  CHECK(truth_of<FailureTruth>(machine("mttf", {{"failures_per_1000_node_days", 6.5}})).per_1000_node_days == 6.5);
  CHECK(truth_of<FailureTruth>(machine("mttf", {{"mttf_h", 7.9}, {"days", 335}})).days == 335);

  const Json bill = {{"switches", {{"leaf", 16}}}, {"cables", {{"node-leaf", 256}}}};
  CHECK(truth_of<BillTruth>(machine("bill", bill)).counts ==
        std::vector<std::pair<std::string, double>>{{"leaf switches", 16}, {"node-leaf cables", 256}});

  const auto memory = truth_of<MemoryTruth>(machine("memory", {{"state_gibyte", 45}, {"activations_gibyte", 59}}));
  CHECK(memory.state_gibyte == 45);
  CHECK(memory.activations_gibyte == 59);
}

TEST_CASE("a case that is left out is kept, of whatever kind it is, and needs no more than a reason") {
  const Folder folder;
  const CaseSet set = folder.read({{{"id", "gone"}, {"kind", "gpu_hours"}, {"left_out", "hours of a project"}}});
  REQUIRE(set.issues.empty());
  CHECK(set.cases.at(0).left_out == "hours of a project");
  CHECK_FALSE(set.cases.at(0).truth.has_value());
}

TEST_CASE("what is wrong with a file is told with its name and a pointer") {
  CHECK(to_string(fault("{\"format\": ")).find("some.json: line 1") != std::string::npos);
  CHECK(fault("[]").message.find("expected an object") != std::string::npos);
  Json file = Json::parse(measured::file_of({}));
  CHECK(fault(R"({"group": "some"})").message == "\"format\" is missing");
  file["format"] = "gigaplan-cases/2";
  CHECK(fault(file.dump()).pointer == "/format");
  CHECK(fault(file.dump()).message == "expected \"gigaplan-cases/1\"");
  file["format"] = "gigaplan-cases/1";
  file["cases"] = 5;
  CHECK(fault(file.dump()).pointer == "/cases");
  CHECK(fault(file.dump()).message == "expected a list, got 5");
  file["source"] = "a title";
  CHECK(fault(file.dump()).pointer == "/source");
  file.erase("source");
  CHECK(fault(file.dump()).message == "\"source\" is missing");
  CHECK(fault(measured::file_of({1})).pointer == "/cases/0");
}

TEST_CASE("what is wrong with a case is told with a pointer into it") {
  const Json null = nullptr;  // removes a key
  expect(measured::training({{"step_time_s", 1}}),
         {{{{"id", null}}, "", "\"id\" is missing"},
          {{{"id", 5}}, "/id", "expected a text, got 5"},
          {{{"kind", null}}, "", "\"kind\" is missing"},
          {{{"kind", "gemm"}}, "/kind", "\"gemm\" cannot be predicted"},
          {{{"role", null}}, "", "\"role\" is missing"},
          {{{"role", "training"}}, "/role", "expected \"test\" or \"calibration\""},
          {{{"layout_stated", "yes"}}, "/layout_stated", "expected true or false"},
          {{{"source", {{"title", 1}}}}, "/source/title", "expected a text"},
          {{{"scenario", 5}}, "/scenario", "expected an object"},
          {{{"scenario", {{"training", 5}}}}, "/scenario/training", "expected an object"},
          {{{"published", null}}, "", "\"published\" is missing"},
          {{{"published", {{"step_time_s", null}}}}, "/published", "\"step_time_s\" is missing"},
          {{{"published", {{"step_time_s", "1 s"}}}}, "/published/step_time_s", "expected a number, got \"1 s\""},
          {{{"published", {{"step_time_s", -1}}}}, "/published/step_time_s", "above 0"},
          {{{"published", {{"step_time_s", 0}}}}, "/published/step_time_s", "above 0"}});
  Json c = machine("collective", {{"bus_bandwidth_gbyte_s", {{1024, 5}}}});
  c.update({{"chips", 4}, {"algorithm", "ring"}});
  const std::string pairs = "/published/bus_bandwidth_gbyte_s";
  expect(c, {{{{"chips", 1}}, "/chips", "whole number from 2"},
             {{{"chips", 2.5}}, "/chips", "whole number"},
             {{{"chips", 1e9}}, "/chips", "to 1,000,000"},
             {{{"algorithm", "rings"}}, "/algorithm", "\"ring\" or \"in_network\""},
             {{{"published", {{"bus_bandwidth_gbyte_s", Json::array()}}}}, pairs, "nothing to compare"},
             {{{"published", {{"bus_bandwidth_gbyte_s", {{1024, 0}}}}}}, pairs, "expected pairs"},
             {{{"published", {{"bus_bandwidth_gbyte_s", {{1024, 1, 2}}}}}}, pairs, "expected pairs"},
             {{{"published", {{"bus_bandwidth_gbyte_s", {"1024"}}}}}, pairs, "expected pairs"}});
  expect(machine("node_power", {{"node_w", 1}}),
         {{{{"published", {{"statistic", "min"}}}}, "/published/statistic", "\"mean\" or \"max\""},
          {{{"published", {{"conversion_loss", 1}}}}, "/published/conversion_loss", "less than 1"},
          {{{"published", {{"conversion_loss", 0}}}}, "/published/conversion_loss", "above 0"},
          {{{"compute_share", 1.1}}, "/compute_share", "no more than 1"}});
  expect(measured::training({{"energy_kwh", 1}}, "energy"), {{Json::object(), "", "\"tokens\" is missing"}});
  expect(machine("interruptions", {{"count", 1}, {"days", 1}}),
         {{{{"published", {{"by_cause", {{"NIC", 0}, {"CPU", 1}}}}}}, "/published/by_cause/NIC", "above 0"},
          {{{"published", {{"by_cause", {1}}}}}, "/published/by_cause", "expected an object"}});
  expect(machine("mttf", {{"mttf_h", 1}}), {{{{"published", {{"mttf_h", -1}}}}, "/published/mttf_h", "above 0"},
                                            {{{"published", {{"mttf_h", null}}}}, "/published", "neither"}});
  expect(machine("bill", {{"switches", {{"leaf", 1}}}, {"cables", Json::object()}}),
         {{{{"published", {{"switches", {{"leaf", null}}}}}}, "/published", "nothing to compare"},
          {{{"published", {{"cables", null}}}}, "/published", "\"cables\" is missing"},
          {{{"published", {{"switches", {{"leaf", 0}}}}}}, "/published/switches/leaf", "above 0"}});
}

TEST_CASE("an id stands for one case, in all files; the others are read nevertheless") {
  const Folder folder;
  const Json one = machine("mttf", {{"mttf_h", 1}});
  Json two = one;
  two["id"] = "two";
  (void)folder.write("a.json", measured::file_of({one}));
  const auto later = folder.write("b.json", measured::file_of({two, one}));
  (void)folder.write("notes.txt", "no cases");
  const CaseSet set = read_cases(folder.path());
  REQUIRE(set.issues.size() == 1);
  CHECK(set.issues[0].file == later.string());
  CHECK(set.issues[0].pointer == "/cases/1/id");
  CHECK(set.issues[0].message == "there is another one");
  REQUIRE(set.cases.size() == 2);
  CHECK(set.cases[1].id == "two");
}

TEST_CASE("a folder without cases, without a base scenario, or that is none") {
  const temporary::Folder empty;
  CHECK(read_cases(empty.path()).issues.at(0).message == "holds no cases (*.json)");
  (void)empty.write("some.json", measured::file_of({machine("mttf", {{"mttf_h", 1}})}));
  const CaseSet baseless = read_cases(empty.path());
  REQUIRE(baseless.issues.size() == 1);
  CHECK(baseless.issues[0].file == (empty.path() / "base.json").string());
  CHECK(baseless.issues[0].message == "there is no such file");

  const Folder folder;
  CHECK(read_cases(folder.path()).issues.at(0).message == "holds no cases (*.json)");
  CHECK(folder.read({}).issues.at(0).message == "its files hold no cases");
  for (const auto& place : {folder.path() / "none", folder.path() / "base.json"}) {
    const CaseSet set = read_cases(place);
    REQUIRE(set.issues.size() == 1);
    CHECK(set.issues[0].file == place.string());
    CHECK(set.issues[0].message.starts_with("cannot be listed: "));
  }
}

TEST_CASE("the project's own cases are sound") {
  const CaseSet set = read_cases(measured::source / "tests" / "validation" / "cases");
  CHECK(set.issues.empty());
  CHECK(set.cases.size() > 100);
}
