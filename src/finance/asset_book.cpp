#include "finance/asset_book.hpp"

namespace gigaplan::finance {

void AssetBook::capitalise(Money interest) {
  value_ += interest;
  capitalised_ += interest;
}

Money AssetBook::write_off(int date, Statement& quarter) {
  const Money bought = quarter.capex + quarter.renewals - quarter.grants();
  capitalise(quarter.financing_costs);
  value_ += bought;
  fiscal_value_ += bought;
  ahead_ += quarter.grants() - granted_ * quarter.capex;
  const bool running = date > deal_.calendar().start;
  Money profit;
  if (running) {
    const Money of_financing = capitalised_ / (deal_.calendar().horizon - deal_.calendar().start);
    const Money fiscal = deal_.fiscal.at(date, granted_);
    quarter.depreciation = deal_.book.at(date, granted_) + of_financing;
    value_ -= quarter.depreciation;
    fiscal_value_ -= fiscal;
    profit = quarter.revenue() + quarter.operating_grants() - quarter.opex() - quarter.interest_expense - fiscal -
             of_financing;
  }
  if (date == deal_.calendar().horizon) {
    quarter.sale_gain = quarter.asset_sale - value_;
    profit_of_sale_ = quarter.asset_sale - fiscal_value_;
    value_ = ahead_ = Money(0);
  }
  quarter.deferred_grants = max(Money(0), ahead_);
  quarter.assets = value_ + quarter.deferred_grants;
  return profit;
}

}  // namespace gigaplan::finance
