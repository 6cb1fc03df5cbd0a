// What will be built, sold and paid in each quarter, whoever finances it?
#pragma once

#include <vector>

#include "finance/evaluate.hpp"
#include "model/investment.hpp"

namespace gigaplan::finance {

/// Quarters as dates: 0 is financial close, k the end of the k-th quarter; flows of a quarter count at its end.
struct Calendar {
  int building = 0;  ///< quarters that a hall is built in, up to its opening
  int waiting = 0;   ///< quarters that operation starts later for, as the grid connection is not there
  int start = 0;     ///< operation starts: the first quarter of operation ends at start + 1
  int built = 0;     ///< the last hall opens
  int filled = 0;    ///< and is let as its tenants' occupancy says, from the quarter after this date on
  int horizon = 0;   ///< the evaluation ends
  [[nodiscard]] std::size_t dates() const { return static_cast<std::size_t>(horizon) + 1; }
  /// Year of operation that a date is in: 1 is the first, 0 the year before it. Close belongs to the first year.
  [[nodiscard]] int year(int date) const;
};

/// \param finance with a project
[[nodiscard]] Calendar calendar_of(const FinanceSpec& finance, const Site& site);
/// Whole quarters, the nearest.
[[nodiscard]] int quarters(double years);

/// Years from the price year's middle to a date; from close where nobody knows when that is. Close is as long before
/// operation.start as building takes: who waits for the grid starts later, at the prices of then.
[[nodiscard]] double price_age(const FinanceInput& input, const Calendar& calendar, int date);

/// Something bought that wears out evenly from `from` on, over a life for the books and one for tax.
struct Asset {
  Money cost;                     ///< paid for it, nominal
  int from = 0;                   ///< its life begins
  double life = 0, tax_life = 0;  ///< quarters; 0: it does not wear out
  bool first = true;              ///< of the first generation, which grants help to buy
  Money resale;                   ///< at the horizon: its price then, for what is left of its life
};

/// Share of an asset's cost that is written off in the quarter that ends at `date`. \param life quarters; 0: none
[[nodiscard]] double worn(double life, int from, int date);

/// Share of a hall's facility that is paid until `progress` (0..1) of its time, along a logistic curve that is scaled
/// to run from 0 to 1; at steepness 0 a straight line.
[[nodiscard]] double s_curve(double progress, double steepness);

/// What a quarter of one tenant's chips brings, all halls.
struct TenantQuarter {
  double chip_hours = 0;
  Money revenue;
};

/// One quarter before financing and tax, nominal.
struct Prospect {
  double open = 0;       ///< share of the halls that are open
  double index = 1;      ///< price level ÷ that of the price year
  Money capex, renewal;  ///< paid at the end of the quarter
  Money put_by;          ///< for renewals: even parts over the life of what is to be renewed
  Money compute, heat, grid_services, energy, other_opex;
  Money eu_operating_grant, member_state_operating_grant;
  double chip_hours = 0;       ///< of healthy chips
  double delivered_hours = 0;  ///< of them: what is offered, without what tenants do not pay for
  double sold_chip_hours = 0, sme_chip_hours = 0, quota_chip_hours = 0;  ///< taken: by all, small, public or small
  std::vector<TenantQuarter> tenants;
  /// Without any aid.
  [[nodiscard]] Money surplus() const { return compute + heat + grid_services - energy - other_opex; }
  [[nodiscard]] Money operating_grants() const { return eu_operating_grant + member_state_operating_grant; }
};

/// Capex of the first generation by what it is for, nominal; design is in facility and on_site.
struct Spent {
  Money land, it, facility;
  std::vector<Money> on_site;  ///< by plant
};

struct Outlook {
  Calendar calendar;
  Spent spent;
  std::vector<Prospect> dates;
  std::vector<Asset> assets;
  Money capex;   ///< of the first generation
  Money resale;  ///< of all assets, at the horizon
};

/// \param input with a project
[[nodiscard]] Outlook look_ahead(const FinanceInput& input);

}  // namespace gigaplan::finance
