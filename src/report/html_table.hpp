// How does a table stand in HTML?
#pragma once

#include <string>

#include "report/page.hpp"

namespace gigaplan::report {

/// With its title as caption, in a box that scrolls sideways. \param label of that box, for who does not see it, unlike
/// those of the page's other boxes; empty: the table's title
[[nodiscard]] std::string html_table(const Table& table, const std::string& label = "");

/// "<a href=...>text</a>", or the escaped text alone if the target is not safe.
[[nodiscard]] std::string html_link(const Link& link);

}  // namespace gigaplan::report
