#include "finance/operation_outlook.hpp"

#include <algorithm>
#include <cmath>

#include "finance/opex.hpp"

namespace gigaplan::finance {
namespace {

constexpr double a_quarter = 0.25;  // of a year

struct YearlyOpex {
  Money energy, other;
};

YearlyOpex opex_of(const FinanceInput& input, const Capex& capex) {
  YearlyOpex yearly;
  for (const CostLine& line : operating_costs(input, capex)) {
    (line.name == "energy" ? yearly.energy : yearly.other) += line.amount;
  }
  return yearly;
}

/// Share of the halls that are open, and share of all hours that is let where tenants take everything.
struct Halls {
  double open = 0, filled = 0;
};

Halls halls_at(const FinanceInput& input, const Calendar& calendar, int date) {
  const ProjectSpec& project = *input.finance.project;
  const Construction& c = project.construction;
  const int ramp = quarters(project.market.ramp_years);
  Halls halls;
  for (int hall = 0; hall < c.halls; ++hall) {
    const int opening = std::min(calendar.start + hall * quarters(c.hall_interval_years), calendar.built);
    if (date > opening) {
      halls.open += 1.0 / c.halls;
      halls.filled += std::min(1.0, (date - opening) / (ramp + 1.0)) / c.halls;
    }
  }
  return halls;
}

/// What of all hours can be sold: without maintenance of the site, and without what interruptions cost tenants' jobs.
double delivered_share(const FinanceInput& input) {
  const OperationResult& o = input.operation;
  const double interrupted = o.hours.lost_work + o.hours.restart + o.hours.waiting;
  const double gone = o.hours.maintenance + input.finance.project->market.interruption_share * interrupted;
  return std::max(0.0, 1 - gone / (o.years * unit::year.in(unit::hour)));
}

void sell_computing(const FinanceInput& input, const Halls& halls, double price, Prospect& prospect) {
  const double yearly =
      static_cast<double>(input.cluster.chips()) * input.operation.chip_availability * unit::year.in(unit::hour);
  const double delivered = yearly * delivered_share(input);
  prospect.chip_hours = a_quarter * yearly * halls.open;
  prospect.delivered_hours = a_quarter * delivered * halls.open;
  for (const Tenant& tenant : input.finance.project->market.tenants) {
    TenantQuarter taken;
    taken.chip_hours = a_quarter * delivered * halls.filled * tenant.share * tenant.occupancy;
    taken.revenue = Money(taken.chip_hours * price * tenant.price);
    prospect.compute += taken.revenue;
    prospect.sold_chip_hours += taken.chip_hours;
    prospect.sme_chip_hours += tenant.sme ? taken.chip_hours : 0;
    prospect.quota_chip_hours += tenant.sme || tenant.public_quota ? taken.chip_hours : 0;
    prospect.tenants.push_back(taken);
  }
}

}  // namespace

double chip_hour_price(const Market& market, const Chip& chip) {
  const double ratio = chip.peak.bf16 ? *chip.peak.bf16 / market.reference_rate : 1.0;
  return market.reference_price * std::pow(ratio, market.price_exponent);
}

void plan_operation(const FinanceInput& input, const Capex& capex, Outlook& outlook) {
  const ProjectSpec& project = *input.finance.project;
  const Market& market = project.market;
  const YearlyOpex yearly = opex_of(input, capex);
  const double price = chip_hour_price(market, input.cluster.node.chip);
  for (int date = 0; date <= outlook.calendar.horizon; ++date) {
    Prospect& p = outlook.dates[static_cast<std::size_t>(date)];
    const double age = price_age(input, outlook.calendar, date);
    p.index = std::pow(1 + project.inflation, age);
    if (date <= outlook.calendar.start) {
      continue;
    }
    const Halls halls = halls_at(input, outlook.calendar, date);
    p.open = halls.open;
    sell_computing(input, halls, price * p.index * std::pow(1 + market.price_change, age), p);
    const double quarter = a_quarter * halls.open;
    if (market.heat) {
      p.heat = quarter * market.heat->share * p.index * (input.energy.it * market.heat->price);
    }
    if (market.grid_services) {
      const Power mean_it = input.energy.it / unit::year;
      p.grid_services =
          quarter * market.grid_services->flexible_share * p.index * (mean_it * market.grid_services->price);
    }
    p.energy = quarter * p.index * std::pow(1 + project.energy_price_change, age) * yearly.energy;
    p.other_opex = quarter * p.index * yearly.other;
  }
}

}  // namespace gigaplan::finance
