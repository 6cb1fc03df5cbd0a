// How does a project's money stand on a page, year by year?
#include <fmt/format.h>

#include <algorithm>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

constexpr const char* nominal = "€ million";
constexpr const char* years_are = "Nominal euros; year 1 is the first of operation, those before it are for building.";

Cell cell(Money money) {
  return {fmt::format("{:.1f}", millions(money)), millions(money)};
}

template <class Lines, class Get>
Partition parts_of(const Lines& lines, Get value) {
  Partition parts;
  for (const auto& line : lines) {
    if (value(line) > 0) {
      parts.items.push_back({line.name, value(line)});
    }
  }
  return parts;
}

Chart amounts_chart(const char* id, const char* title, const char* text, const std::vector<Amount>& lines) {
  return {id, title, nominal, text, parts_of(lines, [](const Amount& line) { return millions(line.amount); })};
}

std::vector<std::string> year_names(const std::vector<Statement>& years) {
  std::vector<std::string> names;
  names.reserve(years.size());
  for (const Statement& year : years) {
    names.push_back(fmt::format("{}", year.period));
  }
  return names;
}

/// A stack of every period's amounts; without series that are always nothing.
class Stack {
 public:
  explicit Stack(const std::vector<Statement>& periods) : periods_(periods) { bars_.categories = year_names(periods); }

  template <class Get>
  void add(const char* name, Get amount) {
    Series series{name, {}};
    bool any = false;
    for (const Statement& period : periods_) {
      series.values.push_back(millions(amount(period)));
      any = any || series.values.back() < 0 || series.values.back() > 0;
    }
    if (any) {
      bars_.series.push_back(std::move(series));
    }
  }

  [[nodiscard]] StackedBars take() { return std::move(bars_); }

 private:
  const std::vector<Statement>& periods_;
  StackedBars bars_;
};

Chart cash_chart(const std::vector<Statement>& years) {
  Stack stack(years);
  stack.add("revenue, and the sale of what is left", [](const Statement& s) { return s.revenue() + s.asset_sale; });
  stack.add("grants and guarantee calls",
            [](const Statement& s) { return s.grants() + s.operating_grants() + s.guarantee_calls; });
  stack.add("loans drawn, equity paid in",
            [](const Statement& s) { return s.drawn() + s.equity_paid_in + s.quasi_equity_drawn; });
  stack.add("capex and renewals, with interest until operation",
            [](const Statement& s) { return -(s.capex + s.renewals + s.financing_costs); });
  stack.add("opex", [](const Statement& s) { return s.bills_left - s.opex(); });
  stack.add("debt service", [](const Statement& s) {
    return -(s.interest() + s.repaid() + s.guarantee_repaid + s.quasi_equity_repaid);
  });
  stack.add("tax and claw-back", [](const Statement& s) { return -(s.tax + s.claw_back); });
  stack.add("distributions to owners", [](const Statement& s) { return -s.distributions; });
  return {"cash-flow", "Cash flow by year", nominal,
          fmt::format("Above the line what comes in, below it what goes out. {}", years_are), stack.take()};
}

Chart debt_chart(const std::vector<Statement>& years) {
  Stack stack(years);
  stack.add("EIB loan", [](const Statement& s) { return s.loans[0].balance; });
  stack.add("commercial loan", [](const Statement& s) { return s.loans[1].balance; });
  stack.add("quasi-equity", [](const Statement& s) { return s.quasi_equity; });
  stack.add("unpaid bills", [](const Statement& s) { return s.unpaid_bills; });
  return {"debt", "What is owed at the end of each year", nominal, years_are, stack.take()};
}

/// Quarters, as the terms look at them: a year's mean would hide the worst of them.
Chart coverage_chart(const InvestmentResult& result, const Programme& terms) {
  Lines lines;
  Series ratio{"debt service cover ratio", {}}, target{"target, by which loans are sized", {}},
      lockup{"lock-up: below it owners are paid nothing", {}}, in_default{"default: below it lenders may act", {}};
  for (const Statement& quarter : result.quarters) {
    if (quarter.tested) {
      lines.categories.push_back(fmt::format("{:.2f}", quarter.years));
      ratio.values.push_back(quarter.cfads / quarter.debt_service);
      target.values.push_back(terms.target_dscr);
      lockup.values.push_back(terms.lockup_dscr);
      in_default.values.push_back(terms.default_dscr);
    }
  }
  lines.series = {std::move(ratio), std::move(target), std::move(lockup), std::move(in_default)};
  lines.from = std::nullopt;
  return {"dscr", "Debt service cover ratio by quarter", "",
          fmt::format("Cash flow available for debt service ÷ debt service due by the plan, over the years from "
                      "financial close, from the first repayment on: {:.2f} at least, {:.2f} on average. Lock-up and "
                      "default are tested over four quarters.",
                      result.indicators.minimum_dscr.value_or(0), result.indicators.average_dscr.value_or(0)),
          std::move(lines)};
}

