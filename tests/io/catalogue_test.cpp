// Is the project's own catalogue sound, is every figure in it cited, and do the examples load?
#include <doctest/doctest.h>

#include <cstdlib>

#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

namespace fs = std::filesystem;

const fs::path scenarios = fs::path(GIGAPLAN_SOURCE_DIR) / "scenarios";

}  // namespace

TEST_CASE("every entry of the catalogue reads without an issue and cites each of its figures") {
  const Catalogue catalogue{.root = scenarios / "catalogue"};
  for (const std::string& kind : catalogue_kinds()) {
    const auto entries = list_entries(catalogue, kind);
    CHECK_MESSAGE(!entries.empty(), "no entries of kind " << kind);
    for (const CatalogueEntry& entry : entries) {
      const Issues issues = check_entry(catalogue, kind, entry.id);
      CHECK_MESSAGE(issues.empty(), kind << "/" << entry.id << "\n" << tiny::text_of(issues));
      CHECK_MESSAGE(!entry.name.empty(), kind << "/" << entry.id << " has no name");
    }
  }
}

TEST_CASE("every example loads without an error") {
  const Catalogue catalogue{.root = scenarios / "catalogue"};
  std::size_t examples = 0;
  for (const auto& file : fs::directory_iterator(scenarios / "examples")) {
    if (file.path().extension() == ".json") {
      ++examples;
      const LoadedScenario loaded = load_scenario(file.path(), {}, catalogue);
      CHECK_MESSAGE(loaded.scenario.has_value(), tiny::text_of(loaded.issues));
    }
  }
  CHECK(examples >= 4);
}

TEST_CASE("an uncited figure, a read figure without title and an assumed one without reason are found") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  for (const std::string& kind : catalogue_kinds()) {
    CHECK_MESSAGE(check_entry(catalogue, kind, "tiny").empty(), tiny::text_of(check_entry(catalogue, kind, "tiny")));
  }
  folder.write("catalogue/fabrics/odd.json", R"({"id": "even", "name": "Odd", "tiers": 2, "switch": "tiny",
    "nodes_per_unit": 2, "leaf_oversubscription": 2, "provenance": [
      {"fields": ["/tiers"], "how": "read", "why": "no title"}, {"fields": ["/nodes_per_unit"], "how": "assumed"}]})");
  const Issues issues = check_entry(catalogue, "fabric", "odd");
  REQUIRE_MESSAGE(issues.size() == 4, tiny::text_of(issues));
  CHECK(issues[0].message == "a figure that was read or computed has no source");
  CHECK(issues[0].pointer == "/provenance/0");
  CHECK(issues[1].message == "an assumed figure has no reason");
  CHECK(issues[2].pointer == "/leaf_oversubscription");
  CHECK(issues[3].pointer == "/id");
}

TEST_CASE("an entry is shown with units, meaning and source; an unknown one says what there is") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  const ShownEntry chip = show_entry(catalogue, "chips", "tiny");
  CHECK(chip.text.find("Tiny chip - a chip tiny") == 0);
  CHECK(chip.text.find("/tdp_w = 400 W  [380 ... 420]\n      Thermal design power.\n"
                       "      read: Tiny data sheet (2024), page 1\n") != std::string::npos);
  CHECK(chip.json.find("\"tdp_w\": 400") != std::string::npos);
  CHECK(show_entry(catalogue, "chip", "tiny").text == chip.text);
  const ShownEntry unknown = show_entry(catalogue, "chip", "tinny");
  CHECK(unknown.text.empty());
  REQUIRE(unknown.issues.size() == 1);
  CHECK(unknown.issues[0].remedy == "did you mean \"tiny\"? the catalogue has tiny");
  CHECK(show_entry(catalogue, "chops", "tiny").issues.at(0).remedy.find("did you mean \"chips\"?") == 0);
  CHECK(show_entry(catalogue, "scenario", "tiny").issues.size() == 1);
  CHECK(show_entry(catalogue, "chip", "../nodes/tiny").issues.size() == 1);
}

TEST_CASE("the catalogue is found from the binary's place, unless the environment says otherwise") {
  const tiny::Folder folder;
  folder.write("install/share/gigaplan/scenarios/catalogue/chips/a.json", "{}");
  folder.write("install/bin/gigaplan", "");
  folder.write("checkout/scenarios/catalogue/chips/a.json", "{}");
  folder.write("checkout/build/dev/src/cli/gigaplan", "");
  ::unsetenv("GIGAPLAN_CATALOGUE");
  const fs::path base = fs::canonical(folder.path());
  CHECK(find_catalogue(folder.path() / "install/bin/gigaplan")->root ==
        base / "install/share/gigaplan/scenarios/catalogue");
  CHECK(find_catalogue(folder.path() / "checkout/build/dev/src/cli/gigaplan")->root ==
        base / "checkout/scenarios/catalogue");
  CHECK_FALSE(find_catalogue("/nowhere/bin/gigaplan").has_value());
  ::setenv("GIGAPLAN_CATALOGUE", (base / "checkout/scenarios/catalogue").c_str(), 1);
  CHECK(find_catalogue("/nowhere/bin/gigaplan")->root == base / "checkout/scenarios/catalogue");
  ::setenv("GIGAPLAN_CATALOGUE", "/nowhere", 1);
  CHECK_FALSE(find_catalogue(folder.path() / "install/bin/gigaplan").has_value());
  ::unsetenv("GIGAPLAN_CATALOGUE");
}
