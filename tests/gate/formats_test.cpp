// Can a rule's name or a run's label break out of the format that tells of it?
#include "gate/formats.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace gigaplan::gate;

namespace {

const std::string hostile = "<b>&\"'|`%0A::error::\r\n\x1b[31m\x07]]> ,:\\| [x](y) *";

Verdict broken(const std::string& text) {
  return {.name = text, .why = text, .checked = 2, .breaches = {{text, text}, {"", text}}};
}

const Verdict good{.name = "good", .why = "", .checked = 3};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++n;
  }
  return n;
}

bool has_controls(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7F; });
}

/// Well-formed in what we write: tags that match, attributes in double quotes, entities that XML knows.
bool is_xml(const std::string& text) {
  std::vector<std::string> open;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '<') {
      std::size_t end = at + 1;
      for (bool quoted = false; end < text.size() && (quoted || text[end] != '>'); ++end) {
        quoted = quoted != (text[end] == '"');
        if (text[end] == '<') {
          return false;
        }
      }
      const std::string tag = text.substr(at + 1, end - at - 1);
      const std::string name = tag.substr(tag.starts_with('/') ? 1 : 0, tag.find(' ') - (tag.starts_with('/') ? 1 : 0));
      if (tag.starts_with('/')) {
        if (open.empty() || open.back() != name) {
          return false;
        }
        open.pop_back();
      } else if (!tag.starts_with('?') && !tag.ends_with('/')) {
        open.push_back(name);
      }
      at = end + 1;
    } else if (text[at] == '>') {
      return false;
    } else {
      ++at;
    }
  }
  for (auto at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    const auto known = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
    if (std::ranges::none_of(known, [&](const char* entity) { return text.substr(at).starts_with(entity); })) {
      return false;
    }
  }
  return open.empty() && !has_controls(text);
}

}  // namespace

TEST_CASE("the check of XML itself can fail") {
  CHECK(is_xml("<?xml?><a b=\"c>&lt;\"><d/>text</a>"));
  for (const char* text : {"<a>", "<a></b>", "<a>&</a>", "<a>&x;</a>", "<a b=\"<\"/>", "a>", "<a>\x1b</a>"}) {
    CHECK_FALSE(is_xml(text));
  }
}

TEST_CASE("JUnit: a test case a rule, with failures counted and warnings told") {
  Verdict warning = broken("careful");
  warning.warning = true;
  const std::string xml = junit_xml({good, broken("bad"), warning}, "suite");
  CHECK(is_xml(xml));
  CHECK(count(xml, "<testcase ") == 3);
  CHECK(count(xml, "tests=\"3\" failures=\"1\"") == 2);  // of the suites and of the suite
  CHECK(count(xml, "<failure message=\"2 of 2 runs break it\">bad\nbad: bad\nbad\n</failure>") == 1);
  CHECK(count(xml, "<system-out>careful\ncareful: careful\ncareful\n</system-out>") == 1);
  CHECK(count(xml, "<testcase classname=\"suite\" name=\"good\"/>") == 1);
}

TEST_CASE("JUnit: hostile names stay text") {
  const std::string xml = junit_xml({broken(hostile)}, hostile);
  CHECK(is_xml(xml));
  CHECK(count(xml, "<testcase ") == 1);
  CHECK(count(xml, "<b>") == 0);
  CHECK(xml.find("&lt;b&gt;&amp;&quot;&apos;|`") != std::string::npos);
  CHECK(xml.find("\\u001b[31m") != std::string::npos);
}

TEST_CASE("Markdown: hostile names stay in their cell") {
  const std::string text = markdown({good, broken(hostile)}, hostile);
  CHECK_FALSE(has_controls(text));
  CHECK(count(text, "<") == 0);
  CHECK(text.starts_with("### &lt;b&gt;"));
  CHECK(text.find("| good | holds | 3 of 3 runs |\n") != std::string::npos);
  std::size_t rows = 0;
  for (std::size_t begin = 0; begin < text.size(); begin = std::min(text.find('\n', begin), text.size()) + 1) {
    const std::string line = text.substr(begin, text.find('\n', begin) - begin);
    std::size_t cells = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '\\') {
        ++i;  // what follows a backslash is text
      } else {
        cells += line[i] == '|' ? 1 : 0;
      }
    }
    if (line.starts_with('|')) {
      ++rows;
      CHECK(cells == 4);  // three columns
    }
  }
  CHECK(rows == 4);                                   // head, rule, two verdicts
  CHECK(text.find("\\[x](y)") != std::string::npos);  // no link
  CHECK(markdown({good}, "t").starts_with("### t: all rules hold\n"));
  CHECK(markdown({good, broken("x")}, "t").starts_with("### t: 1 broken\n"));
}

TEST_CASE("GitHub: one command a broken rule, whatever its name") {
  const std::string text = github_annotations({good, broken(hostile)});
  CHECK(count(text, "\n") == 1);
  CHECK(text.ends_with("\n"));
  CHECK(text.starts_with("::error title="));
  CHECK_FALSE(has_controls(text));
  CHECK(text.find("%250A") != std::string::npos);  // the name's own %0A is no line's end
  const std::string title = text.substr(14, text.find("::", 14) - 14);
  CHECK(title.find(',') == std::string::npos);
  CHECK(title.find("%2C%3A") != std::string::npos);
  Verdict warning = broken("x");
  warning.warning = true;
  CHECK(github_annotations({warning}) == "::warning title=x::x%0Ax: x%0Ax\n");
  CHECK(github_annotations({good}).empty());
}

TEST_CASE("many breaches are cut where people read, and whole where machines do") {
  Verdict many{.name = "many", .checked = 25};
  for (int i = 0; i < 25; ++i) {
    many.breaches.push_back({"run " + std::to_string(i), "bad"});
  }
  CHECK(count(markdown({many}, "t"), "\n- run ") == 10);
  CHECK(markdown({many}, "t").find("- and 15 more\n") != std::string::npos);
  CHECK(count(junit_xml({many}, "s"), ": bad\n") == 25);
  CHECK(plain_text({many}).find("and 15 more") != std::string::npos);
}

TEST_CASE("plain text says holds, warning or broken, and steers no terminal") {
  Verdict warning = broken("w");
  warning.warning = true;
  const std::string text = plain_text({good, warning, broken(hostile)});
  CHECK(text.find("holds    good (3 of 3 runs)\n") == 0);
  CHECK(text.find("\nwarning  w (2 of 2 runs break it)\n") != std::string::npos);
  CHECK(text.find("\nbroken   <b>") != std::string::npos);
  CHECK_FALSE(has_controls(text));
}
