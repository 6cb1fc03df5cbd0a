#include <doctest/doctest.h>

#include <algorithm>

#include "report/sections.hpp"

using namespace gigaplan;
using namespace gigaplan::report;

namespace {

Money m(double millions) {
  return millions * unit::million_euro;
}

/// A year in which every part of the cash flow is another power of two.
Statement busy_year() {
  Statement s{.period = 1, .years = 3};
  Money* const parts[] = {&s.compute,
                          &s.heat,
                          &s.grid_services,
                          &s.energy,
                          &s.other_opex,
                          &s.tax,
                          &s.bills_left,
                          &s.capex,
                          &s.financing_costs,
                          &s.renewals,
                          &s.eu_grant,
                          &s.member_state_grant,
                          &s.cohesion_grant,
                          &s.equity_paid_in,
                          &s.quasi_equity_drawn,
                          &s.guarantee_calls,
                          &s.guarantee_repaid,
                          &s.quasi_equity_repaid,
                          &s.asset_sale,
                          &s.claw_back,
                          &s.distributions,
                          &s.loans[0].drawn,
                          &s.loans[0].interest,
                          &s.loans[1].fees,
                          &s.loans[1].repaid};
  double size = 1;
  for (Money* const part : parts) {
    *part = m(size);
    size *= 2;
  }
  return s;
}

InvestmentResult example() {
  InvestmentResult r;
  r.sources = {{"EU grant", m(3)}, {"cohesion funds", Money()}, {"<b>equity</b>", m(7)}};
  r.uses = {{"capex", m(10)}};
  r.years = {busy_year()};
  r.tenants = {{.id = "a", .name = "All", .chip_hours = 5e6, .revenue = m(9)},
               {.id = "b", .name = "Free", .chip_hours = 2e6}};
  return r;
}

template <class Block_>
const Block_* find(const Section& section, const std::string& id) {
  for (const Block& block : section.blocks) {
    const auto* found = std::get_if<Block_>(&block);
    if (found != nullptr && found->id == id) {
      return found;
    }
  }
  return nullptr;
}

std::vector<std::string> warnings(const InvestmentResult& result) {
  std::vector<std::string> texts;
  for (const Block& block : investment_section(result, {}).blocks) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    if (paragraph != nullptr && paragraph->kind == Paragraph::Kind::warning) {
      texts.push_back(paragraph->text);
    }
  }
  return texts;
}

}  // namespace

TEST_CASE("the cash flow's bars add up to the cash flow: no part of it is left out or counted twice") {
  const auto result = example();
  const auto section = investment_section(result, {});
  const auto* chart = find<Chart>(section, "cash-flow");
  REQUIRE(chart);
  const auto& bars = std::get<StackedBars>(chart->picture);
  double sum = 0;
  for (const Series& series : bars.series) {
    sum += series.values.at(0);
  }
  CHECK(bars.series.size() == 8);  // as many as there are colours
  CHECK(sum == doctest::Approx(result.years[0].cash_flow().in(unit::million_euro)));
}

TEST_CASE("income adds up to net income") {
  auto result = example();
  Statement& s = result.years[0];
  s.depreciation = m(0.3);
  s.interest_expense = m(0.7);
  s.sale_gain = m(1.1);
  s.written_off = m(1.3);
  s.net_income = s.revenue() + s.operating_grants() - s.opex() - s.tax - s.depreciation - s.interest_expense +
                 s.sale_gain + s.written_off - s.claw_back;
  const auto section = investment_section(result, {});
  const auto* table = find<Table>(section, "income");
  REQUIRE(table);
  const auto& cells = table->rows.at(0).cells;
  double sum = 0;
  for (std::size_t i = 1; i + 1 < cells.size(); ++i) {
    sum += cells[i].number.value();
  }
  CHECK(sum == doctest::Approx(cells.back().number.value()));
  CHECK(sum != 0);
}

