// Are names compared and numbers shown as people expect?
#include <doctest/doctest.h>

#include "io/text.hpp"

using namespace gigaplan::io;

TEST_CASE("edit distance counts insertions, deletions, replacements and swaps") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("cooling", "coolling") == 1);  // one insertion
  CHECK(edit_distance("kitten", "sitting") == 3);    // the textbook's example
  CHECK(edit_distance("tensor", "tensro") == 1);     // one swap
  CHECK(edit_distance("abc", "") == 3);
}

TEST_CASE("the closest name is near, or starts alike; a far one is no suggestion") {
  const std::vector<std::string> keys = {"tdp_w", "idle_w", "memory_gbyte", "memory_bandwidth_gbyte_s"};
  CHECK(closest("tdp", keys) == "tdp_w");
  CHECK(closest("idel_w", keys) == "idle_w");
  CHECK(closest("memory", keys) == "memory_gbyte");
  CHECK_FALSE(closest("price", keys).has_value());
  CHECK_FALSE(closest("", keys).has_value());
  CHECK_FALSE(closest(std::string(100'000, 'x'), keys).has_value());
}

TEST_CASE("numbers are shown short and exact") {
  CHECK(show(400) == "400");
  CHECK(show(0.1) == "0.1");
  CHECK(show(-2.5) == "-2.5");
  CHECK(show(1e308) == "1e+308");
  CHECK(show(1e7) == "10000000");
}

TEST_CASE("a JSON Pointer splits into its tokens, or is none") {
  CHECK(pointer_tokens("")->empty());
  CHECK(*pointer_tokens("/a~1b/~0c/") == std::vector<std::string>{"a/b", "~c", ""});
  CHECK_FALSE(pointer_tokens("a/b").has_value());
  CHECK_FALSE(pointer_tokens("/a~2").has_value());
  CHECK_FALSE(pointer_tokens("/a~").has_value());
}

TEST_CASE("long text is cut at a character, not within one") {
  CHECK(shortened("abc", 3) == "abc");
  CHECK(shortened("abcd", 3) == "abc...");
  CHECK(shortened("ab\xC3\xB6"
                  "d",
                  3) == "ab...");  // o with diaeresis has two bytes
}

TEST_CASE("only UTF-8 after RFC 3629 passes") {
  CHECK_FALSE(first_non_utf8("plain, K\xC3\xB6ln, \xE2\x82\xAC, \xF0\x9F\x98\x80").has_value());
  CHECK(first_non_utf8("ab\xF6") == 2);            // Latin-1
  CHECK(first_non_utf8("\xC0\xAF") == 0);          // an overlong slash
  CHECK(first_non_utf8("\xE0\x9F\xBF") == 0);      // overlong, three bytes
  CHECK(first_non_utf8("x\xED\xA0\x80") == 1);     // a surrogate
  CHECK(first_non_utf8("\xF4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(first_non_utf8("a\xE2\x82") == 1);         // cut off
  CHECK(first_non_utf8("\x80") == 0);              // a stray continuation
}
