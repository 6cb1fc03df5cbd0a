#include "cli/summary_investment.hpp"

#include <fmt/format.h>

namespace gigaplan::cli {
namespace {

std::string rate(const std::optional<double>& irr) {
  return irr ? fmt::format("{:.1f} % a year", 100 * *irr) : "no rate of return";
}

/// "-€1.2 billion"
std::string signed_euros(Money money) {
  return money < Money(0) ? "-" + euros(-money) : euros(money);
}

std::string who_pays(const InvestmentResult& r) {
  Money all;
  for (const Amount& source : r.sources) {
    all += source.amount;
  }
  std::string text;
  for (const Amount& source : r.sources) {
    if (source.amount > Money(0)) {
      text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", source.name, 100 * (source.amount / all));
    }
  }
  return fmt::format("{} until all is open: {}", euros(all), text);
}

std::string returns(const Indicators& i) {
  const std::string price = i.break_even_price ? fmt::format("; owners are content at €{} a reference chip-hour",
                                                             figures(*i.break_even_price))
                                               : "";
  return fmt::format("project {} (NPV {}), owners {} (NPV {}){}", rate(i.project_irr), signed_euros(i.project_npv),
                     rate(i.equity_irr), signed_euros(i.equity_npv), price);
}

std::string debt(const InvestmentResult& r, const Style& s) {
  const Indicators& i = r.indicators;
  std::string text = i.minimum_dscr ? fmt::format("debt service is covered {:.2f} times at least, {:.2f} on average",
                                                  *i.minimum_dscr, *i.average_dscr)
                                    : "no senior debt is carried";
  if (r.insolvent_quarter) {
    text += fmt::format("; {}insolvent from quarter {} on{}, creditors lose {}", s.bad, *r.insolvent_quarter, s.reset,
                        euros(i.lost_by_creditors));
  }
  return text;
}

std::string public_money(const Indicators& i) {
  const std::string along = i.private_eur_per_public_eur ? fmt::format("a euro of grants brings €{} of private money",
                                                                       figures(*i.private_eur_per_public_eur))
                                                         : "no grants";
  return fmt::format("{}; without aid {} are missing; the public's own balance {}", along, euros(i.funding_gap),
                     signed_euros(i.public_npv));
}

}  // namespace

std::string row(const Style& style, std::string_view label, const std::string& text) {
  return fmt::format("  {}{:<14}{}{}\n", style.bold, label, style.reset, wrapped(text, 16));
}

std::string investment_rows(const InvestmentResult& investment, const Style& style) {
  std::string text = row(style, "Who pays", who_pays(investment));
  text += row(style, "Returns", returns(investment.indicators));
  text += row(style, "Debt", debt(investment, style));
  text += row(style, "Public side", public_money(investment.indicators));
  if (!investment.solved) {
    text += row(style, "",
                fmt::format("{}debt, tax and costs of money were not found to agree{}", style.warn, style.reset));
  }
  return text;
}

}  // namespace gigaplan::cli
