// What is wrong with the input, where, and what would mend it?
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gigaplan {

enum class Severity { error, warning };

/// One finding about an input. All of them are collected and shown together.
struct Issue {
  Severity severity = Severity::error;
  std::string file{};     ///< as the user named it; empty until the reader fills it in
  std::string pointer{};  ///< JSON Pointer (RFC 6901) into that file's value, "" for all of it; if not JSON, "line 12"
  std::string message{};  ///< what is wrong, with the value received
  std::string remedy{};   ///< what to do about it; may be empty
  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

/// "error: fi.json: /facility/coolling: unknown key; did you mean \"cooling\"?" Safe on a terminal: printable().
[[nodiscard]] std::string to_string(const Issue& issue);

/// UTF-8 text with what could steer a terminal or reverse the reading direction written as \u001b: the control
/// characters C0 and C1, DEL, line separators and bidirectional marks (Unicode 15, section 23.2).
[[nodiscard]] std::string printable(std::string_view text);

/// True if at least one of them is an error.
[[nodiscard]] bool has_errors(const Issues& issues);

/// Adds one error to `issues`.
void add_error(Issues& issues, std::string pointer, std::string message, std::string remedy);

/// Adds `more` at the end of `all`.
void append(Issues& all, Issues more);

/// Appends `token` to a JSON Pointer, escaped after RFC 6901 (~ → ~0, / → ~1).
[[nodiscard]] std::string pointer_append(const std::string& pointer, const std::string& token);

}  // namespace gigaplan
