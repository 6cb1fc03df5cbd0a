// How do hours become charts by month and by day?
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/page.hpp"
#include "report/periods.hpp"

namespace gigaplan::report {

[[nodiscard]] inline double megawatts(Power power) {
  return power.in(unit::megawatt);
}

[[nodiscard]] inline double gigawatt_hours(Energy energy) {
  return energy.in(unit::gigawatt_hour);
}

[[nodiscard]] inline std::vector<std::string> names_of(const std::vector<Period>& periods) {
  std::vector<std::string> names;
  for (const Period& period : periods) {
    names.push_back(period.name);
  }
  return names;
}

/// The mean of each period.
template <class Value>
[[nodiscard]] Series means(const std::string& name, const std::vector<Hour>& timeline,
                           const std::vector<Period>& periods, Value value) {
  Series series{name, {}};
  for (const Period& period : periods) {
    series.values.push_back(mean_of(timeline, period, value));
  }
  return series;
}

/// Mean, least and highest hour of each period. \param chart without its picture
template <class Value>
[[nodiscard]] Chart banded(const std::vector<Hour>& timeline, const std::vector<Period>& periods, Chart chart,
                           Value value) {
  Lines lines{names_of(periods), {{"mean", {}}}};
  Series low{"least hour", {}}, high{"highest hour", {}};
  for (const Period& period : periods) {
    lines.series[0].values.push_back(mean_of(timeline, period, value));
    low.values.push_back(least_of(timeline, period, value));
    high.values.push_back(most_of(timeline, period, value));
  }
  lines.band = {std::move(low), std::move(high)};
  lines.selectable = true;
  chart.picture = std::move(lines);
  return chart;
}

}  // namespace gigaplan::report
