// How do electricity, cooling and carbon stand on a page?
#include <fmt/format.h>

#include "base/readable.hpp"
#include "report/period_charts.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

/// From wherever it comes to the busbar, and from there on.
Chart flow_chart(const EnergyResult& e) {
  Sankey flows;
  const auto add = [&](const char* from, const char* to, Energy energy) {
    if (energy > Energy()) {
      flows.flows.push_back({from, to, gigawatt_hours(energy)});
    }
  };
  const bool plants = e.solar + e.wind > Energy() || e.battery_loss > Energy();
  const char* const busbar = plants ? "busbar" : "grid";
  if (plants) {
    add("grid", busbar, e.imported);
    add("own sun", busbar, e.solar);
    add("own wind", busbar, e.wind);
    add(busbar, "sold to the grid", e.exported);
    add(busbar, "curtailed", e.curtailed);
    add(busbar, "lost in the battery", e.battery_loss);
  }
  add(busbar, "behind the power chain", e.facility - e.power_chain);
  add(busbar, "lost in the power chain", e.power_chain);
  add("behind the power chain", "IT", e.it);
  add("behind the power chain", "cooling", e.cooling);
  add("behind the power chain", "house load", e.house);
  return {"energy-flow", "Where a year's electricity goes", "GWh a year",
          fmt::format("Of {} GWh that the site draws {} GWh reach the IT: PUE {:.3f}.",
                      figures(gigawatt_hours(e.facility)), figures(gigawatt_hours(e.it)), e.pue),
          flows};
}

Chart monthly_power(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  StackedBars bars{names_of(months), {}};
  bars.series.push_back(means("IT", timeline, months, [](const Hour& h) { return megawatts(h.it); }));
  bars.series.push_back(means("power chain", timeline, months, [](const Hour& h) { return megawatts(h.power_chain); }));
  bars.series.push_back(means("cooling", timeline, months, [](const Hour& h) { return megawatts(h.cooling); }));
  bars.series.push_back(means("house load", timeline, months, [](const Hour& h) { return megawatts(h.house); }));
  return {"monthly-power", "Power, month by month", "MW", "Means of each month.", bars};
}

/// \param chart without its picture
Chart pue_of(const std::vector<Hour>& timeline, const std::vector<Period>& periods, Chart chart) {
  Lines lines{names_of(periods), {{"PUE", {}}}};
  for (const Period& period : periods) {
    const double it = mean_of(timeline, period, [](const Hour& h) { return megawatts(h.it); });
    const double all = mean_of(timeline, period, [](const Hour& h) { return megawatts(h.facility); });
    lines.series[0].values.push_back(it > 0 ? all / it : 0);
  }
  lines.from = 1;
  lines.selectable = periods.size() > 100;
  chart.picture = std::move(lines);
  return chart;
}

double dry_bulb(const Hour& hour) {
  return hour.dry_bulb.in(unit::celsius);
}

Chart monthly_carbon(const std::vector<Hour>& timeline, const std::vector<Period>& months) {
  StackedBars bars{names_of(months), {{"CO2e", {}}}};
  for (const Period& month : months) {
    bars.series[0].values.push_back(mean_of(timeline, month, [](const Hour& h) { return h.co2.in(unit::tonne); }) *
                                    static_cast<double>(month.end - month.begin));
  }
  return {"monthly-carbon", "Carbon, month by month", "t CO2e", "Of the electricity, location-based.", bars};
}

Chart daily_power(const Scenario& scenario, const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  Chart chart =
      banded(timeline, days,
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

/// The hours of the week of the highest draw, each a period of its own.
std::vector<Period> hours_of_the_peak(const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  const Period week = week_of_the_peak(timeline, days);
  std::vector<Period> hours;
  for (std::size_t i = week.begin; i < week.end; ++i) {
    hours.push_back({fmt::format("{} {:02}:00", days[i / 24].name, i % 24), i, i + 1});
  }
  return hours;
}

/// Power, PUE and outside air of one week: what the site draws in a hot or cold hour.
void add_peak_week(Section& section, const std::vector<Hour>& timeline, const std::vector<Period>& days) {
  const auto hours = hours_of_the_peak(timeline, days);
  const std::string note = week_of_the_peak(timeline, days).name + " (UTC).";
  Lines power{names_of(hours), {}};
  power.series.push_back(means("whole site", timeline, hours, [](const Hour& h) { return megawatts(h.facility); }));
  power.series.push_back(means("IT", timeline, hours, [](const Hour& h) { return megawatts(h.it); }));
  section.blocks.emplace_back(
      Chart{"peak-week", "The week of the highest draw, hour by hour", "MW", note, std::move(power)});
  section.blocks.emplace_back(pue_of(timeline, hours,
                                     {"peak-week-pue",
                                      "PUE in that week, hour by hour",
                                      "",
                                      note + " Facility ÷ IT: high where the IT stands still. The axis begins at 1.",
                                      {}}));
  Lines air{names_of(hours), {}};
  air.series.push_back(means("dry bulb", timeline, hours, dry_bulb));
  air.series.push_back(means("wet bulb", timeline, hours, [](const Hour& h) { return h.wet_bulb.in(unit::celsius); }));
  section.blocks.emplace_back(
      Chart{"peak-week-temperature", "Outside air in that week, hour by hour", "°C", note, std::move(air)});
}

Table facts(const Scenario& scenario, const EnergyResult& e) {
  Table table{.id = "energy-facts", .title = "Energy in figures", .columns = {{"Figure"}, {"Value", "", true}}};
  const auto add = [&](const char* name, const std::string& value) { table.rows.push_back({{{name}, {value}}}); };
  add("highest hour that was simulated", figures(megawatts(e.peak_facility)) + " MW");
  add("with every node busy in the hottest hour", figures(megawatts(e.design_peak)) + " MW");
  add("grid connection", scenario.facility.grid_limit ? figures(megawatts(*scenario.facility.grid_limit)) + " MW"
                                                      : "not given: as large as the design peak");
  add("PUE", fmt::format("{:.3f}", e.pue));
  if (e.own > Energy()) {
    add("from the grid a year",
        figures(gigawatt_hours(e.imported)) + " GWh, at most " + figures(megawatts(e.peak_import)) + " MW");
    add("own sun and wind that is used", fmt::format("{} GWh, {:.1f} % of what the site draws",
                                                     figures(gigawatt_hours(e.own)), 100 * (e.own / e.facility)));
  }
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
          ? fmt::format("The site takes up to {} MW: more than the grid connection of {} MW gives.",
                        figures(megawatts(e.peak_import)), limit)
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
  add_peak_week(section, timeline, days);
  section.blocks.emplace_back(pue_of(
      timeline, months,
      {"monthly-pue", "PUE, month by month", "", "Facility ÷ IT, of each month's energy. The axis begins at 1.", {}}));
  section.blocks.emplace_back(
      pue_of(timeline, days,
             {"daily-pue", "PUE, day by day", "", "Facility ÷ IT, of each day's energy. The axis begins at 1.", {}}));
  section.blocks.emplace_back(banded(timeline, months,
                                     {"monthly-temperature",
                                      "Outside air, month by month",
                                      "°C",
                                      "Dry bulb: mean, least and highest hour of each month.",
                                      {}},
                                     dry_bulb));
  section.blocks.emplace_back(banded(
      timeline, days,
      {"daily-temperature", "Outside air, day by day", "°C", "Dry bulb: mean, least and highest hour of each day.", {}},
      dry_bulb));
  section.blocks.emplace_back(monthly_carbon(timeline, months));
  return section;
}

}  // namespace gigaplan::report
