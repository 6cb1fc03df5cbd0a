// How much can be borrowed, and how is it repaid?
#pragma once

#include <array>
#include <vector>

#include "finance/outlook.hpp"

namespace gigaplan::finance {

/// What a loan costs a quarter, as shares of its balance.
struct LoanCost {
  double interest = 0;       ///< base rate and margin, less what a guarantee takes off a commercial margin
  double guarantee_fee = 0;  ///< to the guarantor
  double commitment = 0;     ///< on what is not drawn
  double upfront = 0;        ///< once
  [[nodiscard]] double running() const { return interest + guarantee_fee; }
};
[[nodiscard]] std::array<LoanCost, senior_count> loan_costs(const Programme& programme);

/// When a loan is repaid: after `from`, up to and with `to`.
struct Repayment {
  int from = 0, to = 0;
};
/// From the end of grace (all halls open) to the end of the tenor; the horizon cuts it.
[[nodiscard]] Repayment repayment_of(const LoanTerms& terms, const Calendar& calendar);

/// Value of service at `from` when it is paid at from + 1 ... to: the sum of service[t] ÷ (1 + rate)^(t - from).
[[nodiscard]] Money capacity(const std::vector<Money>& service, Repayment repayment, double rate);

/// Balances after each date of a loan of one euro that `service` repays, in proportion: 1 until repayment begins, 0
/// from its end on. Empty where service is worth nothing.
[[nodiscard]] std::vector<double> sculpted(const std::vector<Money>& service, Repayment repayment, double rate);

/// The same euros every quarter: what a loan of one euro costs when it is repaid in `periods` equal payments.
[[nodiscard]] double level_payment(double rate, int periods);

struct SeniorDebt {
  std::array<Money, senior_count> loans;
  std::array<std::vector<double>, senior_count> schedule;  ///< FinancingPlan::schedule
};

/// Loans as large as wanted, or as cash flow ÷ target DSCR carries: both share it in proportion to what they want.
/// \param cash available for debt service, by date \param wanted at most
[[nodiscard]] SeniorDebt size_debt(const Programme& programme, const Calendar& calendar, const std::vector<Money>& cash,
                                   const std::array<Money, senior_count>& wanted);

/// Balance after a date that the plan has for each euro of a loan; 0 beyond the plan's dates.
[[nodiscard]] double planned_balance(const FinancingPlan& plan, std::size_t loan, int date);

/// Debt service that the plan has at a date, on planned balances, for loans that are fully drawn. \param kept as below
[[nodiscard]] Money planned_service(const FinancingPlan& plan, const std::array<LoanCost, senior_count>& costs,
                                    int date, const std::array<double, senior_count>& kept = {1, 1});

/// What the reserve account holds at a date: the next months' planned service. \param kept of the plan's balances,
/// after early repayment
[[nodiscard]] Money reserve_target(const FinancingPlan& plan, const std::array<LoanCost, senior_count>& costs,
                                   double months, int date, const std::array<double, senior_count>& kept = {1, 1});

}  // namespace gigaplan::finance
