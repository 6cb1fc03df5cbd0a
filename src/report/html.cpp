#include "report/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "io/hash.hpp"
#include "report/assets.hpp"
#include "report/chart_data.hpp"
#include "report/chart_json.hpp"
#include "report/escape.hpp"
#include "report/html_table.hpp"

namespace gigaplan::report {
namespace {

/// RFC 4648, of bytes that are written in hexadecimal.
std::string base64_of_hexadecimal(const std::string& digits) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::vector<std::uint32_t> bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::uint32_t>(std::stoul(digits.substr(i, 2), nullptr, 16)));
  }
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) { return i + k < bytes.size() ? bytes[i + k] : 0; };
    const std::uint32_t group = (at(0) << 16U) | (at(1) << 8U) | at(2);
    for (std::uint32_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? alphabet[(group >> (18 - 6 * k)) & 63U] : '=';
    }
  }
  return text;
}

/// Only our own scripts run, whatever a text may contain; nothing is loaded from anywhere.
std::string security_policy() {
  std::string scripts;
  for (const auto& script : {chart_library(), page_script()}) {
    if (!script.empty()) {
      scripts += " 'sha256-" + base64_of_hexadecimal(io::sha256(std::string(script))) + "'";
    }
  }
  return "default-src 'none'; script-src" + scripts +
         "; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
}

class Writer {
 public:
  std::string write(const Page& page) {
    head(page);
    answer(page);
    for (const Section& section : page.sections) {
      put("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n<h2 id=\"{0}-title\">{1}</h2>\n", as_id(section.id),
          escaped(section.title));
      for (const Block& block : section.blocks) {
        std::visit([&](const auto& b) { add(b); }, block);
      }
      put("</section>\n");
    }
    foot(page);
    return std::move(html_);
  }

