#include "base/issue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace gigaplan {
namespace {

/// The code point of the two- or three-byte character at `at`; 0 for what is longer, shorter or cut off.
unsigned code_point(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[at + k]); };
  const std::size_t left = text.size() - at;
  if (left >= 2 && (byte(0) & 0xE0U) == 0xC0U) {
    return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
  }
  if (left >= 3 && (byte(0) & 0xF0U) == 0xE0U) {
    return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
  }
  return 0;
}

bool steers(unsigned code) {
  struct Range {
    unsigned first, last;
  };
  constexpr std::array<Range, 5> ranges = {
      {{0x80, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E}, {0x2066, 0x2069}, {0x61C, 0x61C}}};
  return std::ranges::any_of(ranges, [code](const Range& r) { return code >= r.first && code <= r.last; });
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned code = code_point(text, i);
    if (byte < 0x20 || byte == 0x7F) {
      result += fmt::format("\\u{:04x}", byte);
    } else if (steers(code)) {
      result += fmt::format("\\u{:04x}", code);
      i += code < 0x800 ? 1 : 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

std::string to_string(const Issue& issue) {
  std::string text = issue.severity == Severity::error ? "error: " : "warning: ";
  if (!issue.file.empty()) {
    text += issue.file + ": ";
  }
  if (!issue.pointer.empty()) {
    text += issue.pointer + ": ";
  }
  text += issue.message;
  if (!issue.remedy.empty()) {
    text += "; " + issue.remedy;
  }
  return printable(text);
}

bool has_errors(const Issues& issues) {
  return std::ranges::any_of(issues, [](const Issue& i) { return i.severity == Severity::error; });
}

void add_error(Issues& issues, std::string pointer, std::string message, std::string remedy) {
  issues.push_back({.pointer = std::move(pointer), .message = std::move(message), .remedy = std::move(remedy)});
}

void append(Issues& all, Issues more) {
  std::ranges::move(more, std::back_inserter(all));
}

std::string pointer_append(const std::string& pointer, const std::string& token) {
  std::string result = pointer + "/";
  for (const char c : token) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace gigaplan
