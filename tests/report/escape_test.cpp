#include "report/escape.hpp"

#include <doctest/doctest.h>

using namespace gigaplan::report;

TEST_CASE("text stays text between tags and in attributes") {
  CHECK(escaped("<script>alert('1')</script>") == "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  CHECK(escaped(R"(" onmouseover="x)") == "&quot; onmouseover=&quot;x");
  CHECK(escaped("a & b &amp; c") == "a &amp; b &amp;amp; c");
  CHECK(escaped("Grüße, 5 µs · €") == "Grüße, 5 µs · €");
}

TEST_CASE("what steers a reader is shown, not obeyed") {
  CHECK(escaped("a\x1b[31mb") == "a\\u001b[31mb");
  CHECK(escaped("a\xE2\x80\xAE"
                "b") == "a\\u202eb");  // right-to-left override
  CHECK(escaped("a\xFF"
                "b") ==
        "a\xEF\xBF\xBD"
        "b");                                                // not UTF-8
  CHECK(escaped("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // an overlong "/"
}

TEST_CASE("only http and https addresses become links") {
  CHECK(escaped_with_links("see https://example.org/a?b=1&c=2.") ==
        "see <a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noreferrer noopener\">"
        "https://example.org/a?b=1&amp;c=2</a>.");
  CHECK(escaped_with_links("javascript:alert(1) data:text/html,x file:///etc") ==
        "javascript:alert(1) data:text/html,x file:///etc");
  CHECK(escaped_with_links("https://a.b/\"onclick=x") ==
        "<a href=\"https://a.b/\" rel=\"noreferrer noopener\">https://a.b/</a>&quot;onclick=x");
  CHECK(escaped_with_links("http://<b>") == "<a href=\"http://\" rel=\"noreferrer noopener\">http://</a>&lt;b&gt;");
  CHECK(is_safe_target("#costs"));
  CHECK(is_safe_target("https://example.org"));
  CHECK_FALSE(is_safe_target("javascript:alert(1)"));
  CHECK_FALSE(is_safe_target(" https://example.org"));
  CHECK_FALSE(is_safe_target(""));
}

TEST_CASE("JSON cannot end the script element that it stands in") {
  CHECK(json_in_script(R"(["</script><!--&"])") == R"(["\u003c/script\u003e\u003c!--\u0026"])");
  CHECK(json_in_script("[\"a\xE2\x80\xA8"
                       "b\xE2\x80\xA9\"]") == R"(["a\u2028b\u2029"])");
  CHECK(json_in_script("[\"\xE2\x82\xAC\"]") == "[\"€\"]");
}

TEST_CASE("an id holds letters, digits, hyphens and underscores") {
  CHECK(as_id("input/cluster/node_x") == "input-cluster-node_x");
  CHECK(as_id("\" onclick=\"é") == "--onclick----");
}
