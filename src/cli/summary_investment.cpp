#include "cli/summary_investment.hpp"

#include <fmt/format.h>

#include <cmath>

#include "report/worth.hpp"

namespace gigaplan::cli {
namespace {

std::string rate(const std::optional<double>& irr) {
  constexpr double tenths = 1000;  // and no "-0.0"
  return irr ? fmt::format("{:.1f} % a year", std::round(tenths * *irr) / 10 + 0.0) : "no rate of return";
}

std::string who_pays(const InvestmentResult& r) {
  const Money all = total(r.sources);
  std::string text;
  for (const Amount& source : r.sources) {
    if (source.amount > Money(0)) {
      text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : ", ", source.name, 100 * (source.amount / all));
    }
  }
  return fmt::format("{} until all is open: {}", euros(all), text);
}

std::string opening(const InvestmentResult& r) {
  const std::string waits =
      r.grid_delay_years > 0
          ? fmt::format(", {:g} later than building takes: it waits for the grid", r.grid_delay_years)
          : "";
  return fmt::format("{:g} years after financial close{}", r.opening_years, waits);
}

std::string returns(const Indicators& i) {
  std::string price;
  if (i.break_even_price) {
    price = fmt::format("; owners are content at €{} a reference chip-hour", figures(*i.break_even_price));
    if (i.break_even_price_without_aid && *i.break_even_price_without_aid > *i.break_even_price) {
      price += fmt::format(", without aid at €{}", figures(*i.break_even_price_without_aid));
    }
  }
  return fmt::format("project {} (NPV {}), owners {} (NPV {}){}", rate(i.project_irr), euros(i.project_npv),
                     rate(i.equity_irr), euros(i.equity_npv), price);
}

/// Which covenants are broken, in the central case too: nothing of it is left to the statements alone.
std::string covenants(const CovenantResult& c, const Style& s) {
  const auto quarters = [](int count) { return counted(static_cast<std::uint64_t>(count), "quarter"); };
  std::string text;
  if (c.in_default > 0) {
    text += fmt::format("; {}in default of its covenants{} in {}, from quarter {} after close on", s.bad, s.reset,
                        quarters(c.in_default), c.first_default.value_or(0));
  }
  if (c.locked_up > 0) {
    text += fmt::format("; {}owners locked out{} in {}", s.warn, s.reset, quarters(c.locked_up));
  }
  return text.empty() && c.tested > 0 ? "; no covenant is broken" : text;
}

std::string debt(const InvestmentResult& r, const Style& s) {
  const Indicators& i = r.indicators;
  std::string text = i.minimum_dscr ? fmt::format(
                                          "debt service is covered {:.2f} times at least, {:.2f} on average, from the "
                                          "first repayment on",
                                          *i.minimum_dscr, *i.average_dscr)
                                    : report::no_debt_service(r);
  text += covenants(r.covenants, s);
  if (i.guarantee_called > Money(0)) {
    text += fmt::format("; {}the guarantor pays {}{} and gets back {}", s.warn, euros(i.guarantee_called), s.reset,
                        euros(i.guarantee_recovered));
  }
  if (r.insolvent_quarter) {
    text += fmt::format("; {}insolvent from quarter {} on{}, creditors lose {}", s.bad, *r.insolvent_quarter, s.reset,
                        euros(i.lost_by_creditors));
  }
  return text;
}

/// Empty where nothing is asked for.
std::string quota(const InvestmentResult& r, const Style& s) {
  const Indicators& i = r.indicators;
  if (!i.public_quota_share) {
    return "";
  }
  const std::string text = fmt::format("public and small tenants take {:.0f} % of what is sold, {:.0f} % are asked for",
                                       100 * i.public_use_share.value_or(0), 100 * *i.public_quota_share);
  return r.misses_quota() ? fmt::format("{}{}: {} of grants go back{}", s.bad, text, euros(i.quota_claw_back), s.reset)
                          : text;
}

std::string public_money(const Indicators& i) {
  const std::string along = i.private_eur_per_public_eur ? fmt::format("a euro of grants brings €{} of private money",
                                                                       figures(*i.private_eur_per_public_eur))
                                                         : "no grants";
  return fmt::format("{}; without aid {} are missing; the public's own balance {}", along, euros(i.funding_gap),
                     euros(i.public_npv));
}

}  // namespace

std::string row(const Style& style, std::string_view label, const std::string& text) {
  return fmt::format("  {}{:<14}{}{}\n", style.bold, label, style.reset, wrapped(text, 16));
}

std::string investment_rows(const InvestmentResult& investment, const Style& style) {
  std::string text = row(style, "Who pays", who_pays(investment));
  text += row(style, "Opens", opening(investment));
  text += row(style, "Returns", returns(investment.indicators));
  text += row(style, "Debt", debt(investment, style));
  text += row(style, "Public side", public_money(investment.indicators));
  if (const auto line = quota(investment, style); !line.empty()) {
    text += row(style, "", line);
  }
  if (!investment.solved) {
    text += row(style, "",
                fmt::format("{}debt, tax and costs of money were not found to agree{}", style.warn, style.reset));
  }
  return text;
}

}  // namespace gigaplan::cli
