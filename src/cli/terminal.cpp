#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
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

std::string aligned(const std::vector<std::vector<std::string>>& lines, std::size_t texts, const Style& style) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (const auto& cells : lines) {
    for (std::size_t c = 0; c < cells.size(); ++c) widths[c] = std::max(widths[c], columns(cells[c]));
  }
  std::string text;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    std::string line;
    for (std::size_t c = 0; c < lines[l].size(); ++c) {
      const std::string gap(widths[c] - columns(lines[l][c]), ' ');
      line += "  " + (c < texts ? lines[l][c] + gap : gap + lines[l][c]);
    }
    text += l == 0 ? style.dim + line + style.reset + "\n" : line + "\n";
  }
  return text;
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

std::string long_duration(double seconds) {
  struct Scale {
    double least, unit;
    const char* word;
  };
  constexpr double year = 365.25 * 86400;
  constexpr std::array<Scale, 4> scales = {
      {{2 * year, year, "years"}, {2 * 86400, 86400, "days"}, {7200, 3600, "h"}, {120, 60, "min"}}};
  for (const auto& [least, unit, word] : scales) {
    if (seconds >= least) {
      return fmt::format("{} {}", figures(seconds / unit), word);
    }
  }
  return fmt::format("{:.0f} s", seconds);
}

void ProgressBar::update(const std::string& stage, double share, Of of) {
  constexpr auto patience = std::chrono::seconds(1), often = std::chrono::seconds(30);
  constexpr int width = 30;
  const auto now = std::chrono::steady_clock::now();
  if (of != of_ || (stage != stage_ && of != Of::all)) stage_start_ = now;
  stage_ = stage;
  of_ = of;
  const bool terminal = stderr_is_terminal();
  if (now - (terminal ? start_ : said_) < (terminal ? patience : often)) {
    return;
  }
  const double elapsed = std::chrono::duration<double>(now - stage_start_).count();
  const std::string left = of != Of::no_time && share > 0.01 && share < 1 && elapsed > 1  // before that it is a guess
                               ? fmt::format(", {} left", long_duration(elapsed / share * (1 - share)))
                               : "";
  const char* const of_all = of == Of::all ? " of all" : "";
  if (terminal) {
    const int filled = static_cast<int>(std::clamp(share, 0.0, 1.0) * width);
    fmt::print(stderr, "\r\033[K{:<22} [{:#>{}}{:->{}}] {:3.0f} %{}{}", stage, "", filled, "", width - filled,
               100 * share, of_all, left);
  } else {
    fmt::print(stderr, "{}: {:.0f} %{}{}\n", stage, 100 * share, of_all, left);
  }
  std::fflush(stderr);
  said_ = now;
  shown_ = terminal;
}

void ProgressBar::clear() {
  if (shown_) {
    fmt::print(stderr, "\r\033[K");
    std::fflush(stderr);
    shown_ = false;
  }
}

}  // namespace gigaplan::cli
