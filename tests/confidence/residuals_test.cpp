// Is the file of residuals read whole, or refused with its place?
#include "confidence/residuals.hpp"

#include <doctest/doctest.h>

#include "temporary.hpp"

using namespace gigaplan;
using namespace gigaplan::confidence;

namespace {

const std::string good = R"({"id": "a", "series": "s", "family": "moe", "architecture": "hopper", "chip": "h100",
  "stack": "nemo", "precision": "fp8", "chips": 64, "sequence_length": 4096, "moe": true, "without_series": 0.1,
  "without_stack": -0.2, "without_architecture": null, "with_one_row": 0})";

Residuals read(const std::string& text) {
  const temporary::Folder folder;
  (void)folder.write("residuals.json", text);
  return read_residuals(folder.path());
}

Residuals read_rows(const std::string& rows) {
  return read(R"({"format": "gigaplan-residuals/1", "rows": [)" + rows + "]}");
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = good;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("every key arrives") {
  const auto residuals = read_rows(good);
  CHECK(residuals.issues.empty());
  REQUIRE(residuals.rows.size() == 1);
  CHECK(residuals.rows[0] == Residual{.id = "a",
                                      .series = "s",
                                      .family = "moe",
                                      .architecture = "hopper",
                                      .chip = "h100",
                                      .stack = "nemo",
                                      .precision = "fp8",
                                      .chips = 64,
                                      .sequence_length = 4096,
                                      .moe = true,
                                      .without_series = 0.1,
                                      .without_stack = -0.2,
                                      .without_architecture = std::nullopt,
                                      .with_one_row = 0});
}

TEST_CASE("a catalogue without residuals has none") {
  const temporary::Folder folder;
  const auto residuals = read_residuals(folder.path());
  CHECK(residuals.issues.empty());
  CHECK(residuals.rows.empty());
}

TEST_CASE("what is wrong is told with its place") {
  const auto fails = [](const Residuals& residuals, const std::string& pointer, const std::string& part) {
    CHECK(residuals.rows.empty());
    REQUIRE(residuals.issues.size() == 1);
    CHECK(residuals.issues[0].pointer == pointer);
    CHECK_MESSAGE(residuals.issues[0].message.find(part) != std::string::npos, residuals.issues[0].message);
    CHECK(residuals.issues[0].file.ends_with("residuals.json"));
  };
  fails(read(R"({"format": "gigaplan-residuals/2", "rows": []})"), "/format", "gigaplan-residuals/1");
  fails(read(R"([])"), "", "expected an object");
  fails(read(R"({"format": "gigaplan-residuals/1", "rows": {}})"), "/rows", "a list");
  fails(read_rows("3"), "/rows/0", "expected an object");
  fails(read_rows(good + ", {}"), "/rows/1", "is missing");
  fails(read_rows(changed("\"h100\"", "7")), "/rows/0/chip", "a text");
  fails(read_rows(changed("64", "0")), "/rows/0/chips", "above 0");
  fails(read_rows(changed("true", "1")), "/rows/0/moe", "true or false");
  fails(read_rows(changed("0.1", "null")), "/rows/0/without_series", "a logarithm");
  fails(read_rows(changed("-0.2", "-6")), "/rows/0/without_stack", "from -5 to 5");
}
