#include "finance/purchases.hpp"

#include <algorithm>
#include <cmath>

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
    pay(asset, price * level(0, 0), 0);
    asset.resale = price * level(calendar_.horizon, 0);
    own(asset);
  }

  void facility(Money price, int opening) {
    const Construction& c = project_.construction;
    const int begin = opening - calendar_.start;
    Asset asset{.from = opening};
    if (calendar_.start == 0) {
      pay(asset, price * level(opening, c.building_price_change), opening);
    }
    for (int k = 1; k <= calendar_.start; ++k) {
      const double part = s_curve(static_cast<double>(k) / calendar_.start, c.s_curve_steepness) -
                          s_curve(static_cast<double>(k - 1) / calendar_.start, c.s_curve_steepness);
      pay(asset, part * price * level(begin + k, c.building_price_change), begin + k);
    }
    keep(asset, price, input_.finance.facility_life_years, facility_tax_years(), c.building_price_change);
  }

  void it(Money price, int opening) {
    const Construction& c = project_.construction;
    const int order = std::max(0, opening - quarters(c.it_lead_years));
    Asset asset{.from = opening};
    pay(asset, c.it_deposit_share * price * level(order, c.it_price_change), order);
    pay(asset, (1 - c.it_deposit_share) * price * level(opening, c.it_price_change), opening);
    keep(asset, price, input_.finance.it_life_years, it_tax_years(), c.it_price_change);
  }

 private:
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

  void pay(Asset& asset, Money amount, int date) {
    asset.cost += amount;
    outlook_.dates[static_cast<std::size_t>(date)].capex += amount;
    outlook_.capex += amount;
  }
  void own(const Asset& asset) {
    outlook_.resale += asset.resale;
    outlook_.assets.push_back(asset);
  }
  /// The first one and those that take its place.
  void keep(Asset asset, Money price, double life_years, double tax_years, double real_change) {
    constexpr double tolerance = 1e-9;  // quarters: a life that ends at the horizon is not renewed
    asset.life = 4 * life_years;
    asset.tax_life = 4 * tax_years;
    const int opening = asset.from;
    int bought = opening;
    for (int n = 1; opening + n * asset.life < calendar_.horizon - tolerance; ++n) {
      own(asset);
      const int date = std::min(calendar_.horizon - 1, static_cast<int>(std::lround(opening + n * asset.life)));
      asset = {.cost = price * level(date, real_change),
               .from = date,
               .life = asset.life,
               .tax_life = asset.tax_life,
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
  Buyer buyer(input, outlook);
  buyer.land();
  for (int hall = 0; hall < c.halls; ++hall) {
    const int opening =
        std::min(outlook.calendar.start + hall * quarters(c.hall_interval_years), outlook.calendar.built);
    buyer.facility(capex.facility_total() * (1 + c.design_share) / c.halls, opening);
    buyer.it(capex.it_total() / c.halls, opening);
  }
}

}  // namespace gigaplan::finance
