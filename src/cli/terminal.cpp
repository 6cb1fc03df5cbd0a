#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace gigaplan::cli {
namespace {

bool shows_colour(int descriptor) {
  const char* const term = std::getenv("TERM");
  const char* const no_colour = std::getenv("NO_COLOR");
  return ::isatty(descriptor) != 0 && (no_colour == nullptr || *no_colour == '\0') && term != nullptr &&
         std::string_view(term) != "dumb";
}

}  // namespace

bool stdout_has_colour() {
  return shows_colour(STDOUT_FILENO);
}
bool stderr_is_terminal() {
  return ::isatty(STDERR_FILENO) != 0;
}

Style style(bool colour) {
  if (!colour) {
    return {};
  }
  return {"\033[1m", "\033[2m", "\033[32m", "\033[33m", "\033[31m", "\033[0m"};
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  bool in_style = false;
  for (const char c : text) {
    in_style = in_style || c == '\033';
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;  // later bytes of a character of UTF-8
    count += in_style || continues ? 0 : 1;
    in_style = in_style && c != 'm';
  }
  return count;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string result;
  std::size_t at = indent;
  while (!text.empty()) {
    auto space = std::min(text.find(' '), text.size());
    while (space > 0 && space < text.size() && std::isdigit(static_cast<unsigned char>(text[space - 1])) != 0) {
      space = std::min(text.find(' ', space + 1), text.size());  // a number stays with its unit
    }
    const auto word = text.substr(0, space);
    const auto wide = columns(word);
    if (at > indent && at + 1 + wide > width) {
      result += '\n' + std::string(indent, ' ');
      at = indent;
    } else if (at > indent) {
      result += ' ';
      ++at;
    }
    result += word;
    at += wide;
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return result;
}

void ProgressBar::update(const std::string& stage, double share) {
  constexpr auto patience = std::chrono::seconds(1);
  constexpr int width = 30;
  if (!stderr_is_terminal() || std::chrono::steady_clock::now() - start_ < patience) {
    return;
  }
  const int filled = static_cast<int>(std::clamp(share, 0.0, 1.0) * width);
  fmt::print(stderr, "\r\033[K{:<22} [{:#>{}}{:->{}}] {:3.0f} %", stage, "", filled, "", width - filled, 100 * share);
  std::fflush(stderr);
  shown_ = true;
}

void ProgressBar::clear() {
  if (shown_) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    shown_ = false;
  }
}

}  // namespace gigaplan::cli
