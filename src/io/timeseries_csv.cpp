// How do the hours of operation become a table?
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include "io/report_writer.hpp"

namespace gigaplan::io {
namespace {

namespace chrono = std::chrono;

chrono::sys_days parse_date(const std::string& text) {
  const auto part = [&](std::size_t from, std::size_t length) { return std::stoi(text.substr(from, length)); };
  if (text.size() != 10 || text.find_first_not_of("0123456789-") != std::string::npos) {
    throw std::invalid_argument("not a date: " + text);
  }
  const chrono::year_month_day date{chrono::year{part(0, 4)}, chrono::month{static_cast<unsigned>(part(5, 2))},
                                    chrono::day{static_cast<unsigned>(part(8, 2))}};
  if (!date.ok()) {
    throw std::invalid_argument("not a date: " + text);
  }
  return date;
}

/// A simulated year has 8,760 h, so that its seasons stay where they are: 29 February does not exist.
chrono::sys_days skip_leap_day(chrono::sys_days day) {
  const chrono::year_month_day date{day};
  const bool leap_day = date.month() == chrono::February && static_cast<unsigned>(date.day()) == 29;
  return leap_day ? day + chrono::days{1} : day;
}

/// Shortest decimal that reads back as the same number; an empty cell for what is no number.
void add_cell(fmt::memory_buffer& out, double value) {
  if (std::isfinite(value)) {
    fmt::format_to(std::back_inserter(out), ",{}", value);
  } else {
    out.push_back(',');
  }
}

void add_row(fmt::memory_buffer& out, chrono::sys_days day, std::size_t hour, const Hour& h) {
  const chrono::year_month_day date{day};
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:00Z", static_cast<int>(date.year()),
                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), hour);
  add_cell(out, h.dry_bulb.in(unit::celsius));
  add_cell(out, h.wet_bulb.in(unit::celsius));
  add_cell(out, h.it.in(unit::megawatt));
  add_cell(out, h.facility.in(unit::megawatt));
  add_cell(out, h.power_chain.in(unit::megawatt));
  add_cell(out, h.cooling.in(unit::megawatt));
  add_cell(out, h.house.in(unit::megawatt));
  add_cell(out, h.solar.in(unit::megawatt));
  add_cell(out, h.wind.in(unit::megawatt));
  add_cell(out, h.own.in(unit::megawatt));
  add_cell(out, h.curtailed.in(unit::megawatt));
  add_cell(out, h.battery.in(unit::megawatt));
  add_cell(out, h.stored.in(unit::megawatt_hour));
  add_cell(out, h.grid.in(unit::megawatt));
  add_cell(out, h.price.in(unit::euro_per_megawatt_hour));
  add_cell(out, h.cost.in(unit::euro));
  add_cell(out, h.co2.in(unit::kilogram));
  add_cell(out, h.training_share);
  fmt::format_to(std::back_inserter(out), ",{}\n", h.interruptions);
}

}  // namespace

std::string timeseries_csv(const Report& report, const std::string& start_date) {
  fmt::memory_buffer out;
  fmt::format_to(
      std::back_inserter(out),
      "time_utc,dry_bulb_c,wet_bulb_c,it_mw,facility_mw,power_chain_mw,cooling_mw,house_mw,"
      "solar_mw,wind_mw,own_used_mw,curtailed_mw,battery_mw,stored_mwh,grid_mw,price_eur_per_mwh,cost_eur,co2_kg,"
      "training_share,interruptions\n");
  chrono::sys_days day = skip_leap_day(parse_date(start_date));
  std::size_t hour = 0;
  for (const Hour& h : report.operation.timeline) {
    add_row(out, day, hour, h);
    if (++hour == 24) {
      hour = 0;
      day = skip_leap_day(day + chrono::days{1});
    }
  }
  return fmt::to_string(out);
}

}  // namespace gigaplan::io