TEST_CASE("who pays nothing has no part, and free chip-hours have no revenue") {
  const auto section = investment_section(example(), {});
  CHECK(std::get<Partition>(find<Chart>(section, "sources")->picture).items ==
        std::vector<Item>{{"EU grant", 3}, {"<b>equity</b>", 7}});
  CHECK(std::get<Partition>(find<Chart>(section, "tenant-hours")->picture).items.size() == 2);
  CHECK(std::get<Partition>(find<Chart>(section, "tenant-revenue")->picture).items.size() == 1);
  CHECK(find<Chart>(section, "dscr") == nullptr);  // nothing has to be served
}

TEST_CASE("debt service is shown against the terms, in quarters that have any") {
  auto result = example();
  result.indicators.minimum_dscr = result.indicators.average_dscr = 1.4;
  result.quarters = {{.period = 1},
                     {.period = 2, .years = 0.5, .cfads = m(14), .debt_service = m(10), .tested = true},
                     {.period = 3, .years = 0.75, .cfads = m(1), .debt_service = m(10)}};  // before the first repayment
  const auto section = investment_section(result, {.target_dscr = 1.5, .lockup_dscr = 1.2, .default_dscr = 1.05});
  const auto& lines = std::get<Lines>(find<Chart>(section, "dscr")->picture);
  REQUIRE(lines.series.size() == 4);
  CHECK(lines.series[0].values == std::vector<double>{1.4});
  CHECK(lines.series[1].values == std::vector<double>{1.5});
  CHECK(lines.series[2].values == std::vector<double>{1.2});
  CHECK(lines.series[3].values == std::vector<double>{1.05});
}

TEST_CASE("what goes wrong is a warning, and else there is none") {
  auto result = example();
  CHECK(warnings(result).empty());
  result.insolvent_quarter = 11;
  result.indicators.lost_by_creditors = m(40);
  result.indicators.guarantee_called = m(25);
  result.covenants = {.tested = 9, .locked_up = 3, .in_default = 1, .first_tested = 9, .first_default = 11};
  result.indicators.public_use_share = 0.1;
  result.indicators.public_quota_share = 0.25;
  result.indicators.quota_claw_back = m(60);
  result.solved = false;
  const auto all = warnings(result);
  REQUIRE(all.size() == 6);
  CHECK(all[0].find("quarter 11") != std::string::npos);
  CHECK(all[0].find("€40.0 million") != std::string::npos);
  CHECK(all[1].find("€25.0 million") != std::string::npos);
  CHECK(all[2].starts_with("In default of its covenants in 1 quarter, from quarter 11 "));
  CHECK(all[3].starts_with("In 3 quarters "));
  CHECK(all[4].find("10.0 % of the chip-hours") != std::string::npos);
  CHECK(all[4].find("€60.0 million of the grants go back") != std::string::npos);
}

TEST_CASE("parts of equity and quasi-equity have a table where there is more than one") {
  auto result = example();
  result.tranches = {{.id = "a", .name = "<i>A</i>", .paid_in = m(3), .received = m(5), .irr = 0.071}};
  CHECK(find<Table>(investment_section(result, {}), "tranches") == nullptr);
  result.tranches.push_back({.id = "b", .name = "B", .quasi = true, .paid_in = m(2), .lost = m(4)});
  const auto section = investment_section(result, {});
  const auto* table = find<Table>(section, "tranches");
  REQUIRE(table);
  CHECK(table->rows.at(0).cells.at(4).text == "7.1");
  CHECK(table->rows.at(1).cells.at(3).number == doctest::Approx(4));
  CHECK(table->rows.at(1).cells.at(4).text == "–");
}

TEST_CASE("indicators that do not exist are a dash, and each names its formula") {
  const auto table = indicators_table({.project_npv = m(-3), .equity_irr = 0.071});
  const auto row = [&](const std::string& name) {
    return *std::ranges::find_if(table.rows, [&](const Row& r) { return r.cells[0].text == name; });
  };
  CHECK(row("project NPV").cells[1].number == doctest::Approx(-3));
  CHECK(row("equity IRR").cells[1].text == "7.10");
  CHECK(row("project IRR").cells[1] == Cell{"–", std::nullopt});
  CHECK(row("project IRR").cells[4].text.starts_with("The yearly rate at which project_npv_eur would be 0"));
  for (const Row& each : table.rows) CHECK_MESSAGE(!each.cells[4].text.empty(), each.cells[0].text);
}
