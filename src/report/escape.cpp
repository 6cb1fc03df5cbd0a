#include "report/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/issue.hpp"
#include "io/text.hpp"

namespace gigaplan::report {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

std::string as_utf8(std::string text) {
  while (const auto wrong = io::first_non_utf8(text)) {
    text.replace(*wrong, 1, replacement);
  }
  return text;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string with_entities(std::string_view text) {
  std::string result;
  result.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\'': result += "&#39;"; break;
      default: result += c;
    }
  }
  return result;
}

/// Where the next address begins; npos if there is none.
std::size_t next_address(std::string_view text, std::size_t from) {
  return std::min(text.find("https://", from), text.find("http://", from));
}

/// Addresses end at a space or at what none holds; a full stop, comma or bracket behind one is the sentence's.
std::string_view address_at(std::string_view text, std::size_t begin) {
  auto address = text.substr(begin, text.find_first_of(" \t\n\"'<>\\^`{|}", begin) - begin);
  while (!address.empty() && std::string_view(".,;:!?)]").find(address.back()) != std::string_view::npos) {
    address.remove_suffix(1);
  }
  return address;
}

}  // namespace

std::string escaped(std::string_view text) {
  return with_entities(printable(as_utf8(std::string(text))));
}

std::string escaped_with_links(std::string_view text) {
  const std::string safe = printable(as_utf8(std::string(text)));
  std::string result;
  std::size_t at = 0;
  for (auto begin = next_address(safe, 0); begin != std::string::npos; begin = next_address(safe, at)) {
    const auto address = address_at(safe, begin);
    result += with_entities(std::string_view(safe).substr(at, begin - at));
    const auto shown = with_entities(address);
    result += fmt::format(R"(<a href="{0}" rel="noreferrer noopener">{0}</a>)", shown);
    at = begin + address.size();
  }
  return result + with_entities(std::string_view(safe).substr(at));
}

bool is_safe_target(std::string_view target) {
  return target.starts_with('#') || target.starts_with("https://") || target.starts_with("http://");
}

std::string json_in_script(std::string_view json) {
  std::string result;
  result.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto three = json.substr(i, 3);
    if (json[i] == '<') {
      result += "\\u003c";
    } else if (json[i] == '>') {
      result += "\\u003e";
    } else if (json[i] == '&') {
      result += "\\u0026";
    } else if (three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9") {
      result += three == "\xE2\x80\xA8" ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      result += json[i];
    }
  }
  return result;
}

std::string as_id(std::string_view text) {
  std::string id(text);
  std::ranges::replace_if(
      id, [](char c) { return !is_letter_or_digit(c) && c != '-' && c != '_'; }, '-');
  return id;
}

}  // namespace gigaplan::report
