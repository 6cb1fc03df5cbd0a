// Does a custom network mean the same wherever it is written: in the scenario, as an edge list, as GraphML?
#include <doctest/doctest.h>

#include <algorithm>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

// 4 nodes of 4 interfaces: 16, 8 on each leaf, and 8 cables up: 16 ports of 200 Gbit/s, as the tiny switch has.
constexpr const char* edge_list = R"({
  "switches": [{"id": "l0", "nics": 8}, {"id": "l1", "nics": 8}, {"id": "s0"}, {"id": "s1"}],
  "links": [{"from": "l0", "to": "s0", "cables": 7, "bandwidth_gbit_s": 100.5}, {"from": "l0", "to": "s1"},
            {"from": "l1", "to": "s0", "cables": 7, "bandwidth_gbit_s": 100.5}, {"from": "l1", "to": "s1"}]
})";

constexpr const char* graph = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="nics" attr.type="int"/>
  <key id="d1" for="edge" attr.name="cables" attr.type="int"/>
  <key id="d2" for="edge" attr.name="bandwidth_gbit_s" attr.type="double"/>
  <key id="d3" for="all" attr.name="colour" attr.type="string"><default>red</default></key>
  <graph id="G" edgedefault="undirected">
    <desc>two leaves, two spines</desc>
    <node id="l0"><data key="d0"> +8 </data><data key="d3">blue</data></node>
    <edge id="e0" source="l0" target="s0"><data key="d1">7</data><data key="d2"><![CDATA[100.5]]></data></edge>
    <edge id="e1" source="l0" target="s1"/>
    <node id="l1"><data key="d0">8.0</data></node>
    <edge source="l1" target="s0"><data key="d2">1005e-1</data><data key="d1">7</data></edge>
    <edge source="l1" target="s1"><desc>thin</desc></edge>
    <node id="s0"/>
    <node id="s1"><data key="d3"><deep><deeper/></deep></data></node>
  </graph>
</graphml>
)";

std::string scenario_with(const std::string& custom) {
  return tiny::replaced(tiny::scenario(), R"("fabric": "tiny")",
                        R"("fabric": {"extends": "tiny", "topology": "custom", "custom": )" + custom + "}");
}

LoadedScenario load_with(const std::string& name, const std::string& content,
                         const std::vector<Override>& overrides = {}) {
  const tiny::Folder folder;
  folder.write(name, content);
  return load_scenario(folder.write("s.json", scenario_with("{\"file\": \"" + name + "\"}")), overrides,
                       tiny::catalogue(folder));
}

std::vector<std::string> ids(const LoadedScenario& loaded) {
  REQUIRE_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
  std::vector<std::string> result;
  for (const auto& s : loaded.scenario->cluster.fabric.custom->switches) result.push_back(s.id);
  return result;
}

}  // namespace

TEST_CASE("an edge list in a file is the same scenario as one written inline") {
  const LoadedScenario written = tiny::load(scenario_with(edge_list));
  const LoadedScenario attached = load_with("net.json", edge_list);
  REQUIRE_MESSAGE(written.scenario.has_value(), tiny::text_of(written.issues));
  REQUIRE_MESSAGE(attached.scenario.has_value(), tiny::text_of(attached.issues));
  CHECK(*attached.scenario == *written.scenario);
  CHECK(attached.resolved_json == written.resolved_json);
  CHECK(attached.sha256 == written.sha256);
  CHECK(attached.resolved_json.find("net.json") == std::string::npos);  // a worker needs no file
  const auto row =
      std::ranges::find(attached.assumptions, "/cluster/fabric/custom/links/0/cables", &Assumption::pointer);
  REQUIRE(row != attached.assumptions.end());
  CHECK(row->how == How::scenario);
  CHECK(row->source == "set in net.json");
}

