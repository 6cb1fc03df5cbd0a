// How does a page become one file that opens anywhere, without a network?
#pragma once

#include <string>

#include "report/page.hpp"

namespace gigaplan::report {

/// One HTML document: style, scripts, charts and their data inside; no address is ever loaded, which a content security
/// policy also forbids. All text is escaped. The same page gives the same bytes.
[[nodiscard]] std::string html(const Page& page);

}  // namespace gigaplan::report