 private:
  template <class... Arguments>
  void put(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(html_), format, std::forward<Arguments>(arguments)...);
  }

  void head(const Page& page) {
    put("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"generator\" content=\"gigaplan\">\n<title>{}</title>\n<style>\n",
        security_policy(), escaped(page.title));
    html_ += page_style();
    put("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n<header>\n"
        "<div class=\"bar\"><span class=\"brand\">gigaplan</span>"
        "<button type=\"button\" id=\"theme\" aria-pressed=\"false\" hidden>Dark</button></div>\n"
        "<h1>{}</h1>\n<p class=\"subtitle\">{}</p>\n</header>\n",
        escaped(page.title), escaped(page.subtitle));
    if (page.sections.size() > 1) {
      put("<nav aria-label=\"Sections\"><ul>\n");
      for (const Section& section : page.sections) {
        put("<li><a href=\"#{}\">{}</a></li>\n", as_id(section.id), escaped(section.title));
      }
      put("</ul></nav>\n");
    }
    put("<main id=\"content\" tabindex=\"-1\">\n");
  }

  void answer(const Page& page) {
    put("<section id=\"answer\" aria-label=\"The answer\">\n");
    const auto below = std::ranges::find_if(
        page.answer, [](const Paragraph& paragraph) { return paragraph.kind != Paragraph::Kind::warning; });
    std::for_each(page.answer.begin(), below, [&](const Paragraph& paragraph) { add(paragraph); });
    if (!page.headlines.empty()) {
      put("<div class=\"headlines\">\n");
      for (const Headline& headline : page.headlines) {
        put("<div class=\"headline\"><h2>{}</h2>\n<p class=\"value\">{}</p>\n<p class=\"note\">{}</p>\n",
            escaped(headline.label), escaped(headline.value), escaped(headline.note));
        links(headline.links);
        put("</div>\n");
      }
      put("</div>\n");
    }
    std::for_each(below, page.answer.end(), [&](const Paragraph& paragraph) { add(paragraph); });
    put("</section>\n");
  }

  void links(const std::vector<Link>& all) {
    if (!all.empty()) {
      put("<p class=\"links\">");
      for (std::size_t i = 0; i < all.size(); ++i) {
        put("{}{}", i > 0 ? " · " : "", html_link(all[i]));
      }
      put("</p>\n");
    }
  }

  void add(const Paragraph& paragraph) {
    put("<p{}>{}", paragraph.kind == Paragraph::Kind::warning ? " class=\"warning\"" : "",
        escaped_with_links(paragraph.text));
    for (const Link& link : paragraph.links) {
      put(" {}", html_link(link));
    }
    put("</p>\n");
  }

  void add(const Table& table) { html_ += html_table(table, unique("Table: " + table.title)); }

  /// Landmarks that are told apart by nothing but their names need different ones.
  std::string unique(const std::string& label) {
    const auto times = ++labels_[label];
    return times == 1 ? label : unique(fmt::format("{} ({})", label, times));
  }

  void add(const Chart& chart) {
    const bool drawn = !chart_library().empty();
    put("<figure class=\"chart\" id=\"{}\">\n<figcaption><strong>{}</strong>{}<span "
        "class=\"text\">{}</span></figcaption>\n",
        as_id(chart.id), escaped(chart.title),
        chart.unit.empty() ? "" : " <span class=\"unit\">" + escaped(chart.unit) + "</span>", escaped(chart.text));
    if (drawn) {
      put("<div class=\"plot\" role=\"img\" aria-label=\"{}\" data-chart=\"{}\"></div>\n",
          escaped(chart.title + ". " + chart.text + " The numbers are in the table below."), charts_.size());
      charts_.push_back(&chart);
      legend(chart);
    }
    put("<details{}><summary>Numbers<span class=\"hidden\"> of {}</span></summary>\n", drawn ? "" : " open",
        escaped(chart.title));
    html_ += html_table(data_of(chart), unique("Numbers: " + chart.title));
    put("</details>\n</figure>\n");
  }

  void legend(const Chart& chart) {
    const auto keys = legend_of(chart);
    if (keys.empty()) {
      return;
    }
    constexpr std::size_t colours = 8;
    constexpr std::array dashes = {"", " line solid", " line dashed", " line dotted", " line dash-dotted"};
    put("<ul class=\"legend\">");
    for (const Key& key : keys) {
      put("<li><span class=\"key{} c{}\"></span>{}{}</li>", dashes.at(key.dash), key.colour % colours,
          escaped(key.name), key.value.empty() ? "" : " <span class=\"share\">" + escaped(key.value) + "</span>");
    }
    put("</ul>\n");
  }

  void foot(const Page& page) {
    put("</main>\n<footer>\n");
    if (!page.origin.empty()) {
      put("<h2>What computed this</h2>\n<dl class=\"origin\">\n");
      for (const auto& [name, value] : page.origin) {
        put("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value));
      }
      put("</dl>\n");
    }
    if (chart_library().empty()) {
      put("<p class=\"warning\">This build of gigaplan has no charts: build it without GIGAPLAN_CHARTS=OFF, with npm "
          "at "
          "hand. The numbers of every chart are in its table.</p>\n");
    } else {
      put("<p>Charts: Apache ECharts, Copyright 2017-2026 The Apache Software Foundation, under the Apache License, "
          "Version 2.0 (<a href=\"https://www.apache.org/licenses/LICENSE-2.0\" rel=\"noreferrer noopener\">"
          "https://www.apache.org/licenses/LICENSE-2.0</a>). This product includes software developed at The Apache "
          "Software Foundation (https://www.apache.org/).</p>\n");
    }
    put("</footer>\n<script type=\"application/json\" id=\"charts\">{}</script>\n",
        json_in_script(charts_json(charts_)));
    for (const auto& script : {chart_library(), page_script()}) {
      if (!script.empty()) {
        html_ += "<script>";
        html_ += script;
        html_ += "</script>\n";
      }
    }
    put("</body>\n</html>\n");
  }

  std::string html_;
  std::vector<const Chart*> charts_;
  std::map<std::string, int> labels_;  ///< how often each was asked for
};

}  // namespace

std::string html(const Page& page) {
  return Writer().write(page);
}

}  // namespace gigaplan::report
