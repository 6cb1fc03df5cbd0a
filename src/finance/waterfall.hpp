// Where does each euro go, quarter by quarter?
#pragma once

#include <optional>
#include <vector>

#include "finance/deal.hpp"
#include "finance/tranches.hpp"

namespace gigaplan::finance {

struct Waterfall {
  std::vector<Statement> quarters;
  Profits profits;                               ///< taxable
  Money financed;                                ///< all uses until the last hall is open
  Money equity_for_building;                     ///< what owners paid of them
  std::array<Money, senior_count> for_interest;  ///< what loans should lend for interest before repayment begins
  std::optional<Tranches> quasi_equity;          ///< its parts, at the end
  Money cash_at_completion;                      ///< of them: grants that came after what they were for was paid
  Money lost_by_creditors;
  std::optional<int> insolvent;  ///< since when what was due stayed unpaid for a year, or for good
};

/// Draws what building needs and hands out what operation earns.
///
/// Until the last hall is open, capex is paid by grants as they come and by other money in the programme's order; until
/// operation starts, also interest, fees and the reserve account. Equity pays what nobody else does. In operation each
/// quarter pays, in this order: costs, less operating grants, and tax, what is put by for renewals, interest and fees,
/// principal, the reserve account, quasi-equity, owners. Until repayment begins nobody behind lenders is paid, and if
/// the programme says so, loans lend what interest and fees lack. In default, cash repays loans early or all of them
/// are due, as the programme says. What is missing for costs is paid by owners until the last hall is filled, then
/// comes from the accounts, and then stays unpaid; what is missing for debt comes from the reserve account, then from
/// the guarantor, and then is in arrears, which bear interest. What the guarantor pays he is owed, at the commercial
/// loan's rate: he is paid after the senior loans' service and the reserve account, before quasi-equity and owners. A
/// quarter in which the project does not pay what is due is one of default. At the horizon everything is sold, its tax
/// and debts are paid in that order, the claw-backs after them, owners get the rest; what creditors then lack is lost.
[[nodiscard]] Waterfall run_waterfall(const Deal& deal, const FinancingPlan& plan, const DatedTax& tax);

}  // namespace gigaplan::finance
