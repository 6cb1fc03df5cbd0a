// What does a page carry along, so that it needs nothing else? The build embeds it (embed.cmake).
#pragma once

#include <string_view>

namespace gigaplan::report {

/// Apache ECharts; empty in a build without it (GIGAPLAN_CHARTS=OFF).
[[nodiscard]] std::string_view chart_library();
/// page.js: draws the charts, sorts and filters tables, turns light into dark.
[[nodiscard]] std::string_view page_script();
/// page.css.
[[nodiscard]] std::string_view page_style();
/// docs/finance.md, of which the page quotes formulas.
[[nodiscard]] std::string_view finance_page();

}  // namespace gigaplan::report
