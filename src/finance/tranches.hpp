// Which part of the equity and of the quasi-equity pays in, is owed, and gets how much?
#pragma once

#include <vector>

#include "finance/deal.hpp"

namespace gigaplan::finance {

/// Money of one kind in parts with terms of their own, quarter by quarter.
class Tranches {
 public:
  /// \param terms parts, or none: then `whole` \param committed by all of them
  Tranches(const std::vector<Tranche>& terms, const Tranche& whole, Money committed);

  /// Before anything else of a quarter.
  void begin_quarter();
  /// Adds a quarter's interest to what is owed. \returns all of it
  Money accrue();
  /// Each up to its commitment, in the list's order; what is more, in proportion to shares.
  void draw(Money amount);
  /// Pays what is owed, lowest rank first, equal ones in proportion. \param at_end those that are repaid in one sum,
  /// too \returns what it took of `cash`
  Money pay(Money cash, bool at_end);
  /// In proportion to what was paid in, to those without a rate; to all where each has one.
  void share_out(Money cash);
  [[nodiscard]] Money owed() const;
  /// \returns what is still owed, and nobody gets any more
  Money write_off();
  /// Of those that paid something.
  [[nodiscard]] std::vector<TrancheResult> results(bool quasi) const;

 private:
  struct Part {
    Tranche terms;
    Money committed, paid_in, owed, received, lost;
    std::vector<Money> flows;
  };
  void give(Part& part, Money amount);
  std::vector<Part> parts_;
};

[[nodiscard]] Tranches quasi_equity_of(const Deal& deal, const FinancingPlan& plan);

/// How owners share what they pay and get. Those with a rate have their money back with it, by rank, before the others
/// get anything.
[[nodiscard]] std::vector<TrancheResult> owners_of(const Deal& deal, const FinancingPlan& plan,
                                                   const std::vector<Statement>& quarters);

}  // namespace gigaplan::finance
