// What do the indicators of a project say, each in a row?
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/readable.hpp"
#include "report/assets.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

/// What docs/finance.md says under the indicator's name, without its marks.
std::string formula_of(std::string_view key) {
  const auto page = finance_page();
  const auto heading = page.find(fmt::format("\n### {}\n", key));
  if (heading == std::string_view::npos) return "";
  const auto start = page.find('\n', heading + 1) + 1;
  const auto end = std::min(page.find("\n\n", start), page.find("\n#", start));
  std::string text;
  for (const char c : page.substr(start, end - start)) {
    if (c == '`' || c == '*') continue;
    text += c == '\n' ? ' ' : c;
  }
  return text;
}

class IndicatorWriter {
 public:
  IndicatorWriter() {
    table_ = {.id = "indicators",
              .title = "Indicators",
              .text =
                  "IRR: internal rate of return; NPV: net present value. In formulas t counts quarters from financial "
                  "close, x(t) is nominal, p(t) the price level, r the discount rate, i inflation.",
              .columns = {{"Indicator"}, {"Value", "", true}, {"Unit"}, {"Meaning"}, {"Formula"}},
              .rows = {},
              .sortable = true,
              .filterable = true};
  }

  void number(const char* name, const std::optional<double>& value, const char* unit, const char* meaning,
              const char* heading) {
    table_.rows.push_back({{{name},
                            value ? Cell{figures(*value), value} : Cell{"–", std::nullopt},
                            {unit},
                            {meaning},
                            {formula_of(heading)}},
                           std::string("indicator-") + heading});
  }
  void share(const char* name, const std::optional<double>& value, const char* meaning, const char* heading) {
    number(name, value ? std::optional(100 * *value) : std::nullopt, "%", meaning, heading);
  }
  void rate(const char* name, const std::optional<double>& value, const char* meaning, const char* heading) {
    number(name, value ? std::optional(100 * *value) : std::nullopt, "%\u00a0a\u00a0year", meaning, heading);
  }
  void money(const char* name, Money value, const char* meaning, const char* heading) {
    number(name, value.in(unit::million_euro), "€\u00a0million", meaning, heading);
  }
  Table take() { return std::move(table_); }

 private:
  Table table_;
};

void add_returns(IndicatorWriter& w, const Indicators& i) {
  w.rate("project IRR", i.project_irr, "what the project earns on all money, before financing", "project_irr");
  w.rate("project IRR, real", i.project_irr_real, "the same without inflation", "project_irr_real");
  w.money("project NPV", i.project_npv, "at the scenario's discount rate, before financing", "project_npv_eur");
  w.money("project NPV, real", i.project_npv_real, "the same in euros of the price year", "project_npv_real_eur");
  w.number("project payback", i.project_payback_years, "years", "from financial close until all is back",
           "project_payback_years");
  w.rate("equity IRR", i.equity_irr, "what owners earn on what they pay in", "equity_irr");
  w.rate("equity IRR, real", i.equity_irr_real, "the same without inflation", "equity_irr_real");
  w.money("equity NPV", i.equity_npv, "at the rate that owners ask for", "equity_npv_eur");
  w.money("equity NPV, real", i.equity_npv_real, "the same in euros of the price year", "equity_npv_real_eur");
  w.number("equity payback", i.equity_payback_years, "years", "from financial close until owners have all back",
           "equity_payback_years");
  w.number("break-even price", i.break_even_price, "€/h",
           "of a reference chip, at which owners are just content with the grants that were agreed",
           "break_even_price_eur_per_h");
  w.number("break-even price, nominal", i.break_even_price_nominal, "€/h",
           "the same in money of the first year of operation", "break_even_price_nominal_eur_per_h");
  w.number("break-even price without aid", i.break_even_price_without_aid, "€/h", "if owners paid what grants do",
           "break_even_price_without_aid_eur_per_h");
  w.number("mean price", i.mean_price, "€/h", "of a chip-hour that is sold, nominal", "mean_price_eur_per_chip_hour");
  w.number("mean price, real", i.mean_price_real, "€/h", "the same in euros of the price year",
           "mean_price_real_eur_per_chip_hour");
  w.share("utilisation", i.utilisation, "chip-hours that tenants take ÷ those of healthy chips", "utilisation");
}