/// A row a year; the last column is what the others come to.
template <class Columns>
Table years_table(const char* id, const char* title, const char* text, const std::vector<Statement>& years,
                  const Columns& columns) {
  Table table{.id = id, .title = title, .text = text, .columns = {{"Year", "", true}}, .rows = {}, .sortable = true};
  for (const auto& [name, amount] : columns) {
    table.columns.push_back({name, nominal, true});
  }
  for (const Statement& year : years) {
    table.rows.push_back({{{fmt::format("{}", year.period), static_cast<double>(year.period)}}});
    for (const auto& [name, amount] : columns) {
      table.rows.back().cells.push_back(cell(amount(year)));
    }
  }
  return table;
}

using YearColumn = std::pair<const char*, Money (*)(const Statement&)>;

Table income_table(const std::vector<Statement>& years) {
  const std::vector<YearColumn> columns = {
      {"Revenue", [](const Statement& s) { return s.revenue(); }},
      {"Operating grants", [](const Statement& s) { return s.operating_grants(); }},
      {"Opex", [](const Statement& s) { return -s.opex(); }},
      {"Depreciation", [](const Statement& s) { return -s.depreciation; }},
      {"Interest and fees", [](const Statement& s) { return -s.interest_expense; }},
      {"Gain on sale", [](const Statement& s) { return s.sale_gain; }},
      {"Debts written off", [](const Statement& s) { return s.written_off; }},
      {"Tax and claw-back", [](const Statement& s) { return -(s.tax + s.claw_back); }},
      {"Net income", [](const Statement& s) { return s.net_income; }}};
  return years_table("income", "Income by year", "Each row adds up to its net income.", years, columns);
}

Table balance_table(const std::vector<Statement>& years) {
  const std::vector<YearColumn> columns = {
      {"Cash", [](const Statement& s) { return s.cash; }},
      {"Reserve accounts", [](const Statement& s) { return s.reserve + s.renewal_reserve; }},
      {"Assets, net of grants", [](const Statement& s) { return s.assets; }},
      {"EIB loan", [](const Statement& s) { return s.loans[0].balance; }},
      {"Commercial loan", [](const Statement& s) { return s.loans[1].balance; }},
      {"Guarantor, quasi-equity, unpaid bills",
       [](const Statement& s) { return s.guarantor_claim + s.quasi_equity + s.unpaid_bills; }},
      {"Grants paid ahead", [](const Statement& s) { return s.deferred_grants; }},
      {"Equity", [](const Statement& s) { return s.equity; }}};
  return years_table("balance-sheet", "Balance sheet at the end of each year",
                     "The first three columns are what is owned; the others, which add up to the same, to whom it is "
                     "owed. The last is empty: everything is sold.",
                     years, columns);
}

void add_tenants(Section& section, const std::vector<TenantResult>& tenants) {
  auto hours = parts_of(tenants, [](const TenantResult& t) { return t.chip_hours / 1e6; });
  auto revenue = parts_of(tenants, [](const TenantResult& t) { return millions(t.revenue); });
  if (!hours.items.empty()) {
    section.blocks.emplace_back(Chart{"tenant-hours", "Who takes the chip-hours", "million chip-hours",
                                      "By class of tenants, over the horizon.", std::move(hours)});
  }
  if (!revenue.items.empty()) {
    section.blocks.emplace_back(Chart{"tenant-revenue", "Who pays for them", nominal,
                                      "Revenue by class of tenants, over the horizon, nominal.", std::move(revenue)});
  }
}

std::string opening_text(const InvestmentResult& result) {
  const std::string waits =
      result.grid_delay_years > 0
          ? fmt::format(
                " That is {:g} years later than building takes: the site waits for its grid connection, and "
                "what is built is built and paid the later.",
                result.grid_delay_years)
          : "";
  return fmt::format("The first hall opens {:g} years after financial close.{}", result.opening_years, waits);
}

std::string consequence(const Programme& terms) {
  switch (terms.on_default) {
    case OnDefault::wait: return "owners are paid nothing, and lenders wait.";
    case OnDefault::sweep: return "all cash that debt service leaves repays the loans early.";
    case OnDefault::accelerate: return "all of the loans is due at once.";
  }
  return "";
}

