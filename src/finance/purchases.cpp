#include "finance/purchases.hpp"

#include <algorithm>
#include <cmath>

#include "finance/rate_of_return.hpp"

namespace gigaplan::finance {
namespace {

/// Buys things at the prices of the day.
class Buyer {
 public:
  Buyer(const FinanceInput& input, Outlook& outlook)
      : input_(input), project_(*input.finance.project), outlook_(outlook), calendar_(outlook.calendar) {}

  void land() {
    const Construction& c = project_.construction;
    const Money price(c.land_m2_per_mw * c.land_eur_per_m2 * input_.peak_it.in(unit::megawatt));
    Asset asset{.from = calendar_.start};
    pay(asset, price * level(0, 0), 0, outlook_.spent.land);
    asset.resale = price * level(calendar_.horizon, 0);
    own(asset);
  }

  void facility(Money price, int opening) {
    build(price, opening, input_.finance.facility_life_years, facility_tax_years(), outlook_.spent.facility);
  }

  /// Tax knows no life of its own for it: it is written off over the economic one.
  void plant(std::size_t i, Money price, double life_years, int opening) {
    build(price, opening, life_years, life_years, outlook_.spent.on_site.at(i));
  }

  void it(Money price, int opening) {
    const Construction& c = project_.construction;
    const int order = std::max(0, opening - quarters(c.it_lead_years));
    Asset asset{.from = opening};
    const double change = c.it_price_change.value_or(project_.market.price_change);
    pay(asset, c.it_deposit_share * price * level(order, change), order, outlook_.spent.it);
    pay(asset, (1 - c.it_deposit_share) * price * level(opening, change), opening, outlook_.spent.it);
    keep(asset, price, input_.finance.it_life_years, it_tax_years(), change);
  }

 private:
  /// Paid along the S-curve of the time of construction, which ends when the hall opens.
  void build(Money price, int opening, double life_years, double tax_years, Money& spent) {
    const Construction& c = project_.construction;
    const int time = calendar_.building, begin = opening - time;
    Asset asset{.from = opening};
    if (time == 0) {
      pay(asset, price * level(opening, c.building_price_change), opening, spent);
    }
    for (int k = 1; k <= time; ++k) {
      const double part = s_curve(static_cast<double>(k) / time, c.s_curve_steepness) -
                          s_curve(static_cast<double>(k - 1) / time, c.s_curve_steepness);
      pay(asset, part * price * level(begin + k, c.building_price_change), begin + k, spent);
    }
    keep(asset, price, life_years, tax_years, c.building_price_change);
  }
  [[nodiscard]] double level(int date, double real_change) const {
    const double age = price_age(input_, calendar_, date);
    return std::pow((1 + project_.inflation) * (1 + real_change), age);
  }
  [[nodiscard]] double it_tax_years() const {
    return input_.site.tax ? input_.site.tax->it_depreciation_years : input_.finance.it_life_years;
  }
  [[nodiscard]] double facility_tax_years() const {
    return input_.site.tax ? input_.site.tax->facility_depreciation_years : input_.finance.facility_life_years;
  }

  void pay(Asset& asset, Money amount, int date, Money& spent) {
    asset.cost += amount;
    spent += amount;
    outlook_.dates[static_cast<std::size_t>(date)].capex += amount;
    outlook_.capex += amount;
  }
  void own(const Asset& asset) {
    outlook_.resale += asset.resale;
    outlook_.assets.push_back(asset);
  }
  /// The first one and those that take its place. What would outlive the horizon is not bought anew but leased for the
  /// years that are left, paid ahead: its price less the present value of what it will then be worth.
  void keep(Asset asset, Money price, double life_years, double tax_years, double real_change) {
    constexpr double tolerance = 1e-9;  // quarters: a life that ends at the horizon is not renewed
    const double life = 4 * life_years;
    asset.life = life;
    asset.tax_life = 4 * tax_years;
    const int opening = asset.from;
    int bought = opening;
    for (int n = 1; opening + n * life < calendar_.horizon - tolerance; ++n) {
      own(asset);
      const int date = std::min(calendar_.horizon - 1, static_cast<int>(std::lround(opening + n * life)));
      const double years = (calendar_.horizon - date) / 4.0, left = std::max(0.0, 1 - 4 * years / life);
      const Money worth = left * price * level(calendar_.horizon, real_change) *
                          std::pow(1 + nominal_rate(input_.finance.discount_rate, project_.inflation), -years);
      asset = {.cost = max(Money(0), price * level(date, real_change) - worth),
               .from = date,
               .life = left > 0 ? 4 * years : life,
               .tax_life = left > 0 ? 4 * years : 4 * tax_years,
               .first = false};
      outlook_.dates[static_cast<std::size_t>(date)].renewal += asset.cost;
      for (int k = bought + 1; k <= date; ++k) {
        outlook_.dates[static_cast<std::size_t>(k)].put_by += asset.cost / (date - bought);
      }
      bought = date;
    }
    const double left = std::max(0.0, (asset.from + asset.life - calendar_.horizon) / asset.life);
    asset.resale = left * price * level(calendar_.horizon, real_change);
    own(asset);
  }

  const FinanceInput& input_;
  const ProjectSpec& project_;
  Outlook& outlook_;
  const Calendar& calendar_;
};

}  // namespace

void plan_purchases(const FinanceInput& input, const Capex& capex, Outlook& outlook) {
  const Construction& c = input.finance.project->construction;
  outlook.spent.on_site.resize(capex.on_site.size());
  Buyer buyer(input, outlook);
  buyer.land();
  for (int hall = 0; hall < c.halls; ++hall) {
    const int opening =
        std::min(outlook.calendar.start + hall * quarters(c.hall_interval_years), outlook.calendar.built);
    buyer.facility(capex.facility_total() * (1 + c.design_share) / c.halls, opening);
    for (std::size_t i = 0; i < capex.on_site.size(); ++i) {
      const PowerPlant& plant = capex.on_site[i];
      buyer.plant(i, plant.cost.amount * (1 + c.design_share) / c.halls, plant.life_years, opening);
    }
    buyer.it(capex.it_total() / c.halls, opening);
  }
}

}  // namespace gigaplan::finance
