// Does a finding say where it is, and how to mend it?
#include "base/issue.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace gigaplan;

TEST_CASE("an issue reads as severity, file, pointer, message, remedy") {
  const Issue issue{Severity::error, "fi.json", "/facility/coolling", "unknown key", "did you mean \"cooling\"?"};
  CHECK(to_string(issue) == "error: fi.json: /facility/coolling: unknown key; did you mean \"cooling\"?");
}

TEST_CASE("parts that are not known leave no trace in the text") {
  CHECK(to_string({Severity::warning, "", "/cluster/nodes", "odd", ""}) == "warning: /cluster/nodes: odd");
  CHECK(to_string({Severity::error, "fi.json", "", "not JSON", ""}) == "error: fi.json: not JSON");
  CHECK(to_string({Severity::error, "", "", "no scenario", "name one"}) == "error: no scenario; name one");
}

TEST_CASE("warnings alone are no error") {
  const Issue warning{Severity::warning, "", "/a", "m", ""};
  const Issue error{Severity::error, "", "/a", "m", ""};
  CHECK_FALSE(has_errors({}));
  CHECK_FALSE(has_errors({warning, warning}));
  CHECK(has_errors({warning, error}));
}

TEST_CASE("pointers are escaped as in the examples of RFC 6901, section 5") {
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"foo", "/foo"},
      {"", "/"},
      {"a/b", "/a~1b"},
      {"c%d", "/c%d"},
      {"e^f", "/e^f"},
      {"g|h", "/g|h"},
      {"i\\j", "/i\\j"},
      {"k\"l", "/k\"l"},
      {" ", "/ "},
      {"m~n", "/m~0n"},
      {"~1", "/~01"},  // section 4: "~01" correctly becomes "~1" after
                       // transformation
      {"~/", "/~0~1"},
      {"//", "/~1~1"},
      {"grün", "/grün"},
  };
  for (const auto& [token, pointer] : examples) {
    CHECK(pointer_append("", token) == pointer);
  }
}

TEST_CASE("tokens append one after another, array indices as plain numbers") {
  CHECK(pointer_append(pointer_append("", "foo"), "0") == "/foo/0");
  CHECK(pointer_append("/a~1b", "m~n") == "/a~1b/m~0n");  // what is there already is not escaped again
}

TEST_CASE("what could steer a terminal is shown, not done; other text stays as it is") {
  CHECK(printable("Köln – 東京 🏭") == "Köln – 東京 🏭");
  CHECK(printable("a\x1B[31mb\n\x7F") == "a\\u001b[31mb\\u000a\\u007f");
  CHECK(printable("\u0085 \u200E \u2028 \u202E \u2067 \u061C") == "\\u0085 \\u200e \\u2028 \\u202e \\u2067 \\u061c");
  CHECK(printable("cut \xE2\x80") == "cut \xE2\x80");  // not UTF-8: no harm, and nothing is read behind the end
  CHECK(printable("") == "");
  CHECK(to_string({.file = "a\rb", .message = "x"}) == "error: a\\u000db: x");
}
