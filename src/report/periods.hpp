// How do thousands of simulated hours become as many values as a chart can show?
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/result.hpp"

namespace gigaplan::report {

/// Hours begin .. end-1 of the timeline.
struct Period {
  std::string name;  ///< "2028-01-31", "2028-01"
  std::size_t begin = 0, end = 0;
  bool operator==(const Period&) const = default;
};

/// The days, or the months, that `hours` hours touch. Years have no 29 February, as in timeseries.csv.
/// \param start ISO 8601 date of the first hour
[[nodiscard]] std::vector<Period> days_of(const std::string& start, std::size_t hours);
[[nodiscard]] std::vector<Period> months_of(const std::string& start, std::size_t hours);

/// The seven days with the highest draw in one hour among them: from three days before to three days behind that day.
[[nodiscard]] Period week_of_the_peak(const std::vector<Hour>& timeline, const std::vector<Period>& days);

template <class Value>
[[nodiscard]] double mean_of(const std::vector<Hour>& timeline, const Period& period, Value value) {
  double sum = 0;
  for (std::size_t i = period.begin; i < period.end; ++i) {
    sum += value(timeline[i]);
  }
  return period.end > period.begin ? sum / static_cast<double>(period.end - period.begin) : 0;
}

template <class Value>
[[nodiscard]] double least_of(const std::vector<Hour>& timeline, const Period& period, Value value) {
  double least = value(timeline[period.begin]);
  for (std::size_t i = period.begin; i < period.end; ++i) {
    least = std::min(least, value(timeline[i]));
  }
  return least;
}

template <class Value>
[[nodiscard]] double most_of(const std::vector<Hour>& timeline, const Period& period, Value value) {
  return -least_of(timeline, period, [&](const Hour& hour) { return -value(hour); });
}

}  // namespace gigaplan::report
