// What do the indicators of a project say, each in a row?
#include <fmt/format.h>

#include "base/readable.hpp"
#include "report/sections.hpp"

namespace gigaplan::report {
namespace {

class IndicatorWriter {
 public:
  IndicatorWriter() {
    table_ = {.id = "indicators",
              .title = "Indicators",
              .text =
                  "The formula of each is under its name in docs/finance.md; IRR: internal rate of return; NPV: net "
                  "present value.",
              .columns = {{"Indicator"}, {"Value", "", true}, {"Unit"}, {"Meaning"}, {"Formula"}}};
  }

  void number(const char* name, const std::optional<double>& value, const char* unit, const char* meaning,
              const char* heading) {
    table_.rows.push_back({{{name},
                            value ? Cell{figures(*value), value} : Cell{"–", std::nullopt},
                            {unit},
                            {meaning},
                            {std::string("docs/finance.md#") + heading}}});
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
  w.number("project payback", i.project_payback_years, "years", "from financial close until all is back",
           "project_payback_years");
  w.rate("equity IRR", i.equity_irr, "what owners earn on what they pay in", "equity_irr");
  w.rate("equity IRR, real", i.equity_irr_real, "the same without inflation", "equity_irr_real");
  w.money("equity NPV", i.equity_npv, "at the rate that owners ask for", "equity_npv_eur");
  w.number("equity payback", i.equity_payback_years, "years", "from financial close until owners have all back",
           "equity_payback_years");
  w.number("break-even price", i.break_even_price, "€/h", "of a reference chip, at which owners are just content",
           "break_even_price_eur_per_h");
  w.number("mean price", i.mean_price, "€/h", "of a chip-hour that is sold, nominal", "mean_price_eur_per_chip_hour");
}

void add_debt_and_public(IndicatorWriter& w, const Indicators& i) {
  w.number("least DSCR", i.minimum_dscr, "", "cash flow ÷ debt service in the worst quarter", "minimum_dscr");
  w.number("average DSCR", i.average_dscr, "", "the mean over quarters with debt service", "average_dscr");
  w.money("lost by creditors", i.lost_by_creditors, "debts and bills that are never paid", "lost_by_creditors_eur");
  w.money("funding gap", i.funding_gap, "what is missing without any aid, at close", "funding_gap_eur");
  w.money("public money", i.public_money, "grants and guarantee calls less claw-back, nominal", "public_money_eur");
  w.money("public money at close", i.public_value, "the same, real and discounted", "public_value_eur");
  w.money("guarantee calls", i.guarantee_called, "what the guarantor pays", "guarantee_called_eur");
  w.money("claw-back", i.claw_back, "what the public gets back of a project that earns well", "claw_back_eur");
  w.money("public NPV", i.public_npv, "taxes, fees and claw-back less grants and calls", "public_npv_eur");
  w.rate("public IRR", i.public_irr, "the rate at which that is 0", "public_irr");
  w.number("private per public euro", i.private_eur_per_public_eur, "€/€", "equity and commercial loan ÷ grants",
           "private_eur_per_public_eur");
}

void add_per_euro(IndicatorWriter& w, const Indicators& i) {
  w.money("lifetime cost", i.lifetime_cost, "capex, renewals and opex less what is left, real, at close",
          "lifetime_cost_eur");
  w.number("a chip-hour costs", i.eur_per_chip_hour, "€", "of a healthy chip, sold or not", "eur_per_chip_hour");
  w.number("a sold chip-hour costs", i.eur_per_sold_chip_hour, "€", "of those that tenants take",
           "eur_per_sold_chip_hour");
  w.number("a model EFLOP costs", i.eur_per_model_eflop, "€", "10¹⁸ operations of the simulated training",
           "eur_per_model_eflop");
  w.number("a million tokens cost", i.eur_per_million_tokens, "€", "of the simulated training",
           "eur_per_million_tokens");
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
