// How do electricity, cooling and carbon stand on a page?
#include <fmt/format.h>

#include "base/readable.hpp"
#include "report/periods.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

double megawatts(Power power) {
  return power.in(unit::megawatt);
}

double gigawatt_hours(Energy energy) {
  return energy.in(unit::gigawatt_hour);
}

Chart flow_chart(const EnergyResult& e) {
  Sankey flows;
  const Energy racks = e.facility - e.power_chain;
  const auto add = [&](const char* from, const char* to, Energy energy) {
    if (energy > Energy()) {
      flows.flows.push_back({from, to, gigawatt_hours(energy)});
    }
  };
  add("grid", "behind the power chain", racks);
  add("grid", "lost in the power chain", e.power_chain);
  add("behind the power chain", "IT", e.it);
  add("behind the power chain", "cooling", e.cooling);
  add("behind the power chain", "house load", e.house);
  return {"energy-flow", "Where a year's electricity goes", "GWh a year",
          fmt::format("Of {} GWh from the grid {} GWh reach the IT: PUE {:.3f}.", figures(gigawatt_hours(e.facility)),
                      figures(gigawatt_hours(e.it)), e.pue),
          flows};
}

template <class Value>
Series means(const std::string& name, const std::vector<Hour>& timeline, const std::vector<Period>& periods,
             Value value) {
  Series series{name, {}};
  for (const Period& period : periods) {
    series.values.push_back(mean_of(timeline, period, value));
  }
  return series;
}

std::vector<std::string> names_of(const std::vector<Period>& periods) {
  std::vector<std::string> names;
  for (const Period& period : periods) {
    names.push_back(period.name);
  }
  return names;
}

Chart monthly_power(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  StackedBars bars{names_of(months), {}};
  bars.series.push_back(means("IT", timeline, months, [](const Hour& h) { return megawatts(h.it); }));
  bars.series.push_back(means("power chain", timeline, months, [](const Hour& h) { return megawatts(h.power_chain); }));
  bars.series.push_back(means("cooling", timeline, months, [](const Hour& h) { return megawatts(h.cooling); }));
  bars.series.push_back(means("house load", timeline, months, [](const Hour& h) { return megawatts(h.house); }));
  return {"monthly-power", "Power, month by month", "MW", "Means of each month.", bars};
}

Chart monthly_pue(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  Lines lines{names_of(months), {{"PUE", {}}}};
  for (const Period& month : months) {
    const double it = mean_of(timeline, month, [](const Hour& h) { return megawatts(h.it); });
    const double all = mean_of(timeline, month, [](const Hour& h) { return megawatts(h.facility); });
    lines.series[0].values.push_back(it > 0 ? all / it : 0);
  }
  lines.from = 1;
  return {"monthly-pue", "PUE, month by month", "", "Facility ÷ IT, of each month's energy. The axis begins at 1.",
          lines};
}

Chart monthly_carbon(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  StackedBars bars{names_of(months), {{"CO2e", {}}}};
  for (const Period& month : months) {
    bars.series[0].values.push_back(mean_of(timeline, month, [](const Hour& h) { return h.co2.in(unit::tonne); }) *
                                    static_cast<double>(month.end - month.begin));
  }
  return {"monthly-carbon", "Carbon, month by month", "t CO2e", "Of the electricity, location-based.", bars};
}

template <class Value>
Chart daily(const std::vector<Hour>& timeline, const std::vector<Period>& days, Chart chart, Value value) {
  Lines lines{names_of(days), {{"mean", {}}}};
  Series low{"least hour", {}}, high{"highest hour", {}};
  for (const Period& day : days) {
    lines.series[0].values.push_back(mean_of(timeline, day, value));
    low.values.push_back(least_of(timeline, day, value));
    high.values.push_back(most_of(timeline, day, value));
  }
  lines.band = {std::move(low), std::move(high)};
  lines.selectable = true;
  chart.picture = std::move(lines);
  return chart;
}

