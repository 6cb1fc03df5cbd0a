// What if a network's file is no network?
#include <doctest/doctest.h>

#include <filesystem>

#include "io/files.hpp"
#include "io/graphml.hpp"
#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

struct Bad {
  std::string text, place, message;
};

/// The first issue names the network's file.
void expect(const std::string& name, const Bad& bad) {
  const tiny::Folder folder;
  const auto file = folder.write(name, bad.text);
  const auto scenario = folder.write(
      "s.json",
      tiny::replaced(tiny::scenario(), R"("fabric": "tiny")",
                     R"("fabric": {"extends": "tiny", "topology": "custom", "custom": {"file": ")" + name + "\"}}"));
  const LoadedScenario loaded = load_scenario(scenario, {}, tiny::catalogue(folder));
  const std::string told = tiny::text_of(loaded.issues);
  INFO(bad.text.substr(0, 200), "\n", told.substr(0, 1000));
  CHECK_FALSE(loaded.scenario.has_value());
  REQUIRE_FALSE(loaded.issues.empty());
  CHECK(loaded.issues[0].file == file.string());
  CHECK(loaded.issues[0].pointer == bad.place);
  CHECK(loaded.issues[0].message.find(bad.message) != std::string::npos);
  CHECK_FALSE(loaded.issues[0].remedy.empty());
  CHECK(told.find('\x1b') == std::string::npos);
}

std::string list(const std::string& switches, const std::string& links = "") {
  return "{\"switches\": [" + switches + "], \"links\": [" + links + "]}";
}

/// Nodes begin on line 5.
std::string graphml(const std::string& inside, const std::string& keys = "") {
  return R"(<graphml>
<key id="n" for="node" attr.name="nics"/><key id="c" for="edge" attr.name="cables"/>
<key id="b" for="edge" attr.name="bandwidth_gbit_s"/>)" +
         keys + "\n<graph edgedefault=\"undirected\">\n" + inside + "\n</graph></graphml>\n";
}

std::string nodes_of(const std::string& edges) {
  return graphml("<node id=\"a\"><data key=\"n\">8</data></node><node id=\"b\"><data key=\"n\">8</data></node>\n" +
                 edges);
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  all.reserve(text.size() * static_cast<std::size_t>(times));
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

const std::string ab = R"({"id": "a", "nics": 8}, {"id": "b", "nics": 8})";

}  // namespace

