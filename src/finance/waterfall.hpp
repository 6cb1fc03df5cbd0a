// Where does each euro go, quarter by quarter?
#pragma once

#include <vector>

#include "finance/deal.hpp"

namespace gigaplan::finance {

struct Waterfall {
  std::vector<Statement> quarters;
  std::vector<Money> profits;  ///< taxable, by date
  Money financed;              ///< all uses until the last hall is open
  Money equity_for_building;   ///< what owners paid of them
  Money cash_at_completion;    ///< of them: grants that came after what they were for was paid
  Money lost_by_creditors;
  std::optional<int> insolvent;  ///< the first quarter in which something due was not paid
};

/// Draws what building needs and hands out what operation earns.
///
/// Until the last hall is open, capex is paid by grants as they come and by other money in the programme's order; until
/// operation starts, also interest, fees and the reserve account. Equity pays what nobody else does. In operation each
/// quarter pays, in this order: costs and tax, what is put by for renewals, interest and fees, principal, the reserve
/// account, quasi-equity, owners. What is missing for costs is paid by owners until the last hall is filled, then comes
/// from the accounts, and then stays unpaid; what is missing for debt comes from the reserve account, then from the
/// guarantor, and then is in arrears, which bear interest. At the horizon everything is sold, debts are paid in that
/// order, the claw-back after them, owners get the rest; what creditors then lack is lost. \param tax by date
[[nodiscard]] Waterfall run_waterfall(const Deal& deal, const FinancingPlan& plan, const std::vector<Money>& tax);

}  // namespace gigaplan::finance
