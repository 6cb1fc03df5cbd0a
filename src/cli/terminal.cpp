#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
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

std::string group_thousands(std::string digits) {
  const auto point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

/// Decimals that leave three significant figures.
int decimals(double value) {
  if (value == 0 || !std::isfinite(value)) {
    return 0;
  }
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-9)), 0, 12);
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

std::string figures(double value) {
  if (std::abs(value) >= 1000) {  // round to three figures, keep the zeros
    const double scale = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
    value = std::round(value / scale) * scale;
  }
  return group_thousands(fmt::format("{:.{}f}", value, decimals(value)));
}

std::string whole(double value) {
  return group_thousands(fmt::format("{:.0f}", value));
}

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", whole(static_cast<double>(count)), thing, count == 1 ? "" : "s");
}

std::string plain(double value) {
  return fmt::format("{:g}", value);
}

std::string words(double value) {
  struct Scale {
    double size;
    std::string_view word;
  };
  constexpr std::array<Scale, 5> scales = {
      {{1e18, "quintillion"}, {1e15, "quadrillion"}, {1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}}};
  for (const auto& [size, word] : scales) {
    if (std::abs(value) >= size * 0.9995) {
      return fmt::format("{} {}", figures(value / size), word);
    }
  }
  return figures(value);
}

std::string euros(Money money) {
  return "€" + words(money.in(unit::euro));
}

std::string duration(Time time) {
  const double s = time.base();
  if (s < 1e-3) {
    return fmt::format("{} µs", figures(s * 1e6));
  }
  if (s < 1) {
    return fmt::format("{} ms", figures(s * 1e3));
  }
  if (s < 120) {
    return fmt::format("{} s", figures(s));
  }
  return s < 7200 ? fmt::format("{} min", figures(s / 60)) : fmt::format("{} h", figures(s / 3600));
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