Chart daily_power(const Scenario& scenario, const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  Chart chart =
      daily(timeline, days,
            {"daily-power",
             "Power of the whole site, day by day",
             "MW",
             "Mean, least and highest hour of each day. The slider chooses a part of the time. Every hour is in "
             "timeseries.csv.",
             {}},
            [](const Hour& h) { return megawatts(h.facility); });
  if (scenario.facility.grid_limit) {
    auto& lines = std::get<Lines>(chart.picture);
    lines.limit = megawatts(*scenario.facility.grid_limit);
    lines.limit_name = "grid connection";
  }
  return chart;
}

Chart peak_week(const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  const Period week = week_of_the_peak(timeline, days);
  Lines lines{{}, {{"whole site", {}}, {"IT", {}}}};
  for (std::size_t i = week.begin; i < week.end; ++i) {
    lines.categories.push_back(fmt::format("{} {:02}:00", days[i / 24].name, i % 24));
    lines.series[0].values.push_back(megawatts(timeline[i].facility));
    lines.series[1].values.push_back(megawatts(timeline[i].it));
  }
  return {"peak-week", "The week of the highest draw, hour by hour", "MW", week.name + " (UTC).", lines};
}

Table facts(const Scenario& scenario, const EnergyResult& e) {
  Table table{.id = "energy-facts", .title = "Energy in figures", .columns = {{"Figure"}, {"Value", "", true}}};
  const auto add = [&](const char* name, const std::string& value) { table.rows.push_back({{{name}, {value}}}); };
  add("highest hour that was simulated", figures(megawatts(e.peak_facility)) + " MW");
  add("with every node busy in the hottest hour", figures(megawatts(e.design_peak)) + " MW");
  add("grid connection", scenario.facility.grid_limit ? figures(megawatts(*scenario.facility.grid_limit)) + " MW"
                                                      : "not given: as large as the design peak");
  add("PUE", fmt::format("{:.3f}", e.pue));
  add("electricity a year", figures(gigawatt_hours(e.facility)) + " GWh");
  add("its price a year", euros(e.cost));
  add("carbon a year", figures(e.co2.in(unit::tonne)) + " t CO2e");
  add("water a year", figures(e.water.in(unit::cubic_metre)) + " m³");
  return table;
}

void add_grid_warning(Section& section, const Scenario& scenario, const EnergyResult& e) {
  if (!e.over_grid_limit && !e.design_over_grid_limit) {
    return;
  }
  const auto limit = figures(megawatts(scenario.facility.grid_limit.value_or(Power())));
  section.blocks.emplace_back(Paragraph{
      e.over_grid_limit
          ? fmt::format("The site draws up to {} MW: more than the grid connection of {} MW gives.",
                        figures(megawatts(e.peak_facility)), limit)
          : fmt::format(
                "With every node busy in the hottest hour it would draw {} MW, more than the grid connection of "
                "{} MW gives: cap the power, or raise /facility/grid_limit_mw.",
                figures(megawatts(e.design_peak)), limit),
      Paragraph::Kind::warning});
}

}  // namespace

Section energy_section(const Scenario& scenario, const OperationResult& operation, const EnergyResult& energy) {
  Section section{"energy", "Energy", {}};
  const auto& timeline = operation.timeline;
  if (!(energy.facility > Energy()) || timeline.empty()) {
    section.blocks.emplace_back(Paragraph{"No operation was simulated."});
    return section;
  }
  const auto days = days_of(scenario.operation.start, timeline.size());
  const auto months = months_of(scenario.operation.start, timeline.size());
  section.blocks.emplace_back(flow_chart(energy));
  add_grid_warning(section, scenario, energy);
  section.blocks.emplace_back(facts(scenario, energy));
  section.blocks.emplace_back(monthly_power(timeline, months));
  section.blocks.emplace_back(daily_power(scenario, timeline, days));
  section.blocks.emplace_back(peak_week(timeline, days));
  section.blocks.emplace_back(monthly_pue(timeline, months));
  section.blocks.emplace_back(daily(
      timeline, days,
      {"daily-temperature", "Outside air, day by day", "°C", "Dry bulb: mean, least and highest hour of each day.", {}},
      [](const Hour& h) { return h.dry_bulb.in(unit::celsius); }));
  section.blocks.emplace_back(monthly_carbon(timeline, months));
  return section;
}

}  // namespace gigaplan::report
