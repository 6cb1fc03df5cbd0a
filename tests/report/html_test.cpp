#include "report/html.hpp"

#include <doctest/doctest.h>

#include <regex>

#include "report/sections.hpp"

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

constexpr const char* hostile = "</script><script>alert(1)</script>\" onload=\"x";

/// A page that has everything, with the same text everywhere.
Page page_of(const std::string& text) {
  Table table{.id = text,
              .title = text,
              .text = text,
              .columns = {{text, text}, {text, text, true}},
              .rows = {{{{text}, {text, 1.5, {{text, "#" + text, text}, {text, "javascript:" + text}}}}, text, true}},
              .sortable = true,
              .filterable = true};
  Section section{text, text, {Paragraph{text, Paragraph::Kind::warning, {{text, text}}}, table}};
  const std::vector<Item> items = {{text, 1, 0.5, 2.0}, {text + "2", 2}};
  for (const Picture& picture :
       {Picture(Partition{items}), Picture(Ranking{items, 3, text}), Picture(Tornado{1, items}),
        Picture(StackedBars{{text}, {{text, {1}}}}), Picture(Lines{{text}, {{text, {1}}}, {}, 2, text}),
        Picture(Sankey{{{text, text + "2", 1}}}), Picture(Timeline{{text}, {text}, {{0, 0, 0, 1}}}),
        Picture(Scatter{text, text, {{text, 1, 2, true}}})}) {
    section.blocks.emplace_back(Chart{text, text, text, text, picture});
  }
  return {text, text, {{text}}, {{text, text, text, {{text, "javascript:" + text, text}}}}, {section}, {{text, text}}};
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) {
    ++n;
  }
  return n;
}

}  // namespace

TEST_CASE("hostile text adds no element and no attribute") {
  const auto tame = html(page_of("plain")), wild = html(page_of(hostile));
  for (const char* part : {"<script", "</script>", "<a ", "<img", "<td", "<li>", "onload=", "<style"}) {
    CAPTURE(part);
    CHECK(count(wild, part) -
              (part == std::string("onload=") ? count(wild, "&quot; onload=") + count(wild, "\\\" onload=") : 0) ==
          count(tame, part));
  }
  CHECK(count(wild, "href=\"javascript:") == 0);
  CHECK(count(wild, "alert(1)") > 50);  // it is there, as text
}

TEST_CASE("the same page gives the same bytes, in one file that loads nothing") {
  const auto page = html(page_of("plain"));
  CHECK(page == html(page_of("plain")));
  CHECK(page.starts_with("<!doctype html>"));
  const std::regex loads(R"re(<(link|img|iframe|object|embed)\b|<script[^>]*\bsrc=|@import|url\()re");
  const auto own = page.substr(0, page.find("<script>"));  // behind it is ECharts, which the policy keeps from loading
  CHECK_FALSE(std::regex_search(own, loads));
  CHECK(page.find("default-src 'none'; script-src 'sha256-") != std::string::npos);
}

TEST_CASE("the policy names the scripts by their hashes") {
  const auto page = html({});
  const auto policy = page.substr(page.find("script-src"), 300);
  CHECK(std::regex_search(policy, std::regex(R"re(^script-src( 'sha256-[A-Za-z0-9+/]{43}='){1,2}; style-src)re")));
}

TEST_CASE("inputs: rows have ids, and links count what is under a pointer") {
  const std::vector<Assumption> inputs = {{"/cluster/node/a_w", 1, How::read, "Book, https://example.org", 0.5, 2.0},
                                          {"/cluster/node/b", 2, How::assumed, "why"},
                                          {"/cluster/nodes", 3, How::scenario, "set"}};
  const auto links = links_to_inputs(inputs, {{"/cluster/node", "chips"}, {"/site", "site"}});
  REQUIRE(links.size() == 1);  // "/cluster/nodes" is another key, and of the site there is none
  CHECK(links[0] == Link{"chips (2)", "#input/cluster/node/a_w", "/cluster/node/"});
  const auto page = html({.answer = {{"", Paragraph::Kind::plain, links}}, .sections = {inputs_section(inputs)}});
  CHECK(page.find("<a href=\"#input-cluster-node-a_w\" data-filter=\"/cluster/node/\">") != std::string::npos);
  CHECK(page.find("<tr id=\"input-cluster-node-a_w\">") != std::string::npos);
  CHECK(unit_of("/site/electricity/carbon_g_per_kwh") == "g/kWh");
  CHECK(unit_of("/cluster/node/chip/tdp_w") == "W");
  CHECK(unit_of("/cluster/node/chip/efficiency/shape_k") == "");
  CHECK(unit_of("/facility/cooling/price_eur_per_kw") == "€/kW");
  CHECK(unit_of("/finance/project/construction/years") == "years");
  CHECK(unit_of("/operation/reliability/causes/0/per_unit_year") == "per unit and year");
}

TEST_CASE("a pointer may be broken behind its keys and words, and other text stays as it is") {
  const auto page =
      html({.sections = {{"s", "S", {Table{.columns = {{"Figure"}}, .rows = {{{{"/a/b_w"}}}, {{{"a/b_c"}}}}}}}}});
  CHECK(page.find("<th scope=\"row\">/<wbr>a/<wbr>b_<wbr>w</th>") != std::string::npos);
  CHECK(page.find("<th scope=\"row\">a/b_c</th>") != std::string::npos);
}

TEST_CASE("landmarks have names of their own") {
  const Table table{.title = "T", .columns = {{"A"}}, .rows = {{{{"x"}}}}};
  const auto page = html({.sections = {{"s", "S", {table, table, Chart{"c", "T", "", "", Ranking{{{"a", 1}}}}}}}});
  for (const char* label : {"\"Table: T\"", "\"Table: T (2)\"", "\"Numbers: T\""}) {
    CAPTURE(label);
    CHECK(count(page, std::string("role=\"region\" aria-label=") + label) == 1);
  }
}
