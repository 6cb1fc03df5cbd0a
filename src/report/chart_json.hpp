// What does the page's script need to know of its charts?
#pragma once

#include <string>
#include <vector>

#include "report/page.hpp"

namespace gigaplan::report {

/// A JSON array with an object a chart, six digits a number, null where there is none; names are not escaped for HTML.
/// page.js has its reader. The same charts give the same bytes.
[[nodiscard]] std::string charts_json(const std::vector<const Chart*>& charts);

}  // namespace gigaplan::report
