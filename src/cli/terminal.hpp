// How do we speak to the person at the terminal: colour, numbers, progress?
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// A table, two spaces before each column: the first `texts` columns to the left, the numbers after them to the right,
/// the first line dim. \param lines not empty, all of one length
[[nodiscard]] std::string aligned(const std::vector<std::vector<std::string>>& lines, std::size_t texts,
                                  const Style& style);

/// Breaks `text` at spaces, but not behind a digit, so that no line is wider than `width` columns, the first one
/// starting at column `indent` and the others being indented by as much. Styles take no columns, a character of UTF-8
/// takes one.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = 100);

/// "40 s", "12 min", "3.5 h", "7.1 days", "2.4 years".
[[nodiscard]] std::string long_duration(double seconds);

/// How far a stage is and how long it will take, on stderr: on a terminal a bar for whatever takes longer than a
/// second, which wipes itself at the end; elsewhere a line every half minute.
class ProgressBar {
 public:
  ProgressBar() = default;
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ProgressBar(ProgressBar&&) = delete;
  ProgressBar& operator=(ProgressBar&&) = delete;

  /// Of what the share, and the time that is left, are told.
  enum class Of {
    stage,   ///< of this stage
    all,     ///< of all stages that are told like this, one after the other
    no_time  ///< of this stage, whose time says nothing of what comes
  };
  void update(const std::string& stage, double share, Of of = Of::stage);
  void clear();

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now(), said_ = start_,
                                        stage_start_ = start_;
  std::string stage_;
  Of of_ = Of::stage;
  bool shown_ = false;
};

}  // namespace gigaplan::cli