/// Where there is more than one part of a kind.
void add_tranches(Section& section, const std::vector<TrancheResult>& tranches) {
  if (tranches.size() < 2) {
    return;
  }
  Table table{.id = "tranches",
              .title = "What each part of equity and quasi-equity pays and gets",
              .text = "Over the horizon, nominal. Lost: capital and interest of quasi-equity that are never paid.",
              .columns = {{"Part"},
                          {"Pays in", nominal, true},
                          {"Gets", nominal, true},
                          {"Loses", nominal, true},
                          {"IRR", "% a year", true}}};
  for (const TrancheResult& t : tranches) {
    table.rows.push_back({{{t.name},
                           cell(t.paid_in),
                           cell(t.received),
                           cell(t.lost),
                           t.irr ? Cell{fmt::format("{:.1f}", 100 * *t.irr), 100 * *t.irr} : Cell{"–", std::nullopt}}});
  }
  section.blocks.emplace_back(std::move(table));
}

void add_warnings(Section& section, const InvestmentResult& result, const Programme& terms) {
  const Indicators& i = result.indicators;
  const auto warn = [&](std::string text) {
    section.blocks.emplace_back(Paragraph{std::move(text), Paragraph::Kind::warning});
  };
  if (result.insolvent_quarter) {
    warn(fmt::format(
        "Insolvent: from quarter {} after financial close on, what is due stays unpaid for a year or for good; "
        "creditors lose {}.",
        *result.insolvent_quarter, euros(i.lost_by_creditors)));
  }
  if (i.guarantee_called > Money()) {
    warn(fmt::format("The guarantor has to pay {}, and gets back {}.", euros(i.guarantee_called),
                     euros(i.guarantee_recovered)));
  }
  const auto quarters = [](int count) { return counted(static_cast<std::uint64_t>(count), "quarter"); };
  if (const CovenantResult& c = result.covenants; c.unpaid > 0 && !result.insolvent_quarter) {
    warn(fmt::format(
        "In {}, from quarter {} after financial close on, the project does not pay all that is due; it does "
        "later.",
        quarters(c.unpaid), c.first_unpaid.value_or(0)));
  }
  if (const CovenantResult& c = result.covenants; c.in_default > 0) {
    warn(fmt::format("In default of its covenants in {}, from quarter {} after financial close on: {}",
                     quarters(c.in_default), c.first_default.value_or(0), consequence(terms)));
  }
  if (const int locked = result.covenants.locked_up; locked > 0) {
    warn(
        fmt::format("In {} debt service is covered less than the terms ask for, and owners are paid nothing (lock-up).",
                    quarters(locked)));
  }
  if (result.misses_quota()) {
    warn(fmt::format(
        "Public and small tenants take {:.1f} % of the chip-hours that are sold, {:.1f} % are asked for; {} of the "
        "grants go back.",
        100 * i.public_use_share.value_or(0), 100 * *i.public_quota_share, euros(i.quota_claw_back)));
  }
  if (!result.solved) {
    warn("Debt, tax and costs of money were not found to agree: the figures of this section are rough.");
  }
}

}  // namespace

Section investment_section(const InvestmentResult& result, const Programme& terms) {
  Section section{"investment", "Investment", {}};
  section.blocks.emplace_back(Paragraph{
      "The project's money from financial close to the horizon. How each figure is made: docs/finance.md; every "
      "quarter: statements.csv."});
  section.blocks.emplace_back(Paragraph{opening_text(result)});
  add_warnings(section, result, terms);
  section.blocks.emplace_back(
      amounts_chart("sources", "Who pays until all halls are open", "Sources; as much as the uses.", result.sources));
  section.blocks.emplace_back(amounts_chart("uses", "What it is for", "Uses; as much as the sources.", result.uses));
  section.blocks.emplace_back(amounts_chart("capex-parts", "What the capex is spent on",
                                            "By part, nominal; the quarters' capex in all.", result.capex));
  section.blocks.emplace_back(amounts_chart("opex-parts", "What running it costs",
                                            "By part, nominal, over the horizon; the years' opex in all.",
                                            result.opex));
  section.blocks.emplace_back(cash_chart(result.years));
  if (result.indicators.minimum_dscr) {
    section.blocks.emplace_back(coverage_chart(result, terms));
  }
  if (auto chart = debt_chart(result.years); !std::get<StackedBars>(chart.picture).series.empty()) {
    section.blocks.emplace_back(std::move(chart));
  }
  add_tranches(section, result.tranches);
  add_tenants(section, result.tenants);
  section.blocks.emplace_back(indicators_table(result.indicators));
  section.blocks.emplace_back(income_table(result.years));
  section.blocks.emplace_back(balance_table(result.years));
  return section;
}

}  // namespace gigaplan::report
