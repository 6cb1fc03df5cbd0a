// Do the schemas and the reference page in the tree say what the reader does?
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "io/catalogue.hpp"
#include "io/schema.hpp"
#include "tiny.hpp"

using namespace gigaplan::io;

namespace {

namespace fs = std::filesystem;

/// Compares with the committed file; with GIGAPLAN_UPDATE=1 writes it.
void expect_file(const fs::path& file, const std::string& content) {
  const char* update = std::getenv("GIGAPLAN_UPDATE");
  if (update != nullptr && std::string(update) == "1") {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  std::ostringstream committed;
  committed << std::ifstream(file, std::ios::binary).rdbuf();
  CHECK_MESSAGE(committed.str() == content, file.string() << " is out of date: run this test with GIGAPLAN_UPDATE=1");
}

}  // namespace

TEST_CASE("the committed schemas and reference page are those of the reader") {
  const fs::path root = GIGAPLAN_SOURCE_DIR;
  for (const std::string& kind : schema_kinds()) {
    expect_file(root / "scenarios" / "schema" / (kind + ".schema.json"), json_schema(kind));
  }
  expect_file(root / "docs" / "reference.md", reference_page());
}

TEST_CASE("a schema is JSON, strict, and knows units, ranges and defaults") {
  for (const std::string& kind : schema_kinds()) {
    const auto schema = nlohmann::json::parse(json_schema(kind));
    CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
    CHECK(schema["additionalProperties"] == false);
    const bool stands_alone = kind == "sweep" || kind == "rules" || kind == "measured";
    CHECK(schema["properties"].contains("extends") != stands_alone);
  }
  const auto chip = nlohmann::json::parse(json_schema("chip"));
  CHECK(chip["properties"]["tdp_w"]["type"] == "number");
  CHECK(chip["properties"]["tdp_w"]["minimum"] == 1);
  CHECK(chip["properties"]["tdp_w"]["description"] == "Thermal design power. Unit: W.");
  CHECK(chip["properties"]["peak"]["properties"]["bf16_tflop_s"]["exclusiveMinimum"] == 0);
  const auto scenario = nlohmann::json::parse(json_schema("scenario"));
  CHECK(scenario["properties"]["training"]["properties"]["plan"]["properties"]["tensor"]["default"] == 1);
  CHECK(scenario["properties"]["site"]["anyOf"][2]["$ref"] == "site.schema.json");
  CHECK(json_schema("chips") == json_schema("chip"));
  CHECK(json_schema("chops").empty());
}

TEST_CASE("each kind of the catalogue has a schema") {
  CHECK(schema_kinds().size() == catalogue_kinds().size() + 4);  // scenario, sweep, rules, measured
  for (const std::string& kind : catalogue_kinds()) {
    CHECK_FALSE(json_schema(kind).empty());
  }
}

TEST_CASE("the reference page has a row for each key") {
  const std::string page = reference_page();
  CHECK(page.find("| `peak/bf16_tflop_s` | number | TFLOP/s | > 0 ... 1000000 |") != std::string::npos);
  CHECK(page.find("| `cluster/node` | id of a [node](#node), or object |") != std::string::npos);
  CHECK(page.find("| `causes/*/per_unit_year` | number | 1/year |") != std::string::npos);
}
