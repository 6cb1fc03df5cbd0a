// How does text from anywhere become a part of a page, and nothing but text?
#pragma once

#include <string>
#include <string_view>

namespace gigaplan::report {

/// For HTML, between tags and in quoted attributes. What would steer a reader (control characters, marks that turn the
/// reading direction) is written as \u202e, and bytes that are not UTF-8 as U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

/// The same with http and https addresses in it as links.
[[nodiscard]] std::string escaped_with_links(std::string_view text);

/// True if a link may lead there: a place on the page, or http or https.
[[nodiscard]] bool is_safe_target(std::string_view target);

/// A JSON document so that it can stand in a script element: no "<", ">" or "&" and no line separators are left in it.
/// \param json valid JSON
[[nodiscard]] std::string json_in_script(std::string_view json);

/// Letters, digits, "-" and "_" only: for an id. Other bytes become "-".
[[nodiscard]] std::string as_id(std::string_view text);

}  // namespace gigaplan::report
