// How does it stand on a page where the power comes from?
#include <fmt/format.h>

#include "base/readable.hpp"
#include "report/period_charts.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

Chart monthly_sources(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  StackedBars bars{names_of(months), {}};
  const auto add = [&](const char* name, auto value) { bars.series.push_back(means(name, timeline, months, value)); };
  add("bought", [](const Hour& h) { return megawatts(max(h.grid, Power())); });
  add("own sun", [](const Hour& h) { return megawatts(h.solar); });
  add("own wind", [](const Hour& h) { return megawatts(h.wind); });
  add("sold", [](const Hour& h) { return megawatts(min(h.grid, Power())); });
  add("curtailed", [](const Hour& h) { return -megawatts(h.curtailed); });
  return {"monthly-sources", "Where the power comes from, month by month", "MW",
          "Means of each month; what is sold or curtailed hangs below zero.", bars};
}

Chart week_of_sources(const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  const Period week = week_of_the_peak(timeline, days);
  Lines lines{{}, {{"the site draws", {}}, {"own sun", {}}, {"own wind", {}}, {"battery", {}}, {"grid", {}}}};
  for (std::size_t i = week.begin; i < week.end; ++i) {
    const Hour& h = timeline[i];
    lines.categories.push_back(fmt::format("{} {:02}:00", days[i / 24].name, i % 24));
    std::size_t s = 0;
    for (const Power power : {h.facility, h.solar, h.wind, h.battery, h.grid})
      lines.series[s++].values.push_back(megawatts(power));
  }
  return {"week-of-sources", "Sun, wind, battery and grid, hour by hour", "MW",
          week.name + " (UTC), the week of the highest draw. Below zero the battery charges, and the grid takes.",
          lines};
}

Chart daily_price(const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  return banded(timeline, days,
                {"daily-price",
                 "Price of power, day by day",
                 "€/MWh",
                 "What a MWh from the grid costs with fees and taxes: mean, least and highest hour of each day. Made "
                 "hours: the year's mean and deviation are the site's, the shape follows sun, wind and demand.",
                 {}},
                [](const Hour& h) { return h.price.in(unit::euro_per_megawatt_hour); });
}

}  // namespace

std::optional<Section> supply_section(const Scenario& scenario, const OperationResult& operation,
                                      const EnergyResult& energy) {
  const auto& timeline = operation.timeline;
  const bool priced = scenario.site.electricity.deviation > MoneyPerEnergy();
  const bool plants = scenario.facility.on_site.has_value();
  if (timeline.empty() || (!priced && !plants)) return std::nullopt;
  Section section{"supply", "Supply", {}};
  const auto days = days_of(scenario.operation.start, timeline.size());
  if (plants) {
    section.blocks.emplace_back(Paragraph{
        fmt::format("Own sun and wind give {} GWh a year; {} GWh of it are used, {} GWh sold, {} GWh curtailed: {:.1f} "
                    "% of what the "
                    "site draws is its own. {} GWh come from the grid.",
                    figures(gigawatt_hours(energy.solar + energy.wind)), figures(gigawatt_hours(energy.own)),
                    figures(gigawatt_hours(energy.exported)), figures(gigawatt_hours(energy.curtailed)),
                    100 * (energy.own / energy.facility), figures(gigawatt_hours(energy.imported)))});
    section.blocks.emplace_back(monthly_sources(timeline, months_of(scenario.operation.start, timeline.size())));
    section.blocks.emplace_back(week_of_sources(timeline, days));
  }
  if (priced) section.blocks.emplace_back(daily_price(timeline, days));
  return section;
}

}  // namespace gigaplan::report
