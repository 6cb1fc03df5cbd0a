// Do losses wait for profits as a country's rules say, by hand?
#include "finance/tax.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::finance;

namespace {

std::vector<double> tax(const std::vector<double>& profits, const TaxTerms& terms) {
  std::vector<Money> flows;
  for (const double profit : profits) flows.emplace_back(profit);
  std::vector<double> result;
  for (const Money amount : yearly_tax(flows, terms)) result.push_back(amount.in(unit::euro));
  return result;
}

}  // namespace

TEST_CASE("losses are set off against later profits, the oldest first") {
  // 150 of losses: 100 and 50 of the next profits are free, then 20 % of 70.
  CHECK(tax({-100, -50, 100, 120}, {.rate = 0.2}) == std::vector<double>{0, 0, 0, 14});
  CHECK(tax({100, -50}, {.rate = 0.2}) == std::vector<double>{20, 0});  // none is carried back
}

TEST_CASE("only a share of a year's profit is set off") {
  // 60 % of 100: 60 of the 150 are used, 40 taxed; then 60 % of 200 = 120, but 90 are left: 110 taxed.
  const auto due = tax({-150, 100, 200}, {.rate = 0.25, .offset_share = 0.6});
  CHECK(due[1] == doctest::Approx(10));
  CHECK(due[2] == doctest::Approx(27.5));
}

TEST_CASE("losses expire") {
  // Two years: a loss of year 0 helps in years 1 and 2.
  const TaxTerms two{.rate = 0.5, .carry_forward_years = 2};
  CHECK(tax({-100, 30, 30, 30}, two) == std::vector<double>{0, 0, 0, 15});
  // The older loss is used first: 40 of year 0 in year 2, so that 60 of year 1's 60 are left in year 3.
  CHECK(tax({-40, -60, 40, 70}, two) == std::vector<double>{0, 0, 0, 5});
  CHECK(tax({-100, 100}, {.rate = 0.5, .carry_forward_years = 0}) == std::vector<double>{0, 50});
}
