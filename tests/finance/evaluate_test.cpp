// Does a small example come out as worked out by hand, and does money neither appear nor vanish?
#include "finance/evaluate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <map>
#include <string>

#include "finance/example.hpp"

using namespace gigaplan;
using finance::evaluate;

namespace {

std::map<std::string, double> amounts(const std::vector<CostLine>& lines) {
  std::map<std::string, double> result;
  for (const CostLine& line : lines) {
    result[line.name] += line.amount.in(unit::euro);
  }
  return result;
}

double sum(const std::vector<CostLine>& lines) {
  double total = 0;
  for (const CostLine& line : lines) {
    total += line.amount.in(unit::euro);
  }
  return total;
}

}  // namespace

TEST_CASE("capex by part, by hand") {
  const FinanceResult r = evaluate(test::example().input());
  auto capex = amounts(r.capex);
  // 10 nodes and 10 % spares: 11 nodes, 44 chips, 22 NICs. The bill's own NIC line must not count again.
  CHECK(capex["chips"] == doctest::Approx(44'000));
  CHECK(capex["nodes"] == doctest::Approx(5'500));
  CHECK(capex["NICs"] == doctest::Approx(1'100));
  CHECK(capex["fabric: leaf switch"] == doctest::Approx(3'000));
  CHECK(capex["fabric: transceiver"] == doctest::Approx(400));
  CHECK(capex.count("fabric: nic") == 0);
  CHECK(capex["storage"] == doctest::Approx(5'400));               // 10 % of 54,000
  CHECK(capex["integration"] == doctest::Approx(2'970));           // 5 % of 59,400
  CHECK(capex["building and plant"] == doctest::Approx(100'000));  // 0.1 MW · 1,000,000
  CHECK(capex["premium for AI halls"] == doctest::Approx(10'000));
  CHECK(capex["contingency"] == doctest::Approx(11'000));
  CHECK(capex["grid connection"] == doctest::Approx(6'000));  // 0.12 MW · 50,000
  CHECK(r.capex_total.in(unit::euro) == doctest::Approx(189'370));
}

TEST_CASE("opex by part, by hand") {
  const FinanceResult r = evaluate(test::example().input());
  auto opex = amounts(r.opex);
  CHECK(opex["energy"] == doctest::Approx(50'000));
  CHECK(opex["water"] == doctest::Approx(300));                   // 100 m³ · 3
  CHECK(opex["staff"] == doctest::Approx(160'000));               // 20/MW · 0.1 MW · 1,600 h · 40 EUR/h · 1.25
  CHECK(opex["IT maintenance"] == doctest::Approx(1'782));        // 3 % of 59,400
  CHECK(opex["facility maintenance"] == doctest::Approx(2'540));  // 2 % of 127,000
  CHECK(opex["insurance"] == doctest::Approx(1'893.7));
  CHECK(opex["property tax"] == 0);
  CHECK(opex["software"] == doctest::Approx(4'400));  // 44 chips
  CHECK(r.opex_per_year.in(unit::euro) == doctest::Approx(220'915.7));
}

TEST_CASE("lifetime figures at rate zero, by hand") {
  const FinanceResult r = evaluate(test::example().input());
  // Four years: IT 62,370 twice, facility 127,000 less half, four years of opex.
  const double lifetime = 2 * 62'370 + 127'000 - 63'500 + 4 * 220'915.7;
  CHECK(r.lifetime_cost.in(unit::euro) == doctest::Approx(lifetime));
  // 34 % of what is bought: 2 · 62,370 + 127,000
  const double public_money = 0.34 * (2 * 62'370 + 127'000);
  CHECK(r.public_money.in(unit::euro) == doctest::Approx(public_money));
  // Two simulated years of 2e12 tokens and 6e6 PFLOP are 1e12 and 3e6 a year, for four years.
  CHECK(r.tokens_per_eur == doctest::Approx(4e12 / lifetime));
  CHECK(r.model_pflop_per_eur == doctest::Approx(12e6 / lifetime));
  CHECK(r.kwh_per_eur == doctest::Approx(4 * 500'000 / lifetime));  // IT, not facility
  CHECK(r.tokens_per_public_eur.value() == doctest::Approx(4e12 / public_money));
  CHECK(r.model_pflop_per_public_eur.value() == doctest::Approx(12e6 / public_money));
  CHECK(r.kwh_per_public_eur.value() == doctest::Approx(2e6 / public_money));
  CHECK(r.eur_per_million_tokens == doctest::Approx(lifetime / 4e6));
  CHECK(r.eur_per_chip_hour == doctest::Approx(lifetime / (40 * 0.95 * 8760 * 4)));
}

TEST_CASE("lifetime cost at five percent, by hand") {
  test::Example e = test::example();
  e.finance.discount_rate = 0.05;
  const FinanceResult r = evaluate(e.input());
  // Annuity: 1.05^-0.5 + 1.05^-1.5 + 1.05^-2.5 + 1.05^-3.5 = 0.975900 + 0.929429 + 0.885170 + 0.843019 = 3.633518.
  // IT again after two years: 62,370 / 1.1025 = 56,571.43; half of 127,000 back after four: 63,500/1.21550625 =
  // 52,241.6.
  CHECK(r.lifetime_cost.in(unit::euro) ==
        doctest::Approx(62'370 + 56'571.43 + 127'000 + 3.633518 * 220'915.7 - 52'241.61).epsilon(1e-6));
  CHECK(r.tokens_per_eur * r.lifetime_cost.in(unit::euro) == doctest::Approx(1e12 * 3.633518).epsilon(1e-6));
}

TEST_CASE("lifetime cost by part and who pays, by hand") {
  const FinanceResult r = evaluate(test::example().input());
  // IT of 62,370 is bought anew once in four years and then worn out; half of the facility's 127,000 is left.
  auto lines = amounts(r.lifetime);
  CHECK(lines["capex"] == doctest::Approx(189'370));
  CHECK(lines["renewal of IT"] == doctest::Approx(62'370));
  CHECK(lines["renewal of the facility"] == 0);
  CHECK(lines["opex"] == doctest::Approx(4 * 220'915.7));
  CHECK(lines["residual value of IT"] == 0);
  CHECK(lines["residual value of the facility"] == doctest::Approx(-63'500));
  CHECK(r.lifetime[5].basis == "50 % of its price, in 4 years, discounted at 0 %");
  auto payers = amounts(r.funding);
  const double bought = 2 * 62'370 + 127'000;
  CHECK(payers["EU"] == doctest::Approx(0.17 * bought));
  CHECK(payers["debt"] == doctest::Approx(0.40 * bought));
  CHECK(sum(r.funding) == doctest::Approx(bought));
  CHECK(r.output.tokens.in(unit::token) == doctest::Approx(4e12));
  CHECK(r.output.chip_hours == doctest::Approx(40 * 0.95 * 8760 * 4));
}

TEST_CASE("plants on the site cost, wear out each after its life, and are kept up, by hand") {
  const FinanceResult r = evaluate(test::example_with_plants().input());
  auto capex = amounts(r.capex), opex = amounts(r.opex), lines = amounts(r.lifetime);
  CHECK(capex["solar plant"] == doctest::Approx(12'000));      // 20 kW × 600
  CHECK(capex["wind plant"] == doctest::Approx(14'000));       // 10 kW × 1,400
  CHECK(capex["battery inverter"] == doctest::Approx(3'000));  // 10 kW × 300
  CHECK(capex["battery cells"] == doctest::Approx(10'000));    // 40 kWh × 250
  CHECK(r.capex_total.in(unit::euro) == doctest::Approx(189'370 + 39'000));
  CHECK(opex["on-site power maintenance"] == doctest::Approx(240 + 140 + 15));
  CHECK(opex["insurance"] == doctest::Approx(1'893.70 + 390));
  CHECK(lines["renewal of on-site power"] == doctest::Approx(3'000));  // the inverter after two of four years
  CHECK(lines["residual value of on-site power"] == doctest::Approx(-(12'000 * 36 / 40.0 + 14'000 * 16 / 20.0)));
  CHECK(sum(r.lifetime) == doctest::Approx(r.lifetime_cost.in(unit::euro)));
  CHECK(sum(r.funding) == doctest::Approx(2 * 62'370 + 127'000 + 42'000));
  CHECK(r.opex[0].basis == "510 MWh bought less 10 MWh sold, simulated, hour by hour");
}

TEST_CASE("what a battery sells of bought power is told, though no power is the site's own") {
  auto e = test::example();
  e.energy.imported = 570 * unit::megawatt_hour;
  e.energy.exported = 10 * unit::megawatt_hour;
  CHECK(evaluate(e.input()).opex[0].basis == "570 MWh bought less 10 MWh sold, simulated, hour by hour");
}

TEST_CASE("each line says how it was worked out") {
  const FinanceResult r = evaluate(test::example().input());
  CHECK(r.capex[0].basis == "44 chips × 1,000 EUR");
  CHECK(r.capex[4].basis == "10 pieces × 40 EUR");
  CHECK(r.capex[7].basis == "0.10 MW of IT × 1,000,000 EUR/MW");
  CHECK(r.capex[8].basis == "10 % of the site's build cost (100,000 EUR)");
  CHECK(r.capex[9].basis == "10 % of building and plant (110,000 EUR)");
  CHECK(r.opex[0].basis == "550 MWh, simulated × 90.91 EUR/MWh");  // 50,000 / 550
  CHECK(r.opex[2].basis == "2.0 full-time posts, 0.0 of them to man 0 round the clock × 1,600 h × 50.00 EUR/h");
  for (const auto& lines : {r.capex, r.opex}) {
    for (const CostLine& line : lines) {
      CHECK_FALSE(line.basis.empty());
    }
  }
}

TEST_CASE("lines add up to their totals") {
  test::Example e = test::example();
  e.finance.discount_rate = 0.07;
  const FinanceResult r = evaluate(e.input());
  CHECK(sum(r.lifetime) == doctest::Approx(r.lifetime_cost.in(unit::euro)).epsilon(1e-14));
  CHECK(sum(r.capex) == doctest::Approx(r.capex_total.in(unit::euro)).epsilon(1e-14));
  CHECK(sum(r.opex) == doctest::Approx(r.opex_per_year.in(unit::euro)).epsilon(1e-14));
}

TEST_CASE("euros in are euros out: the payers' shares add up to what is bought") {
  test::Example e = test::example();
  e.finance.horizon_years = 2;  // one generation of IT: what is bought is the capex
  const Funding f = e.finance.funding;
  double paid = 0;
  for (const double share : {f.eu_share, f.member_state_share, f.equity_share, f.debt_share}) {
    e.finance.funding = {.eu_share = share, .member_state_share = 0, .equity_share = 0, .debt_share = 1 - share};
    paid += evaluate(e.input()).public_money.in(unit::euro);
  }
  CHECK(paid == doctest::Approx(evaluate(e.input()).capex_total.in(unit::euro)));
}

TEST_CASE("doubling all prices halves what a euro buys and doubles what things cost") {
  test::Example e = test::example();
  e.finance.discount_rate = 0.08;
  const FinanceResult once = evaluate(e.input());
  e.cluster.node.chip.price *= 2;
  e.cluster.node.price *= 2;
  e.cluster.node.nics.price *= 2;
  for (auto& line : e.bill.lines) {
    line.price *= 2;
  }
  e.site.build_cost *= 2;
  e.site.labour_cost_eur_per_h *= 2;
  e.finance.costs.grid_connection *= 2;
  e.finance.costs.water *= 2;
  e.finance.costs.software_eur_per_chip_year *= 2;
  e.energy.cost *= 2;
  const FinanceResult twice = evaluate(e.input());
  CHECK(twice.tokens_per_eur == doctest::Approx(once.tokens_per_eur / 2));
  CHECK(twice.model_pflop_per_eur == doctest::Approx(once.model_pflop_per_eur / 2));
  CHECK(twice.kwh_per_eur == doctest::Approx(once.kwh_per_eur / 2));
  CHECK(twice.tokens_per_public_eur.value() == doctest::Approx(once.tokens_per_public_eur.value() / 2));
  CHECK(twice.eur_per_million_tokens == doctest::Approx(2 * once.eur_per_million_tokens));
  CHECK(twice.eur_per_chip_hour == doctest::Approx(2 * once.eur_per_chip_hour));
  CHECK(twice.public_money.base() == doctest::Approx(2 * once.public_money.base()));
}

TEST_CASE("a longer simulation of the same yearly work changes nothing") {
  test::Example e = test::example();
  const FinanceResult two = evaluate(e.input());
  e.operation.years = 10;
  e.operation.tokens_trained *= 5;
  e.operation.model_operations *= 5;
  const FinanceResult ten = evaluate(e.input());
  CHECK(ten.tokens_per_eur == doctest::Approx(two.tokens_per_eur));
  CHECK(ten.model_pflop_per_eur == doctest::Approx(two.model_pflop_per_eur));
}

TEST_CASE("without public money there is no figure per public euro") {
  test::Example e = test::example();
  e.finance.funding = {.eu_share = 0, .member_state_share = 0, .equity_share = 0.5, .debt_share = 0.5};
  const FinanceResult r = evaluate(e.input());
  CHECK(r.public_money == Money(0));
  CHECK_FALSE(r.tokens_per_public_eur.has_value());
  CHECK_FALSE(r.model_pflop_per_public_eur.has_value());
  CHECK_FALSE(r.kwh_per_public_eur.has_value());
  CHECK(r.tokens_per_eur > 0);
}

TEST_CASE("a site that trains nothing has an infinite price a token, not a wrong one") {
  test::Example e = test::example();
  e.operation.tokens_trained = Tokens(0);
  const FinanceResult r = evaluate(e.input());
  CHECK(r.tokens_per_eur == 0);
  CHECK(std::isinf(r.eur_per_million_tokens));
}

TEST_CASE("spare nodes are whole nodes, the nearest number of them") {
  test::Example e = test::example();
  e.spare_node_share = 0.17;  // 1.7 nodes: two
  CHECK(amounts(evaluate(e.input()).capex)["chips"] == doctest::Approx(12 * 4 * 1000));
  e.cluster.nodes = 100;
  e.spare_node_share = 0.07;  // 100 · 0.07 is 7.000000000000001 in binary: seven
  CHECK(amounts(evaluate(e.input()).capex)["chips"] == doctest::Approx(107 * 4 * 1000));
}
