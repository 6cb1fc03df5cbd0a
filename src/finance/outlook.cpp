#include "finance/outlook.hpp"

#include <algorithm>
#include <cmath>

#include "finance/operation_outlook.hpp"
#include "finance/purchases.hpp"

namespace gigaplan::finance {

int quarters(double years) {
  return static_cast<int>(std::lround(4 * years));
}

int Calendar::year(int date) const {
  const int quarter = date == 0 ? std::min(1, start) : date;
  return static_cast<int>(std::ceil((quarter - start) / 4.0));
}

Calendar calendar_of(const FinanceSpec& finance, const Site& site) {
  const Construction& c = finance.project->construction;
  Calendar calendar;
  calendar.building = quarters(c.years);
  if (c.grid_connection == GridConnection::awaited) {
    calendar.waiting = std::max(0, quarters(site.grid_wait_years - c.grid_applied_years) - calendar.building);
  }
  calendar.start = calendar.building + calendar.waiting;
  calendar.horizon = calendar.start + std::max(1, quarters(finance.horizon_years));
  const int last = calendar.start + (c.halls - 1) * quarters(c.hall_interval_years);
  calendar.built = std::min(last, calendar.horizon - 1);
  calendar.filled = calendar.built + quarters(finance.project->market.ramp_years);
  return calendar;
}

double price_age(const FinanceInput& input, const Calendar& calendar, int date) {
  const double since_close = date / 4.0;
  if (!input.operation_start) {
    return since_close;
  }
  const double close = *input.operation_start - calendar.building / 4.0;
  return close + since_close - (input.finance.costs.price_year + 0.5);
}

double worn(double life, int from, int date) {
  if (!(life > 0)) {
    return 0;
  }
  const auto until = [&](int at) { return std::clamp((at - from) / life, 0.0, 1.0); };
  return until(date) - until(date - 1);
}

double s_curve(double progress, double steepness) {
  const double x = std::clamp(progress, 0.0, 1.0);
  if (!(steepness > 0)) {
    return x;
  }
  // tanh is the logistic function moved to 0; so no difference of near-equal numbers at small steepness
  const double half = steepness / 4;
  return (1 + std::tanh(half * (2 * x - 1)) / std::tanh(half)) / 2;
}

Outlook look_ahead(const FinanceInput& input) {
  Outlook outlook;
  outlook.calendar = calendar_of(input.finance, input.site);
  outlook.dates.resize(outlook.calendar.dates());
  const Capex capex = capital_costs(input);
  plan_purchases(input, capex, outlook);
  plan_operation(input, capex, outlook);
  return outlook;
}

}  // namespace gigaplan::finance
