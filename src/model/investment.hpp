// What comes of the money that is put in: statements, debt, and what it was worth to whom? Nothing here computes.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"

namespace gigaplan {

/// One amount by name.
struct Amount {
  std::string name;
  Money amount;
  bool operator==(const Amount&) const = default;
};

[[nodiscard]] inline Money total(const std::vector<Amount>& parts) {
  Money all;
  for (const Amount& part : parts) {
    all += part.amount;
  }
  return all;
}

/// The two senior loans, in this order wherever there is an array of them.
enum class Senior { eib, commercial };
inline constexpr std::size_t senior_count = 2;

/// A senior loan in one quarter, nominal euros.
struct LoanFlow {
  Money drawn;         ///< from the lender
  Money for_interest;  ///< of it: to pay interest and fees before repayment begins
  Money interest;      ///< paid, during operation; during construction it is part of the uses
  Money fees;          ///< of guarantee and commitment, paid as interest is
  Money repaid;        ///< principal
  Money scheduled;     ///< balance that the plan has at the end of the quarter
  Money balance;       ///< at the end of the quarter; above `scheduled` by what is in arrears
  bool operator==(const LoanFlow&) const = default;
};

/// The statements of one period, nominal euros. A quarter's flows count at its end; quarter 0 is financial close. A
/// year has the sums of its quarters' flows and the balances of its last quarter. Costs and payments are positive.
struct Statement {
  int period = 0;    ///< quarter: 0 at financial close; year: 1 is the first year of operation, 0 the one before it
  double years = 0;  ///< from financial close to the end of the period

  // Cash flow: change of cash and accounts = cash_flow().
  Money compute, heat, grid_services;  ///< revenue
  Money energy, other_opex;
  Money tax;
  Money bills_left;       ///< costs of the period that were not paid, less older ones that were
  Money capex;            ///< built: facility, land, design and IT of the first generation
  Money financing_costs;  ///< interest and fees until operation starts, paid by the sources
  Money renewals;         ///< IT bought anew
  Money eu_grant, member_state_grant, cohesion_grant;  ///< for building
  Money eu_operating_grant, member_state_operating_grant;
  Money equity_paid_in, quasi_equity_drawn;
  std::array<LoanFlow, senior_count> loans;
  Money guarantee_calls;       ///< paid by the guarantor, who then stands in the lenders' place
  Money guarantee_repaid;      ///< to the guarantor, of what he paid and its interest
  Money guarantor_fees;        ///< what of the fees the guarantor gets, construction included
  Money quasi_equity_repaid;   ///< interest and principal
  Money interest_capitalised;  ///< of quasi-equity until operation starts: owed and built in, without a payment
  Money asset_sale;            ///< what is left at the horizon
  Money claw_back;             ///< to the public
  Money distributions;         ///< to the owners

  // Debt service.
  Money cfads;          ///< available for debt service: revenue and operating grants - opex - tax - put by for renewals
  Money debt_service;   ///< due by the plan: interest, fees and principal
  bool tested = false;  ///< covenants are tested: repayment has begun and something is due
  bool locked_up = false, in_default = false;
  bool unpaid = false;  ///< something due was not paid, or only by the guarantor

  // Income.
  Money depreciation;      ///< of assets net of grants, and of capitalised financing costs
  Money interest_expense;  ///< and fees, paid or added to a debt; without those that are capitalised
  Money sale_gain;         ///< proceeds less book value
  Money written_off;       ///< debts, the guarantor's claim too, and bills that were never paid
  Money net_income;

  // Balance sheet at the end: cash + reserve + renewal_reserve + assets = liabilities + equity.
  Money cash, reserve, renewal_reserve, assets;
  Money deferred_grants;             ///< paid ahead of what they are for
  Money guarantor_claim;             ///< calls and their interest, not repaid yet
  Money quasi_equity, unpaid_bills;  ///< and loans[...].balance
  Money equity;                      ///< paid in + net income - distributions, over all periods