TEST_CASE("an edge list's faults are told with its file and its own pointers") {
  const std::vector<Bad> bad = {
      {"", "", "the file is empty"},
      {"<graphml/>", "", "this is not JSON"},
      {"switches: []", "", "this is not JSON"},
      {"\x89PNG\r\n\x1a\n", "", "not UTF-8"},
      {std::string("{\0}", 3), "", "NUL byte"},
      {"[]", "", "expected an object, got an empty list"},
      {R"({"file": "other.json"})", "", "this file names another one"},
      {"{}", "/switches", "\"switches\" is missing"},
      {list(""), "/switches", "at least 1 item"},
      {R"({"switches": {}})", "/switches", "expected a list"},
      {list("7"), "/switches/0", "expected an object, got 7"},
      {R"({"switches": [{"id": "a"}], "edges": []})", "/edges", "unknown key"},
      {R"({"switches": [{"id": "a"}], "switches": []})", "/switches", "stands twice"},
      {list(ab + R"(, {"id": "a"})"), "/switches/2/id", "\"a\" is there twice"},
      {list(R"({"nics": 8})"), "/switches/0/id", "\"id\" is missing"},
      {list(R"({"id": ""})"), "/switches/0/id", "not empty"},
      {list(R"({"id": 7})"), "/switches/0/id", "expected a text, got 7"},
      {list(R"({"id": "\u001b[31mred"})"), "/switches/0/id", "without control characters"},
      {list(R"({"id": "a", "nics": -1})"), "/switches/0/nics", "-1 is out of range"},
      {list(R"({"id": "a", "nics": 1.5})"), "/switches/0/nics", "whole number, got 1.5"},
      {list(R"({"id": "a", "nics": 1e300})"), "/switches/0/nics", "out of range"},
      {list(R"({"id": "a", "nics": 65537})"), "/switches/0/nics", "out of range"},
      {list(R"({"id": "a", "nics": NaN})"), "", "neither NaN nor Infinity"},
      {list(ab, R"({"from": "a", "to": "c"})"), "/links/0/to", "there is no switch \"c\""},
      {list(ab, R"({"from": "<script>", "to": "b"})"), "/links/0/from", "there is no switch \"<script>\""},
      {list(ab, R"({"from": "a", "to": "a"})"), "/links/0/to", "\"a\" is joined to itself"},
      {list(ab, R"({"from": "a"})"), "/links/0/to", "\"to\" is missing"},
      {list(ab, R"({"from": "a", "to": "b", "cables": 0})"), "/links/0/cables", "0 is out of range"},
      {list(ab, R"({"from": "a", "to": "b", "bandwidth_gbit_s": 0})"), "/links/0/bandwidth_gbit_s", "out of range"},
      {list(ab, R"({"from": "a", "to": "b", "cables": 9})"), "/switches/0/id", "has 17 cables, but 16 ports"},
      {list(ab), "/links", "there is no way from \"a\" to \"b\""},
      {list(R"({"id": "a", "nics": 15})"), "/switches", "ports for 15 NICs, and 16 NICs"},
      {std::string(1'000'000, '['), "", "nested more than 64 levels deep"},
  };
  for (const Bad& b : bad) {
    Bad located = b;
    if (b.message.starts_with("nested")) {
      for (int i = 0; i < 64; ++i) located.place += "/0";
    }
    expect("net.json", located);
  }
}

TEST_CASE("GraphML's faults are told with file, line and id") {
  const std::string a = R"(<node id="a"><data key="n">)";
  const std::string edge = R"(<edge id="e" source="a" target="b">)";
  const std::vector<Bad> bad = {
      {"", "", "the file is empty"},
      {"{\"switches\": []}", "", "this is not XML"},
      {"garbage <graphml/>", "", "this is not XML"},
      {"<graphml/> garbage", "", "this is not XML"},
      {"\x89PNG\r\n\x1a\n", "", "not UTF-8"},
      {std::string("<graphml>\0</graphml>", 20), "", "NUL byte"},
      {"<>", "line 1", "this is not XML"},
      {"<graphml>\n<graph>\n</graphml>", "line 3", "this is not XML: Start-end tags mismatch"},
      {"<graphml>\n<graph", "", "this is not XML"},
      {"<!-- nothing -->", "line 1", "this is not XML: No document element found"},
      {"<graphml/><graphml/>", "line 1, graphml", "something follows the end"},
      {"<html></html>", "line 1, html", "this is not GraphML"},
      {"<graphml>\n</graphml>", "line 1, graphml", "there is no <graph>"},
      {"<graphml><graph/></graphml>", "line 1, graph", "there is no <node>"},
      {"<graphml><graph/>\n<graph/></graphml>", "line 2, graph", "this is a second graph"},
      {"<graphml>text<graph/></graphml>", "line 1", "text has no place in a <graphml>"},
      {"<graphml><graph edgedefault=\"both\"/></graphml>", "line 1, graph", "edgedefault is \"both\""},
      {graphml("<node/>"), "line 5, node", "has no id"},
      {graphml("<node id=\"\"/>"), "line 5, node \"\", id", "not empty"},
      {graphml("<node id=\"a\" id=\"b\"/>"), "line 5, node \"a\"", "has id twice"},
      {graphml("<node id=\"&#27;[31m\"/>"), "line 5, node \"\x1b[31m\", id", "without control characters"},
      {graphml("<node id=\"&#xD800;\"/>"), "line 5, node what is not Unicode", "not in Unicode"},
      {graphml("<node id=\"&#x7FFFFFFF;\"/>"), "line 5, node what is not Unicode", "not in Unicode"},
      {graphml("<node id=\"a\"/>\n\n<node id=\"a\"/>"), "line 7, node \"a\", id", "\"a\" is there twice"},
      {graphml("<node id=\"a\">\n<graph/></node>"), "line 6, graph", "cannot be read in a <node>"},
      {graphml("<node id=\"a\"><port name=\"p\"/></node>"), "line 5, port", "cannot be read in a <node>"},
      {graphml("<hyperedge/>"), "line 5, hyperedge", "cannot be read in a <graph>"},
      {graphml("<locator/>"), "line 5, locator", "cannot be read in a <graph>"},
      {graphml(a + "-1</data></node>"), "line 5, node \"a\", nics", "-1 is out of range"},
      {graphml(a + "1.5</data></node>"), "line 5, node \"a\", nics", "whole number, got 1.5"},
      {graphml(a + "65537</data></node>"), "line 5, node \"a\", nics", "65537 is out of range"},
      {graphml(a + "99999999999999999999</data></node>"), "line 5, node \"a\", nics", "out of range"},
      {graphml(a + "1e999</data></node>"), "line 5, node \"a\"", "expected a number for nics, got \"1e999\""},
      {graphml(a + "NaN</data></node>"), "line 5, node \"a\"", "expected a number for nics, got \"NaN\""},
      {graphml(a + "-inf</data></node>"), "line 5, node \"a\"", "expected a number"},
      {graphml(a + "0x10</data></node>"), "line 5, node \"a\"", "expected a number"},
      {graphml(a + "</data></node>"), "line 5, node \"a\"", "expected a number for nics, got \"\""},
      {graphml(a + "eight&#xDFFF;</data></node>"), "line 5, node \"a\"", "got what is not Unicode"},
      {graphml(a + "8<b/></data></node>"), "line 5, b", "cannot be read in a <data>"},
      {graphml(a + "8</data><data key=\"n\">8</data></node>"), "line 5, node \"a\"", "are there twice"},
      {graphml("<node id=\"a\"><data>8</data></node>"), "line 5, data", "has no key"},
      {graphml("<node id=\"a\"><data key=\"x\">8</data></node>"), "line 5, node \"a\"",
       "no <key> for a node has the id \"x\""},
      {graphml("<node id=\"a\"><data key=\"c\">8</data></node>"), "line 5, node \"a\"",
       "no <key> for a node has the id \"c\""},
      {nodes_of("<edge source=\"a\"/>"), "line 6, edge \"a\" - \"\"", "has no target"},
      {nodes_of("<edge id=\"e\" source=\"a\" target=\"c\"/>"), "line 6, edge \"e\", to", "there is no switch \"c\""},
      {nodes_of("<edge source=\"a\" target=\"&lt;script>\"/>"), "line 6, edge \"a\" - \"<script>\", to",
       "no switch \"<script>\""},
      {nodes_of("<edge id=\"e\" source=\"a\" target=\"a\"/>"), "line 6, edge \"e\", to", "\"a\" is joined to itself"},
      {nodes_of("<edge id=\"e\" source=\"a\" target=\"b\" sourceport=\"p\"/>"), "line 6, edge \"e\"",
       "has a sourceport"},
      {nodes_of(edge + "<data key=\"c\">0</data></edge>"), "line 6, edge \"e\", cables", "0 is out of range"},
      {nodes_of(edge + "<data key=\"b\">0</data></edge>"), "line 6, edge \"e\", bandwidth_gbit_s", "0 is out of range"},
      {nodes_of(edge + "<data key=\"c\">9</data></edge>"), "line 5, node \"a\", id", "has 17 cables, but 16 ports"},
      {nodes_of(""), "/links", "there is no way from \"a\" to \"b\""},
      {graphml("", "<key id=\"n\"/>"), "line 3, key \"n\"", "this id is there twice"},
      {graphml("", "<key/>"), "line 3, key", "has no id"},
      {graphml("", "<key id=\"m\" for=\"node\" attr.name=\"nics\"/>"), "line 3, key \"m\"",
       "another key is called nics too"},
      {"<graphml>\n<key id=\"n\" attr.name=\"nics\"><default>two</default></key><graph/></graphml>",
       "line 2, key \"n\"", "expected a number for nics, got \"two\""},
  };
  for (const Bad& b : bad) {
    Bad located = b;
    if (b.place == "/links") located.place = "";  // of lists as a whole XML has no line
    expect("net.graphml", located);
  }
}

TEST_CASE("deep nesting, closed or not, is refused without recursion") {
  constexpr int deep = 1'000'000;
  expect("net.graphml", {repeated("<a>", deep), "line 1", "this is not XML"});
  expect("net.graphml", {"<graphml>" + repeated("<graph>", deep), "line 1", "this is not XML"});
  expect("net.graphml", {graphml(repeated("<node id=\"a\"><graph>", 300'000) + repeated("</graph></node>", 300'000)),
                         "line 5, graph", "cannot be read in a <node>"});
  expect("net.graphml", {graphml("<node id=\"a\"><data key=\"n\">" + repeated("<a>", deep) + repeated("</a>", deep) +
                                 "</data></node>"),
                         "line 5, a", "cannot be read in a <data>"});
  expect("net.graphml", {"<!DOCTYPE a [" + repeated("<!a ", deep) + ">", "line 1", "this is not XML"});
}

TEST_CASE("a million values, tags or faults are refused early") {
  expect("net.graphml", {repeated("<a/>", 4'000'001), "", "holds more than 4000000 tags and attributes"});
  expect("net.graphml",
         {graphml(repeated("<node id=\"a\"/>", 500'001)), "line 5, node \"a\"", "more than 1000000 values"});
  const auto many = parse_graphml(graphml(repeated("<node/>\n", 100'000)), "net.graphml");
  CHECK(many.issues.size() == 100);
}

TEST_CASE("entities are not expanded, and nothing is fetched") {
  std::string laughs = "<!DOCTYPE graphml [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 20; ++i) {
    laughs += "<!ENTITY a" + std::to_string(i) + " \"" + repeated("&a" + std::to_string(i - 1) + ";", 10) + "\">";
  }
  laughs += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
  const std::string text = laughs + graphml("<node id=\"&a19;\"/><node id=\"&file;\"/><node id=\"&lt;&amp;\"/>");
  const ParsedGraph parsed = parse_graphml(text, "net.graphml");
  REQUIRE(parsed.issues.empty());
  CHECK(parsed.value["switches"][0]["id"] == "&a19;");
  CHECK(parsed.value["switches"][1]["id"] == "&file;");
  CHECK(parsed.value["switches"][2]["id"] == "<&");
}

TEST_CASE("data that look like a slip are passed over with a warning") {
  const ParsedGraph parsed = parse_graphml(graphml("<node id=\"a\"><data key=\"x\">8</data></node>",
                                                   "<key id=\"x\" for=\"node\" attr.name=\"nisc\"/>"
                                                   "<key id=\"y\" for=\"node\" attr.name=\"cables\"/>"
                                                   "<key id=\"z\" for=\"edge\" attr.name=\"label\"/>"),
                                           "net.graphml");
  REQUIRE(parsed.issues.size() == 2);
  CHECK_FALSE(has_errors(parsed.issues));
  CHECK(parsed.issues[0].message == R"("nisc" for "node" is passed over)");
  CHECK(parsed.issues[1].message == R"("cables" for "node" is passed over)");
  CHECK(parsed.value["switches"] == Json::parse(R"([{"id": "a"}])"));
}

TEST_CASE("a file of 100 MB is refused by its size, a folder as such") {
  for (const char* name : {"net.json", "net.graphml"}) {
    const tiny::Folder folder;
    const auto file = folder.write(name, "");
    std::filesystem::resize_file(file, 100'000'000);  // sparse: takes no room
    const auto scenario =
        folder.write("s.json", R"({"cluster": {"fabric": {"custom": {"file": ")" + std::string(name) + "\"}}}}");
    const auto refused = load_scenario(scenario, {}, tiny::catalogue(folder));
    CHECK(refused.issues.at(0).file == file.string());
    CHECK(refused.issues.at(0).message == "is larger than 64 MB (100 MB)");
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    CHECK(load_scenario(scenario, {}, tiny::catalogue(folder)).issues.at(0).message == "is a directory");
  }
}

TEST_CASE("a file cut off anywhere, or with any byte wrong, does not crash the reader") {
  const std::string whole = nodes_of("<edge source=\"a\" target=\"b\"><data key=\"c\">8</data></edge>");
  for (std::size_t length = 0; length + 8 < whole.size(); ++length) {  // the last bytes close the outer elements
    CHECK(has_errors(parse_graphml(whole.substr(0, length), "net.graphml").issues));
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char c : {'<', '>', '"', '&', '/', ' ', '!', '\x01'}) {
      std::string text = whole;
      text[i] = c;
      const ParsedGraph parsed = parse_graphml(text, "net.graphml");
      CHECK(parsed.value.is_null() == has_errors(parsed.issues));
    }
  }
}
