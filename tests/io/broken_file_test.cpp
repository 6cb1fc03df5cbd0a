// What if it is no scenario at all: not JSON, no text, no file?
#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "io/files.hpp"
#include "tiny.hpp"

using namespace gigaplan;
using namespace gigaplan::io;

namespace {

struct BadText {
  std::string text;
  const char* message;
  const char* remedy;
};

void expect(const BadText& bad) {
  const LoadedScenario loaded = tiny::load(bad.text);
  INFO(bad.text.substr(0, 80), "\n", tiny::text_of(loaded.issues));
  CHECK_FALSE(loaded.scenario.has_value());
  REQUIRE(!loaded.issues.empty());
  CHECK(loaded.issues[0].file.ends_with("scenario.json"));
  CHECK(loaded.issues[0].message.find(bad.message) != std::string::npos);
  CHECK(loaded.issues[0].remedy.find(bad.remedy) != std::string::npos);
}

}  // namespace

TEST_CASE("text that is not JSON is told with line, column and plain words") {
  const std::vector<BadText> bad = {
      {"", "the file is empty", "{ ... }"},
      {" \n\t ", "the file is empty", "{ ... }"},
      {"{\"seed\": NaN}", "line 1, column 10: JSON has neither NaN nor Infinity", "write a number"},
      {"{\"seed\": Infinity}", "neither NaN nor Infinity", "write a number"},
      {"{\"seed\": -Infinity}", "neither NaN nor Infinity", "write a number"},
      {"{\"seed\": 1e999}", "the number 1e999 is too large", "below 1e308"},
      {"{\n  // a remark\n  \"seed\": 1}", "line 2, column 3: JSON has no comments", "description"},
      {"{\"seed\": 1 /* a remark */}", "JSON has no comments", "description"},
      {"{\"seed\": 1,}", "unexpected }", "comma after the last item"},
      {"{\"a\": [1, 2,]}", "unexpected ]", "comma after the last item"},
      {"{'seed': 1}", "texts stand in double quotes", "\"...\""},
      {"{seed: 1}", "this is not JSON", "quotes"},
      {"{\"seed\" 1}", "this is not JSON", "colons"},
      {"{\"seed\": 1 \"name\": 2}", "this is not JSON", "commas"},
      {"{\"seed\": 01}", "this is not JSON", ""},
      {"{\"seed\": +1}", "this is not JSON", ""},
      {"{\"seed\": .5}", "this is not JSON", ""},
      {"{\"seed\": 0x10}", "this is not JSON", ""},
      {"{\"seed\": True}", "this is not JSON", ""},
      {"{\"seed\": 1}}", "something follows the end of the value: }", "one JSON object"},
      {"{\"seed\": 1} {}", "something follows the end", "one JSON object"},
      {"{\"name\": \"a\nb\"}", "a text runs past the end of its line", "close it"},
      {"{\"name\": \"a\\xb\"}", "", ""},
      {"{\"name\": \"\\ud800\"}", "", ""},
      {"[]", "expected an object, got an empty list", "keys of a scenario"},
      {"3", "expected an object, got 3", "keys of a scenario"},
      {"\"name\"", "expected an object, got \"name\"", "keys of a scenario"},
      {"null", "expected an object, got null", "keys of a scenario"},
      {"<scenario/>", "this is not JSON", ""},
      {"name: Tiny", "this is not JSON", ""},
      {"{\"name\": \"K\xF6ln\"}", "is not UTF-8: byte 0xF6", "save the file as UTF-8"},
      {"{\"name\": \"\xC0\xAF\"}", "is not UTF-8", "UTF-8"},
      {"\xFF\xFE{\0}\0", "is not UTF-8: byte 0xFF", "UTF-8"},
      {std::string("{\"name\": \"a\0b\"}", 15), "NUL byte", "no text file"},
      {std::string(100'000, '['), "nested more than 64 levels deep", "fewer than ten"},
  };
  for (const BadText& b : bad) expect(b);
}

TEST_CASE("objects nested 100,000 deep are refused early") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"a\":";
  expect({deep, "nested more than 64 levels deep", "fewer than ten"});
}

TEST_CASE("a file with a million values is refused") {
  std::string many = "{\"a\": [0";
  for (int i = 0; i < 1'000'001; ++i) many += ",0";
  expect({many + "]}", "holds more than 1000000 values", "a few hundred"});
}

TEST_CASE("of ten thousand findings the first two hundred are told") {
  std::string many = "{\"name\": \"x\"";
  for (int i = 0; i < 10'000; ++i) many += ",\"key" + std::to_string(i) + "\":1";
  const LoadedScenario loaded = tiny::load(many + "}");
  REQUIRE(loaded.issues.size() == 201);
  CHECK(loaded.issues.back().message.ends_with("more findings"));
}

TEST_CASE("a file cut off anywhere gets one clear message, and no crash") {
  const std::string whole = tiny::scenario();
  for (std::size_t length = 0; length + 1 < whole.size(); length += 97) {
    const LoadedScenario loaded = tiny::load(whole.substr(0, length));
    INFO(length, " bytes\n", tiny::text_of(loaded.issues));
    CHECK_FALSE(loaded.scenario.has_value());
    REQUIRE(loaded.issues.size() == 1);
    const bool clear = loaded.issues[0].message.find("ends too early") != std::string::npos ||
                       loaded.issues[0].message.find("is empty") != std::string::npos;
    CHECK(clear);
  }
}

TEST_CASE("any single byte of a scenario may be wrong without a crash") {
  const std::string whole = tiny::scenario();
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  for (std::size_t i = 0; i < whole.size(); i += 23) {
    for (const char c : {'\0', '"', '}', '-', '9', '\xFF'}) {
      std::string text = whole;
      text[i] = c;
      const LoadedScenario loaded = load_scenario(folder.write("s.json", text), {}, catalogue);
      CHECK(loaded.scenario.has_value() == !has_errors(loaded.issues));
    }
  }
}

TEST_CASE("a byte-order mark is no harm") {
  CHECK(tiny::load("\xEF\xBB\xBF" + tiny::scenario()).scenario.has_value());
}

TEST_CASE("a missing file, a directory, a huge file, an unreadable file") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  const auto message = [&](const std::filesystem::path& file) {
    const LoadedScenario loaded = load_scenario(file, {}, catalogue);
    CHECK_FALSE(loaded.scenario.has_value());
    REQUIRE(loaded.issues.size() == 1);
    CHECK(loaded.issues[0].file == file.string());
    CHECK_FALSE(loaded.issues[0].remedy.empty());
    return loaded.issues[0].message;
  };
  CHECK(message(folder.path() / "absent.json") == "no such file");
  CHECK(message(folder.path() / "absent" / "absent.json") == "no such file");
  CHECK(message(folder.path()) == "is a directory");
  const auto huge = folder.write("huge.json", "{");
  std::filesystem::resize_file(huge, 200'000'000);  // sparse: takes no room
  CHECK(message(huge) == "is larger than 64 MB (200 MB)");
  CHECK(message("/dev/zero") == "is larger than 64 MB");
  if (::geteuid() != 0) {  // root may read everything
    const auto secret = folder.write("secret.json", "{}");
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    CHECK(message(secret).starts_with("cannot be read"));
  }
}

TEST_CASE("files that extend each other in a circle are told with the chain") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("b.json", R"({"extends": "c.json"})");
  folder.write("c.json", R"({"extends": "./a.json"})");
  const auto a = folder.write("a.json", R"({"extends": "b.json"})");
  const LoadedScenario loaded = load_scenario(a, {}, catalogue);
  REQUIRE(loaded.issues.size() == 1);
  CHECK(loaded.issues[0].file == (folder.path() / "c.json").string());
  CHECK(loaded.issues[0].pointer == "/extends");
  CHECK(loaded.issues[0].message == "these files extend each other in a circle: a.json -> b.json -> c.json -> a.json");
}

TEST_CASE("catalogue entries that extend each other in a circle are told too") {
  const tiny::Folder folder;
  const Catalogue catalogue = tiny::catalogue(folder);
  folder.write("catalogue/chips/a.json", R"({"extends": "b.json", "id": "a"})");
  folder.write("catalogue/chips/b.json", R"({"extends": "a.json", "id": "b"})");
  const auto file = folder.write(
      "s.json", tiny::replaced(tiny::scenario(), R"("node": "tiny")", R"("node": {"extends": "tiny", "chip": "a"})"));
  const LoadedScenario loaded = load_scenario(file, {}, catalogue);
  REQUIRE(!loaded.issues.empty());
  CHECK(loaded.issues[0].message.find("circle: a.json -> b.json -> a.json") != std::string::npos);
}

TEST_CASE("a missing catalogue says so once a reference") {
  const tiny::Folder folder;
  const LoadedScenario loaded = load_scenario(folder.write("s.json", tiny::scenario()), {}, Catalogue{});
  CHECK_FALSE(loaded.scenario.has_value());
  REQUIRE(loaded.issues.size() == 9);  // site, node, fabric, power_chain, cooling, model, stack, reliability, costs
  CHECK(loaded.issues[0].remedy.find("GIGAPLAN_CATALOGUE") != std::string::npos);
}