void add_debt_and_public(IndicatorWriter& w, const Indicators& i) {
  w.number("least DSCR", i.minimum_dscr, "", "cash flow ÷ debt service in the worst quarter", "minimum_dscr");
  w.number("average DSCR", i.average_dscr, "", "the mean over quarters with debt service", "average_dscr");
  w.money("lost by creditors", i.lost_by_creditors, "debts and bills that are never paid", "lost_by_creditors_eur");
  w.money("funding gap", i.funding_gap, "what is missing without any aid, at close", "funding_gap_eur");
  w.money("public money", i.public_money, "grants and guarantee calls less what comes back, nominal",
          "public_money_eur");
  w.money("public money at close", i.public_value, "the same, real and discounted", "public_value_eur");
  w.money("operating grants", i.operating_grants, "of it: what the public pays of running costs",
          "operating_grants_eur");
  w.money("guarantee calls", i.guarantee_called, "what the guarantor pays", "guarantee_called_eur");
  w.money("guarantee, got back", i.guarantee_recovered, "what the project pays back of it, with interest",
          "guarantee_recovered_eur");
  w.money("guarantee, cost", i.guarantee_cost(), "calls less what comes back; negative: its interest is more",
          "guarantee_cost_eur");
  w.money("claw-back", i.claw_back, "what the public gets back of a project that earns well", "claw_back_eur");
  w.money("claw-back for a missed quota", i.quota_claw_back, "part of it: too little public and small use",
          "quota_claw_back_eur");
  w.share("public and small use", i.public_use_share, "of the chip-hours that tenants take", "public_use_share");
  w.share("asked for", i.public_quota_share, "by the programme, of that use", "public_quota_share");
  w.money("public NPV", i.public_npv, "taxes, fees and claw-back less grants and calls", "public_npv_eur");
  w.money("public NPV, real", i.public_npv_real, "the same in euros of the price year", "public_npv_real_eur");
  w.rate("public IRR", i.public_irr, "the rate at which that is 0", "public_irr");
  w.rate("public IRR, real", i.public_irr_real, "the same without inflation", "public_irr_real");
  w.number("private per public euro", i.private_eur_per_public_eur, "€/€", "equity and commercial loan ÷ grants",
           "private_eur_per_public_eur");
}

void add_per_euro(IndicatorWriter& w, const Indicators& i) {
  w.money("lifetime cost", i.lifetime_cost, "capex, renewals and opex less what is left, real, at close",
          "lifetime_cost_eur");
  w.money("lifetime cost, nominal", i.lifetime_cost_nominal, "the same in euros of close", "lifetime_cost_nominal_eur");
  w.number("a chip-hour costs", i.eur_per_chip_hour, "€", "of a healthy chip, sold or not", "eur_per_chip_hour");
  w.number("a sold chip-hour costs", i.eur_per_sold_chip_hour, "€", "of those that tenants take",
           "eur_per_sold_chip_hour");
  w.number("a model EFLOP costs", i.eur_per_model_eflop, "€", "10¹⁸ operations of the simulated training",
           "eur_per_model_eflop");
  w.number("a million tokens cost", i.eur_per_million_tokens, "€", "of the simulated training",
           "eur_per_million_tokens");
  w.number("a chip-hour costs, nominal", i.nominal_eur_per_chip_hour, "€", "a price that stays for all years",
           "nominal_eur_per_chip_hour");
  w.number("a sold chip-hour costs, nominal", i.nominal_eur_per_sold_chip_hour, "€", "of those that tenants take",
           "nominal_eur_per_sold_chip_hour");
  w.number("a model EFLOP costs, nominal", i.nominal_eur_per_model_eflop, "€", "of the simulated training",
           "nominal_eur_per_model_eflop");
  w.number("a million tokens cost, nominal", i.nominal_eur_per_million_tokens, "€", "of the simulated training",
           "nominal_eur_per_million_tokens");
  const auto both = [&](const char* what, const std::string& key, const std::optional<double>& euro,
                        const std::optional<double>& public_euro, const char* unit, const char* meaning) {
    w.number(fmt::format("{} per euro", what).c_str(), euro, unit, meaning, (key + "_per_eur").c_str());
    w.number(fmt::format("{} per public euro", what).c_str(), public_euro, unit, meaning,
             (key + "_per_public_eur").c_str());
  };
  const auto in_millions = [](const std::optional<double>& value) {
    return value ? std::optional(*value / 1e6) : std::nullopt;
  };
  both("tokens", "tokens", in_millions(i.tokens_per_eur), in_millions(i.tokens_per_public_eur), "million/€",
       "of the simulated training");
  both("model EFLOP", "model_eflop", i.model_eflop_per_eur, i.model_eflop_per_public_eur, "EFLOP/€",
       "of the simulated training");
  both("chip-hours of SMEs", "sme_chip_hours", i.sme_chip_hours_per_eur, i.sme_chip_hours_per_public_eur, "h/€",
       "taken by small and medium enterprises");
  both("energy", "kwh", i.kwh_per_eur, i.kwh_per_public_eur, "kWh/€", "delivered to the IT");
  w.number("avoided CO2e", i.avoided_carbon ? std::optional(i.avoided_carbon->in(unit::tonne)) : std::nullopt, "t",
           "against the market's reference, over the horizon", "avoided_co2_t");
}

}  // namespace

Table indicators_table(const Indicators& indicators) {
  IndicatorWriter writer;
  add_returns(writer, indicators);
  add_debt_and_public(writer, indicators);
  add_per_euro(writer, indicators);
  return writer.take();
}

}  // namespace gigaplan::report
