#include "report/periods.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace gigaplan::report {
namespace {

constexpr std::size_t hours_a_day = 24;

/// A date in a calendar of years with 365 days.
struct Date {
  int year = 0;
  unsigned month = 1, day = 1;

  void advance() {
    constexpr std::array<unsigned, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (++day > lengths.at(month - 1)) {
      day = 1;
      if (++month > 12) {
        month = 1;
        ++year;
      }
    }
  }
};

/// 29 February becomes 1 March. What is no date becomes the begin of year 0: a reader has checked it before.
Date parse(const std::string& text) {
  Date date;
  if (text.size() == 10) {
    date = {std::atoi(text.substr(0, 4).c_str()), static_cast<unsigned>(std::atoi(text.substr(5, 2).c_str())),
            static_cast<unsigned>(std::atoi(text.substr(8, 2).c_str()))};
  }
  if (date.month < 1 || date.month > 12) {
    date = {};
  }
  return date.month == 2 && date.day == 29 ? Date{date.year, 3, 1} : date;
}

}  // namespace

std::vector<Period> days_of(const std::string& start, std::size_t hours) {
  std::vector<Period> days;
  Date date = parse(start);
  for (std::size_t begin = 0; begin < hours; begin += hours_a_day) {
    days.push_back({fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day), begin,
                    std::min(hours, begin + hours_a_day)});
    date.advance();
  }
  return days;
}

std::vector<Period> months_of(const std::string& start, std::size_t hours) {
  std::vector<Period> months;
  for (const Period& day : days_of(start, hours)) {
    const std::string month = day.name.substr(0, day.name.rfind('-'));
    if (months.empty() || months.back().name != month) {
      months.push_back({month, day.begin, day.end});
    }
    months.back().end = day.end;
  }
  return months;
}

Period week_of_the_peak(const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  if (days.empty()) {
    return {};
  }
  std::size_t peak = 0;
  for (std::size_t i = 0; i < timeline.size(); ++i) {
    peak = timeline[i].facility > timeline[peak].facility ? i : peak;
  }
  const std::size_t day = std::min(peak / hours_a_day, days.size() - 1);
  std::size_t first = day < 3 ? 0 : day - 3;
  const std::size_t last = std::min(first + 6, days.size() - 1);
  first = last < 6 ? 0 : last - 6;
  return {days[first].name + " to " + days[last].name, days[first].begin, days[last].end};
}

}  // namespace gigaplan::report