TEST_CASE("GraphML is the same scenario as the edge list, with its own order of nodes") {
  const LoadedScenario written = tiny::load(scenario_with(edge_list));
  const LoadedScenario attached = load_with("net.graphml", graph);
  REQUIRE_MESSAGE(attached.scenario.has_value(), tiny::text_of(attached.issues));
  CHECK(attached.issues == written.issues);  // of data that are passed over nothing is said
  CHECK(*attached.scenario->cluster.fabric.custom == *written.scenario->cluster.fabric.custom);
  CHECK(attached.resolved_json == written.resolved_json);
  CHECK(attached.sha256 == written.sha256);
}

TEST_CASE("the contents of the file are in the hash, its name and folder are not") {
  const std::string other = tiny::replaced(edge_list, "\"cables\": 7", "\"cables\": 6");
  CHECK(load_with("a.json", edge_list).sha256 == load_with("b/c.json", edge_list).sha256);
  CHECK(load_with("a.json", edge_list).sha256 != load_with("a.json", other).sha256);
}

TEST_CASE("defaults of GraphML's keys are honoured, and an element's own data go first") {
  std::string text = tiny::replaced(graph, R"(attr.name="nics" attr.type="int"/>)",
                                    R"(attr.name="nics" attr.type="int"><default>0</default></key>)");
  text = tiny::replaced(text, R"(attr.name="cables" attr.type="int"/>)",
                        R"(attr.name="cables"><desc>in parallel</desc><default> 2 </default></key>)");
  text = tiny::replaced(text, "+8", "7");
  const LoadedScenario loaded = load_with("net.graphml", tiny::replaced(text, ">8.0<", ">9<"));
  // 9 + 7 + 2 cables are more than 16 ports: so the default of 2 has come through
  CHECK(tiny::text_of(loaded.issues).find("\"l1\" has 18 cables, but 16 ports") != std::string::npos);
  text = tiny::replaced(text, ">7</data><data key=\"d2\"><![", ">5</data><data key=\"d2\"><![");
  text = tiny::replaced(text, "</data><data key=\"d1\">7<", "</data><data key=\"d1\">5<");
  const LoadedScenario mended = load_with("net.graphml", tiny::replaced(text, ">8.0<", ">9<"));
  REQUIRE_MESSAGE(mended.scenario.has_value(), tiny::text_of(mended.issues));
  const CustomFabric& custom = *mended.scenario->cluster.fabric.custom;
  CHECK(custom.switches[2].nics == 0);
  CHECK(custom.links[0].cables == 5);
  CHECK(custom.links[1].cables == 2);
  CHECK_FALSE(custom.links[1].bandwidth.has_value());
}

TEST_CASE("a directed graph is taken where no edge leads back") {
  const std::string directed = tiny::replaced(graph, "\"undirected\"", "\"directed\"");
  const auto expected = load_with("net.graphml", graph);
  CHECK(load_with("net.graphml", directed).sha256 == expected.sha256);
  const std::string back = tiny::replaced(directed, R"(<edge id="e1")", R"(<edge source="s0" target="l0"/>
    <edge id="e1")");
  const auto refused = load_with("net.graphml", back);
  REQUIRE(refused.issues.size() == 1);
  CHECK(refused.issues[0].pointer == R"(line 12, edge "s0" - "l0")");
  CHECK(refused.issues[0].message == R"(edges lead from "l0" to "s0" and back)");
  // single edges of an undirected graph may be directed, and the other way round
  CHECK_FALSE(load_with("net.graphml",
                        tiny::replaced(tiny::replaced(graph, R"(id="e0")", R"(directed="true")"), R"(<edge id="e1")",
                                       R"(<edge directed="true" source="s0" target="l0"/><edge id="e1")"))
                  .scenario.has_value());
  CHECK(load_with("net.graphml", tiny::replaced(graph, R"(id="e0")", R"(directed="true")")).sha256 == expected.sha256);
}

