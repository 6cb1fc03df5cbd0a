#include "finance/tranches.hpp"

#include <algorithm>
#include <set>

#include "finance/rate_of_return.hpp"

namespace gigaplan::finance {

Tranches::Tranches(const std::vector<Tranche>& terms, const Tranche& whole, Money committed) {
  for (const Tranche& tranche : terms.empty() ? std::vector<Tranche>{whole} : terms) {
    parts_.push_back({.terms = tranche, .committed = tranche.share * committed});
  }
}

void Tranches::begin_quarter() {
  for (Part& part : parts_) {
    part.flows.emplace_back();
  }
}

Money Tranches::accrue() {
  Money all;
  for (Part& part : parts_) {
    const Money interest = part.terms.rate / 4 * part.owed;
    part.owed += interest;
    all += interest;
  }
  return all;
}

void Tranches::draw(Money amount) {
  const auto take = [](Part& part, Money paid) {
    part.paid_in += paid;
    part.owed += paid;
    part.flows.back() -= paid;
  };
  Money rest = amount;
  for (Part& part : parts_) {
    const Money paid = max(Money(0), min(rest, part.committed - part.paid_in));
    take(part, paid);
    rest -= paid;
  }
  double shares = 0;
  for (const Part& part : parts_) {
    shares += part.terms.share;
  }
  for (Part& part : parts_) {
    take(part, (part.terms.share / shares) * rest);
  }
}

void Tranches::give(Part& part, Money amount) {
  part.received += amount;
  part.flows.back() += amount;
}

Money Tranches::pay(Money cash, bool at_end) {
  const auto counts = [&](const Part& part, int rank) {
    return part.terms.rank == rank && (at_end || part.terms.repayment == QuasiEquityRepayment::cash);
  };
  std::set<int> ranks;
  for (const Part& part : parts_) {
    ranks.insert(part.terms.rank);
  }
  Money left = cash;
  for (const int rank : ranks) {
    Money due;
    for (const Part& part : parts_) {
      due += counts(part, rank) ? part.owed : Money(0);
    }
    if (!(due > Money(0))) {
      continue;
    }
    const double share = min(due, left) / due;
    for (Part& part : parts_) {
      if (counts(part, rank)) {
        const Money paid = share * part.owed;
        give(part, paid);
        part.owed -= paid;
        left -= paid;
      }
    }
    left = max(Money(0), left);
  }
  return cash - left;
}

void Tranches::share_out(Money cash) {
  const bool ordinary = std::ranges::any_of(parts_, [](const Part& part) { return part.terms.rate == 0; });
  const auto counts = [&](const Part& part) { return !ordinary || part.terms.rate == 0; };
  Money paid_in;
  double shares = 0;
  for (const Part& part : parts_) {
    if (counts(part)) {
      paid_in += part.paid_in;
      shares += part.terms.share;
    }
  }
  for (Part& part : parts_) {
    if (counts(part)) {
      give(part, (paid_in > Money(0) ? part.paid_in / paid_in : part.terms.share / shares) * cash);
    }
  }
}

Money Tranches::owed() const {
  Money all;
  for (const Part& part : parts_) {
    all += part.owed;
  }
  return all;
}

Money Tranches::write_off() {
  const Money all = owed();
  for (Part& part : parts_) {
    part.lost = part.owed;
    part.owed = Money(0);
  }
  return all;
}

std::vector<TrancheResult> Tranches::results(bool quasi) const {
  std::vector<TrancheResult> all;
  for (const Part& part : parts_) {
    if (part.paid_in > Money(0)) {
      all.push_back({.id = part.terms.id,
                     .name = part.terms.name,
                     .quasi = quasi,
                     .paid_in = part.paid_in,
                     .received = part.received,
                     .lost = quasi ? part.lost : Money(0),
                     .irr = internal_rate_of_return(part.flows)});
    }
  }
  return all;
}

Tranches quasi_equity_of(const Deal& deal, const FinancingPlan& plan) {
  const Programme& programme = deal.programme;
  return {programme.quasi_equity_tranches,
          {.id = "quasi_equity",
           .name = "quasi-equity",
           .share = 1,
           .rate = programme.quasi_equity.rate,
           .repayment = programme.quasi_equity.repayment},
          plan.quasi_equity};
}

std::vector<TrancheResult> owners_of(const Deal& deal, const FinancingPlan& plan,
                                     const std::vector<Statement>& quarters) {
  std::vector<Tranche> terms = deal.programme.equity_tranches;
  for (Tranche& tranche : terms) {
    tranche.repayment = tranche.rate == 0 ? QuasiEquityRepayment::bullet : QuasiEquityRepayment::cash;
  }
  Tranches owners(terms, {.id = "equity", .name = "equity", .share = 1, .repayment = QuasiEquityRepayment::bullet},
                  plan.equity);
  for (const Statement& quarter : quarters) {
    owners.begin_quarter();
    (void)owners.accrue();
    owners.draw(quarter.equity_paid_in);
    const Money preferred = owners.pay(quarter.distributions, false);
    owners.share_out(quarter.distributions - preferred);
  }
  return owners.results(false);
}

}  // namespace gigaplan::finance
