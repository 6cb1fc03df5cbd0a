// How are names compared and values shown in messages?
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gigaplan::io {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (restricted Damerau-Levenshtein).
[[nodiscard]] std::size_t edit_distance(const std::string& a, const std::string& b);

/// The candidate that somebody who wrote `word` most likely meant: at most two edits away (one, for words of up to four
/// letters), else one that starts with it or that it starts with, but for one edit. None if nothing is near.
[[nodiscard]] std::optional<std::string> closest(const std::string& word, const std::vector<std::string>& candidates);

/// "a, b or c"; more than `limit` are cut with "...".
[[nodiscard]] std::string list_of(const std::vector<std::string>& names, std::size_t limit = 40);

/// Cuts long text for a message, at a UTF-8 boundary.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t limit = 60);

/// Shortest decimal that reads back as the same double.
[[nodiscard]] std::string show(double value);

/// The tokens of a JSON Pointer (RFC 6901); none if it is not one.
[[nodiscard]] std::optional<std::vector<std::string>> pointer_tokens(const std::string& pointer);

/// Byte offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates); none if all are.
[[nodiscard]] std::optional<std::size_t> first_non_utf8(const std::string& text);

/// A cell of a CSV file (RFC 4180): quoted where it has to be.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace gigaplan::io
