// How do we speak to the person at the terminal: colour, numbers, progress?
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/readable.hpp"

namespace gigaplan::cli {

/// True if standard output (error) is a terminal that shows colour; NO_COLOR and TERM=dumb are heeded.
[[nodiscard]] bool stdout_has_colour();
[[nodiscard]] bool stderr_is_terminal();

/// ANSI styles that are empty where colour is not wanted.
struct Style {
  std::string bold, dim, good, warn, bad, reset;
};
[[nodiscard]] Style style(bool colour);

/// How wide `text` stands on a terminal: a character of UTF-8 takes one column, a style (ESC [ ... m) none.
[[nodiscard]] std::size_t columns(std::string_view text);

/// Breaks `text` at spaces, but not behind a digit, so that no line is wider than `width` columns, the first one
/// starting at column `indent` and the others being indented by as much. Styles take no columns, a character of UTF-8
/// takes one.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 100);

/// A bar on stderr for whatever takes longer than a second; nothing if stderr is no terminal. Wipes itself at the end.
class ProgressBar {
 public:
  ProgressBar() = default;
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ProgressBar(ProgressBar&&) = delete;
  ProgressBar& operator=(ProgressBar&&) = delete;

  void update(const std::string& stage, double share);
  void clear();

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

}  // namespace gigaplan::cli
