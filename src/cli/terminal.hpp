// How do we speak to the person at the terminal: colour, numbers, progress?
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace gigaplan::cli {

/// True if standard output (error) is a terminal that shows colour; NO_COLOR and TERM=dumb are heeded.
[[nodiscard]] bool stdout_has_colour();
[[nodiscard]] bool stderr_is_terminal();

/// ANSI styles that are empty where colour is not wanted.
struct Style {
  std::string bold, dim, good, warn, bad, reset;
};
[[nodiscard]] Style style(bool colour);

/// "1.23 billion", "45.6 million", "7,890", "12.3", "0.0456": three significant figures, words from a million on.
[[nodiscard]] std::string words(double value);
/// Three significant figures with thousands separators: "101,000", "12.3", "0.00456".
[[nodiscard]] std::string figures(double value);
/// As short as it can be: "5", "2.5".
[[nodiscard]] std::string plain(double value);
/// All digits of a whole number with thousands separators.
[[nodiscard]] std::string whole(double value);
/// "1 worker", "8 workers".
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view thing);
/// "€6.90 billion", "€310 million", "€1,234".
[[nodiscard]] std::string euros(Money money);
/// "12.3 ms", "1.23 s", "4.5 min".
[[nodiscard]] std::string duration(Time time);

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