  bool operator==(const Statement&) const = default;
  [[nodiscard]] Money revenue() const { return compute + heat + grid_services; }
  [[nodiscard]] Money opex() const { return energy + other_opex; }
  [[nodiscard]] Money grants() const { return eu_grant + member_state_grant + cohesion_grant; }
  [[nodiscard]] Money operating_grants() const { return eu_operating_grant + member_state_operating_grant; }
  [[nodiscard]] Money drawn() const { return loans[0].drawn + loans[1].drawn; }
  [[nodiscard]] Money interest() const { return loans[0].interest + loans[1].interest + loans[0].fees + loans[1].fees; }
  [[nodiscard]] Money repaid() const { return loans[0].repaid + loans[1].repaid; }
  [[nodiscard]] Money senior() const { return loans[0].balance + loans[1].balance; }
  [[nodiscard]] Money arrears() const { return senior() - loans[0].scheduled - loans[1].scheduled; }
  [[nodiscard]] Money drawn_for_interest() const { return loans[0].for_interest + loans[1].for_interest; }
  /// Everything that moves cash; bills that are not paid do not.
  [[nodiscard]] Money cash_flow() const {
    return revenue() + operating_grants() - opex() - tax + bills_left - capex - financing_costs - renewals + grants() +
           equity_paid_in + quasi_equity_drawn + drawn() + guarantee_calls - guarantee_repaid - interest() - repaid() -
           quasi_equity_repaid + asset_sale - claw_back - distributions;
  }
  /// Cash flow available ÷ debt service; none where nothing that matters is due (rounding leaves a few cents).
  [[nodiscard]] std::optional<double> dscr() const {
    return debt_service > Money(1) ? std::optional(cfads / debt_service) : std::nullopt;
  }
  [[nodiscard]] Money accounts() const { return cash + reserve + renewal_reserve; }
  [[nodiscard]] Money liabilities() const {
    return senior() + guarantor_claim + quasi_equity + unpaid_bills + deferred_grants;
  }
};

/// What a class of tenants took and paid over the horizon, nominal.
struct TenantResult {
  std::string id, name;
  bool public_quota = false, sme = false;
  double chip_hours = 0;
  Money revenue;
  bool operator==(const TenantResult&) const = default;
};

/// What one part of the equity or quasi-equity paid and got over the horizon, nominal.
struct TrancheResult {
  std::string id, name;
  bool quasi = false;  ///< quasi-equity
  Money paid_in, received;
  Money lost;  ///< quasi-equity's capital and interest that were never paid
  std::optional<double> irr;
  bool operator==(const TrancheResult&) const = default;
};

/// How the cover ratio stood against the programme's thresholds, over four quarters, from the first repayment on; and
/// whether what was due was paid.
struct CovenantResult {
  int tested = 0, locked_up = 0, in_default = 0;  ///< quarters
  int unpaid = 0;                                 ///< quarters in which something due was not paid by the project
  std::optional<int> first_tested, first_default, first_unpaid;
  bool operator==(const CovenantResult&) const = default;
};

/// What was agreed at financial close. Kept, it can be held against another outcome (finance/appraise.hpp).
struct FinancingPlan {
  Money eu_grant, member_state_grant, cohesion_grant, quasi_equity, equity;
  std::array<Money, senior_count> loans;
  std::array<Money, senior_count> for_interest;  ///< of them: kept for interest and fees before repayment begins
  std::array<std::vector<double>, senior_count> schedule;  ///< balance after each quarter ÷ loan, from close on
  Money reserve;                                           ///< in the reserve account when operation starts
  bool operator==(const FinancingPlan&) const = default;
  [[nodiscard]] Money senior() const { return loans[0] + loans[1]; }
};

/// Who gains what, and what a euro buys. Shares of money are nominal unless they say real; discounted to close.
/// What does not exist is none: an IRR without a change of sign, a ratio to nothing. Formulas: docs/finance.md.
struct Indicators {
  Money project_npv, equity_npv, public_npv;
  std::optional<double> project_irr, equity_irr, public_irr;
  Money project_npv_real, equity_npv_real, public_npv_real;  ///< the same in euros of the price year
  std::optional<double> project_irr_real, equity_irr_real, public_irr_real;
  std::optional<double> project_payback_years, equity_payback_years;  ///< from financial close
  std::optional<double> minimum_dscr, average_dscr;
  Money funding_gap;            ///< what is missing without any aid, at close
  Money public_money;           ///< grants and guarantee calls, less what comes back of both; nominal
  Money public_value;           ///< the same at close, at the real discount rate
  Money lifetime_cost;          ///< capex, renewals and opex less residual value, real, at close
  Money lifetime_cost_nominal;  ///< the same in euros of close
  Money operating_grants;       ///< of public_money
  Money guarantee_called;       ///< gross
  Money guarantee_recovered;    ///< of it, with interest
  [[nodiscard]] Money guarantee_cost() const { return guarantee_called - guarantee_recovered; }
  Money claw_back;                                   ///< all of it
  Money quota_claw_back;                             ///< of it: for a public quota that was missed
  Money lost_by_creditors;                           ///< debts and bills never paid
  std::optional<double> private_eur_per_public_eur;  ///< equity and commercial loan ÷ grants
  std::optional<double> eur_per_chip_hour, eur_per_sold_chip_hour, eur_per_model_eflop, eur_per_million_tokens;
  std::optional<double> nominal_eur_per_chip_hour, nominal_eur_per_sold_chip_hour, nominal_eur_per_model_eflop,
      nominal_eur_per_million_tokens;  ///< the constant nominal price with the same value
  std::optional<double> tokens_per_eur, model_eflop_per_eur, sme_chip_hours_per_eur, kwh_per_eur;
  std::optional<double> tokens_per_public_eur, model_eflop_per_public_eur, sme_chip_hours_per_public_eur,
      kwh_per_public_eur;
  std::optional<Mass> avoided_carbon;      ///< over the horizon; negative: more than the reference
  std::optional<double> break_even_price;  ///< EUR a reference chip-hour, price year: equity NPV is 0, grants as agreed
  std::optional<double> break_even_price_nominal;      ///< the same in money of the first year of operation
  std::optional<double> break_even_price_without_aid;  ///< if owners paid what grants do
  std::optional<double> mean_price;                    ///< EUR a sold chip-hour, nominal
  std::optional<double> mean_price_real;               ///< the same in euros of the price year
  std::optional<double> utilisation;         ///< chip-hours that tenants take ÷ those of healthy chips in open halls
  std::optional<double> public_use_share;    ///< of the chip-hours that tenants take: public and small ones'
  std::optional<double> public_quota_share;  ///< what the programme asks for of it; none: nothing
  bool operator==(const Indicators&) const = default;
};

struct InvestmentResult {
  std::vector<Amount> sources, uses;  ///< until the last hall is open; equal sums
  std::vector<Amount> capex, opex;    ///< by part: of the first generation; over the horizon. Sums of the quarters'
  double opening_years = 0;           ///< from financial close until the first hall opens
  double grid_delay_years = 0;        ///< of it, how much later than without the wait for the grid
  std::vector<Statement> quarters, years;
  std::vector<TenantResult> tenants;
  std::vector<TrancheResult> tranches;  ///< quasi-equity's, then owners'; those that paid something
  CovenantResult covenants;
  FinancingPlan plan;
  Indicators indicators;
  std::optional<int> insolvent_quarter;  ///< since when what was due stayed unpaid for a year, or for good
  bool solved = true;                    ///< debt, tax and costs of money were found to agree
  bool operator==(const InvestmentResult&) const = default;
  [[nodiscard]] bool insolvent() const { return insolvent_quarter.has_value(); }
  [[nodiscard]] bool misses_quota() const {
    return indicators.public_quota_share && indicators.public_use_share.value_or(0) < *indicators.public_quota_share;
  }
};

}  // namespace gigaplan