TEST_CASE("paths are relative to the file that names them, through extends, catalogue and --set") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("base/nets/net.json", edge_list);
  folder.write("base/base.json", scenario_with(R"({"file": "nets/net.json"})"));
  const auto top = folder.write("study/top.json", R"({"extends": "../base/base.json", "name": "Top"})");
  CHECK(ids(load_scenario(top, {}, catalogue)) == std::vector<std::string>{"l0", "l1", "s0", "s1"});

  // one that extends takes a network of its own, whole
  folder.write("study/one.json", R"({"switches": [{"id": "one", "nics": 16}]})");
  const auto own = folder.write(
      "study/own.json", R"({"extends": "../base/base.json", "cluster": {"fabric": {"custom": {"file": "one.json"}}}})");
  const auto loaded = load_scenario(own, {}, catalogue);
  CHECK(ids(loaded) == std::vector<std::string>{"one"});
  CHECK(loaded.scenario->cluster.fabric.custom->links.empty());

  // --set: relative to the scenario, and it may go on inside
  for (const Override& change : {Override{"/cluster/fabric/custom/file", "../study/one.json"},
                                 Override{"/cluster/fabric/custom", R"({"file": "../study/one.json"})"}}) {
    CHECK(ids(load_scenario(top, {change}, catalogue)) == std::vector<std::string>{"one"});
  }
  CHECK(ids(load_scenario(top, {{"/cluster/fabric/custom/switches/2/id", "s0"}}, catalogue)).size() == 4);

  // a catalogue entry
  folder.write("catalogue/fabrics/net.graphml", graph);
  folder.write("catalogue/fabrics/drawn.json", R"({"id": "drawn", "name": "Drawn", "switch": "tiny",
    "topology": "custom", "custom": {"file": "net.graphml"},
    "provenance": [{"fields": [""], "how": "assumed", "why": "a test's own figure"}]})");
  const auto entry =
      folder.write("e.json", tiny::replaced(tiny::scenario(), R"("fabric": "tiny")", R"("fabric": "drawn")"));
  CHECK(ids(load_scenario(entry, {}, catalogue)).size() == 4);
  CHECK(check_entry(catalogue, "fabric", "drawn").empty());
}

TEST_CASE("a path that leads nowhere is told where it is written") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  const auto issue = [&](const std::string& custom, const std::vector<Override>& overrides = {}) {
    const auto loaded = load_scenario(folder.write("s.json", scenario_with(custom)), overrides, catalogue);
    CHECK_FALSE(loaded.scenario.has_value());
    REQUIRE_MESSAGE(loaded.issues.size() == 1, tiny::text_of(loaded.issues));
    CHECK(loaded.issues[0].pointer == "/cluster/fabric/custom/file");
    CHECK_FALSE(loaded.issues[0].remedy.empty());
    return loaded.issues[0].message;
  };
  CHECK(issue(R"({"file": "no.json"})") == "no such file: \"no.json\"");
  CHECK(issue(R"({"file": "no/../no.graphml"})") == "no such file: \"no/../no.graphml\"");
  CHECK(issue(R"({"file": "net.xml"})") == "\"net.xml\" is neither JSON nor GraphML");
  CHECK(issue(R"({"file": ""})") == "expected the path of a file, got \"\"");
  CHECK(issue(R"({"file": 7})") == "expected the path of a file, got 7");
  CHECK(issue(R"({"file": "s.json\u0000.graphml"})") == "expected the path of a file, got \"s.json\\u0000.graphml\"");
  folder.write("net.json", edge_list);
  CHECK(
      issue(R"({"file": "net.json", "switches": [{"id": "a"}]})").starts_with("a file stands for all of this object"));
  const auto set = load_scenario(folder.write("s.json", scenario_with(edge_list)),
                                 {{"/cluster/fabric/custom/file", "no.json"}}, catalogue);
  REQUIRE(set.issues.size() == 1);
  CHECK(set.issues[0].file == "--set");
  CHECK(set.issues[0].remedy == "write a path relative to the scenario");
  const auto none = tiny::load(scenario_with(R"({"file": null})"));
  CHECK(none.issues.at(0).message == "null removes a key of what this file extends, but there is no such key");
  const auto elsewhere =
      tiny::load(tiny::replaced(tiny::scenario(), R"("data": 2)", R"("data": 2, "file": "net.json")"));
  REQUIRE(elsewhere.issues.size() == 1);
  CHECK(elsewhere.issues[0].message == "unknown key");
}
