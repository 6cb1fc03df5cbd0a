#include "io/expectation.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "base/issue.hpp"
#include "io/text.hpp"

namespace gigaplan::io {
namespace {

std::string with_unit(const NumberField& f) {
  return *f.unit == '\0' ? std::string() : fmt::format(" ({})", f.unit);
}

}  // namespace

std::string range_text(const NumberField& f, const char* what) {
  return f.above_min ? fmt::format("{} above {}, up to {}{}", what, show(f.min), show(f.max), with_unit(f))
                     : fmt::format("{} from {} to {}{}", what, show(f.min), show(f.max), with_unit(f));
}

bool in_range(const NumberField& f, double value) {
  return std::isfinite(value) && value <= f.max && (f.above_min ? value > f.min : value >= f.min);
}

bool is_date(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (text.size() != 10 || (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')) {
      return false;
    }
  }
  if (text.empty()) {
    return false;
  }
  year = std::stoi(text.substr(0, 4));
  month = static_cast<unsigned>(std::stoi(text.substr(5, 2)));
  day = static_cast<unsigned>(std::stoi(text.substr(8, 2)));
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  return date.ok() && year >= 1900 && year <= 2200;
}

std::string text_fault(TextForm form, const std::string& text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::string line = text;
  if (form == TextForm::any) {  // prose may have lines
    std::erase_if(line, [](char c) { return c == '\n' || c == '\t'; });
  }
  if (printable(line) != line) {
    return "a text without control characters";
  }
  switch (form) {
    case TextForm::any:
    case TextForm::id: return "";
    case TextForm::file:
    case TextForm::not_empty:
      return text.find_first_not_of(" \t\r\n") == std::string::npos ? "a text that is not empty" : "";
    case TextForm::date: return is_date(text) ? "" : "a day of the calendar like 2028-01-31";
    case TextForm::country:
      return text.size() == 2 && upper(text[0]) && upper(text[1]) ? "" : "two capital letters like FI (ISO 3166)";
  }
  return "";
}

}  // namespace gigaplan::io
