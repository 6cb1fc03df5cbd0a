// Is as much lent as cash flow carries, and repaid as it comes, by hand?
#include "finance/debt.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::finance;

namespace {

const Calendar calendar{.start = 0, .built = 0, .horizon = 4};

std::vector<Money> cash(const std::vector<double>& amounts) {
  std::vector<Money> flows;
  for (const double amount : amounts) flows.emplace_back(amount);
  return flows;
}

Programme terms(double eib_rate, double commercial_rate) {
  Programme p;
  p.eib = {.base_rate = eib_rate, .tenor_years = 1};
  p.commercial = {.base_rate = commercial_rate, .tenor_years = 1};
  p.target_dscr = 1.5;
  return p;
}

}  // namespace

TEST_CASE("a loan is worth the service that cash flow allows") {
  // 150, 300, 150, 75 at 1.5 serve 100, 200, 100, 50; at 4 % a year (1 % a quarter) that is
  // 100/1.01 + 200/1.0201 + 100/1.030301 + 50/1.04060401 = 440.178...
  const auto flows = cash({0, 150, 300, 150, 75});
  const double carried = 100 / 1.01 + 200 / 1.0201 + 100 / 1.030301 + 50 / 1.04060401;
  const SeniorDebt debt = size_debt(terms(0.04, 0), calendar, flows, {Money(1e6), Money(0)});
  CHECK(debt.loans[0].in(unit::euro) == doctest::Approx(carried).epsilon(1e-9));
  // Balances by hand: B1 = D·1.01 - 100, and so on to 0.
  double balance = carried;
  const double service[] = {0, 100, 200, 100, 50};
  for (std::size_t k = 1; k <= 4; ++k) {
    balance = balance * 1.01 - service[k];
    CHECK(debt.schedule[0][k] * carried == doctest::Approx(balance).epsilon(1e-9).scale(1));
  }
  CHECK(debt.schedule[0][4] == 0);
}

TEST_CASE("a smaller loan is repaid in the same proportions") {
  const auto flows = cash({0, 150, 300, 150, 75});
  const SeniorDebt debt = size_debt(terms(0.04, 0), calendar, flows, {Money(200), Money(0)});
  CHECK(debt.loans[0].in(unit::euro) == doctest::Approx(200));
  CHECK(debt.schedule[0] == size_debt(terms(0.04, 0), calendar, flows, {Money(1e6), Money(0)}).schedule[0]);
}

TEST_CASE("two loans share the cash flow in proportion to what they want") {
  const auto flows = cash({0, 150, 150, 150, 150});
  const SeniorDebt debt = size_debt(terms(0.04, 0.08), calendar, flows, {Money(3000), Money(1000)});
  const double eib = 100 / level_payment(0.01, 4), commercial = 100 / level_payment(0.02, 4);
  const double used = 3000 / eib + 1000 / commercial;
  CHECK(debt.loans[0].in(unit::euro) == doctest::Approx(3000 / used).epsilon(1e-9));
  CHECK(debt.loans[1].in(unit::euro) == doctest::Approx(1000 / used).epsilon(1e-9));
  // Together they take all of the 100 that are for lenders.
  const FinancingPlan plan{.loans = debt.loans, .schedule = debt.schedule};
  for (int date = 1; date <= 4; ++date) {
    CHECK(planned_service(plan, loan_costs(terms(0.04, 0.08)), date).in(unit::euro) ==
          doctest::Approx(100).epsilon(1e-9));
  }
}

TEST_CASE("nothing is lent on nothing") {
  const SeniorDebt none = size_debt(terms(0.04, 0.04), calendar, cash({0, -10, -10, -10, -10}), {Money(10), Money(10)});
  CHECK(none.loans[0] == Money(0));
  CHECK(none.loans[1] == Money(0));
}

TEST_CASE("an annuity, by hand") {
  // 1,000 at 1 % a quarter over 4: 1,000 · 0.01 / (1 - 1.01^-4) = 256.281094
  CHECK(1000 * level_payment(0.01, 4) == doctest::Approx(256.2810939).epsilon(1e-9));
  CHECK(level_payment(0, 4) == 0.25);
}

TEST_CASE("the reserve account holds the coming months' service") {
  FinancingPlan plan{.loans = {Money(1000), Money(0)}, .schedule = {std::vector<double>{1, 0.6, 0.3, 0.1, 0}, {}}};
  const auto costs = loan_costs(terms(0.04, 0));
  // Next quarters: 400 + 10, 300 + 6; of the third (200 + 3) half.
  CHECK(reserve_target(plan, costs, 6, 0).in(unit::euro) == doctest::Approx(716));
  CHECK(reserve_target(plan, costs, 7.5, 0).in(unit::euro) == doctest::Approx(716 + 101.5));
  CHECK(reserve_target(plan, costs, 6, 4) == Money(0));
}

TEST_CASE("a guarantee makes a commercial loan cheaper and costs a fee") {
  Programme p = terms(0.04, 0.03);
  p.commercial.margin = 0.03;
  p.guarantee = {.covered_share = 0.5, .first_loss_share = 0.2, .fee = 0.004, .margin_reduction = 0.01};
  const auto costs = loan_costs(p);
  CHECK(costs[0].interest == doctest::Approx(0.01));
  CHECK(costs[1].interest == doctest::Approx(0.0125));
  CHECK(costs[1].guarantee_fee == doctest::Approx(0.0005));
}

TEST_CASE("a guarantee takes off no more than the margin, and no lender pays for lending") {
  const auto quarterly = [](double base, double margin, double reduction) {
    Programme p = terms(0.04, base);
    p.commercial.margin = margin;
    p.guarantee = {.covered_share = 0.5, .margin_reduction = reduction};
    CHECK(loan_costs(p)[0].interest == doctest::Approx(0.01));
    return loan_costs(p)[1].interest;
  };
  CHECK(quarterly(0.02, 0.03, 0.01) == doctest::Approx(0.01));
  CHECK(quarterly(0.02, 0.01, 0.05) == doctest::Approx(0.005));
  CHECK(quarterly(0.02, 0.01, -0.01) == doctest::Approx(0.01));  // dearer: the guarantor is a burden
  CHECK(quarterly(-0.02, 0.01, 0) == 0);
}
