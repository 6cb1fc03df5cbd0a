// What do the senior loans owe and get while quarters go by?
#pragma once

#include <array>

#include "finance/deal.hpp"
#include "finance/debt_service.hpp"

namespace gigaplan::finance {

/// Balances of both loans. Each call moves them and writes what it moved into the quarter's statement.
class SeniorLoans {
 public:
  SeniorLoans(const Deal& deal, const FinancingPlan& plan) : deal_(deal), plan_(plan) {}

  [[nodiscard]] Money owed() const { return balance_[0] + balance_[1]; }
  [[nodiscard]] Money drawn() const { return drawn_[0] + drawn_[1]; }
  /// What the plan lends, drawn or not.
  [[nodiscard]] Money agreed() const { return plan_.senior(); }
  /// The last date before anything is repaid: until then owners wait, and covenants are not tested.
  [[nodiscard]] int grace_ends() const;

  /// Interest and fees until operation starts.
  [[nodiscard]] Money costs_of_money(int date, Statement& quarter) const;
  void draw(std::size_t loan, Money amount, Statement& quarter);

  /// What is due in a quarter of operation.
  [[nodiscard]] ServiceDue due(int date) const;
  /// What of interest and fees `cash` does not pay while repayment waits, drawn as far as loans are left.
  Money draw_for_interest(const ServiceDue& due, Money cash, int date, Statement& quarter);
  /// What drawing would have needed so far, were loans without limit.
  [[nodiscard]] const std::array<Money, senior_count>& wanted_for_interest() const { return wanted_; }
  /// `paid` for what is due, interest and fees first; what is missing stays owed.
  void pay(const ServiceDue& due, Money paid, Statement& quarter);
  /// Early repayment, in proportion to what is owed; the rest is repaid in the proportions of the plan. \returns cash
  /// taken
  Money prepay(Money cash, int date, Statement& quarter);
  /// From the next quarter on all of it is due.
  void accelerate() { accelerated_ = true; }
  [[nodiscard]] bool accelerated() const { return accelerated_; }
  /// In the reserve account at a date: the coming months' service.
  [[nodiscard]] Money reserve_target(int date) const;
  /// At the horizon: what `cash` can pay of what is owed. \returns cash taken
  Money settle(Money cash, Statement& quarter);
  /// \returns what is still owed, and nobody gets any more
  Money write_off();
  void close(int date, Statement& quarter) const;

 private:
  [[nodiscard]] Money undrawn(std::size_t loan) const { return max(Money(0), plan_.loans.at(loan) - drawn_.at(loan)); }
  [[nodiscard]] Money scheduled(std::size_t loan, int date) const;
  Money repay(double part, Statement& quarter);

  const Deal& deal_;
  const FinancingPlan& plan_;
  std::array<Money, senior_count> balance_{}, drawn_{}, wanted_{};
  std::array<double, senior_count> kept_{1, 1};  ///< of the plan's balances, after early repayment
  bool accelerated_ = false;
};

}  // namespace gigaplan::finance
