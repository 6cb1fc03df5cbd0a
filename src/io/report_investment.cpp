// How does a project's money stand in a report?
#include "io/investment_columns.hpp"
#include "io/report_part.hpp"

namespace gigaplan::io {
namespace {

double euros(Money money) {
  return money.in(unit::euro);
}

Ordered amounts(const std::vector<Amount>& lines) {
  Ordered result = Ordered::array();
  for (const Amount& line : lines) {
    Part part(true, "");
    part.put("name", line.name);
    part.add("amount_eur", euros(line.amount));
    result.push_back(part.take());
  }
  return result;
}

void add_returns(Ordered& o, const Indicators& i) {
  constexpr const char* no_sign = "nothing is paid, or the flows are worth something at every rate";
  constexpr const char* never = "it is never back, or nothing was paid";
  figure(o, "project_npv_eur", euros(i.project_npv), true, "");
  figure(o, "equity_npv_eur", euros(i.equity_npv), true, "");
  figure(o, "public_npv_eur", euros(i.public_npv), true, "");
  figure(o, "project_npv_real_eur", euros(i.project_npv_real), true, "");
  figure(o, "equity_npv_real_eur", euros(i.equity_npv_real), true, "");
  figure(o, "public_npv_real_eur", euros(i.public_npv_real), true, "");
  figure(o, "project_irr", i.project_irr, no_sign);
  figure(o, "equity_irr", i.equity_irr, no_sign);
  figure(o, "public_irr", i.public_irr, no_sign);
  figure(o, "project_irr_real", i.project_irr_real, no_sign);
  figure(o, "equity_irr_real", i.equity_irr_real, no_sign);
  figure(o, "public_irr_real", i.public_irr_real, no_sign);
  figure(o, "project_payback_years", i.project_payback_years, never);
  figure(o, "equity_payback_years", i.equity_payback_years, never);
}

void add_public(Ordered& o, const Indicators& i) {
  constexpr const char* no_debt = "no senior debt has to be served";
  constexpr const char* no_public = "no public money was paid";
  figure(o, "minimum_dscr", i.minimum_dscr, no_debt);
  figure(o, "average_dscr", i.average_dscr, no_debt);
  figure(o, "funding_gap_eur", euros(i.funding_gap), true, "");
  figure(o, "public_money_eur", euros(i.public_money), true, "");
  figure(o, "public_value_eur", euros(i.public_value), true, "");
  figure(o, "operating_grants_eur", euros(i.operating_grants), true, "");
  figure(o, "guarantee_called_eur", euros(i.guarantee_called), true, "");
  figure(o, "guarantee_recovered_eur", euros(i.guarantee_recovered), true, "");
  figure(o, "guarantee_cost_eur", euros(i.guarantee_cost()), true, "");
  figure(o, "claw_back_eur", euros(i.claw_back), true, "");
  figure(o, "quota_claw_back_eur", euros(i.quota_claw_back), true, "");
  figure(o, "public_use_share", i.public_use_share, "nothing was sold");
  figure(o, "public_quota_share", i.public_quota_share, "the programme asks for none, or no grants are paid");
  figure(o, "lost_by_creditors_eur", euros(i.lost_by_creditors), true, "");
  figure(o, "private_eur_per_public_eur", i.private_eur_per_public_eur, no_public);
}

void add_per_euro(Ordered& o, const Indicators& i) {
  constexpr const char* nothing = "nothing was delivered";
  constexpr const char* no_cost = "it costs nothing";
  constexpr const char* no_public = "no public money was paid";
  figure(o, "lifetime_cost_eur", euros(i.lifetime_cost), true, "");
  figure(o, "lifetime_cost_nominal_eur", euros(i.lifetime_cost_nominal), true, "");
  figure(o, "eur_per_chip_hour", i.eur_per_chip_hour, nothing);
  figure(o, "eur_per_sold_chip_hour", i.eur_per_sold_chip_hour, nothing);
  figure(o, "eur_per_model_eflop", i.eur_per_model_eflop, nothing);
  figure(o, "eur_per_million_tokens", i.eur_per_million_tokens, nothing);
  figure(o, "nominal_eur_per_chip_hour", i.nominal_eur_per_chip_hour, nothing);
  figure(o, "nominal_eur_per_sold_chip_hour", i.nominal_eur_per_sold_chip_hour, nothing);
  figure(o, "nominal_eur_per_model_eflop", i.nominal_eur_per_model_eflop, nothing);
  figure(o, "nominal_eur_per_million_tokens", i.nominal_eur_per_million_tokens, nothing);
  figure(o, "tokens_per_eur", i.tokens_per_eur, no_cost);
  figure(o, "model_eflop_per_eur", i.model_eflop_per_eur, no_cost);
  figure(o, "sme_chip_hours_per_eur", i.sme_chip_hours_per_eur, no_cost);
  figure(o, "kwh_per_eur", i.kwh_per_eur, no_cost);
  figure(o, "tokens_per_public_eur", i.tokens_per_public_eur, no_public);
  figure(o, "model_eflop_per_public_eur", i.model_eflop_per_public_eur, no_public);
  figure(o, "sme_chip_hours_per_public_eur", i.sme_chip_hours_per_public_eur, no_public);
  figure(o, "kwh_per_public_eur", i.kwh_per_public_eur, no_public);
  const auto tonnes = i.avoided_carbon ? std::optional(i.avoided_carbon->in(unit::tonne)) : std::nullopt;
  figure(o, "avoided_co2_t", tonnes, "the market names no reference");
  figure(o, "mean_price_eur_per_chip_hour", i.mean_price, "nothing was sold");
  figure(o, "mean_price_real_eur_per_chip_hour", i.mean_price_real, "nothing was sold");
  figure(o, "utilisation", i.utilisation, "no hall is open");
  constexpr const char* no_price = "no price makes owners just content, or it was not sought";
  figure(o, "break_even_price_eur_per_h", i.break_even_price, no_price);
  figure(o, "break_even_price_nominal_eur_per_h", i.break_even_price_nominal, no_price);
  figure(o, "break_even_price_without_aid_eur_per_h", i.break_even_price_without_aid, no_price);
}

/// What was agreed at close; it stays as it is when the future turns out otherwise.
Ordered agreed_of(const FinancingPlan& plan) {
  Part part(true, "");
  part.add("eu_grant_eur", euros(plan.eu_grant));
  part.add("member_state_grant_eur", euros(plan.member_state_grant));
  part.add("cohesion_grant_eur", euros(plan.cohesion_grant));
  part.add("eib_loan_eur", euros(plan.loans[0]));
  part.add("commercial_loan_eur", euros(plan.loans[1]));
  part.add("quasi_equity_eur", euros(plan.quasi_equity));
  return part.take();
}

Ordered tenants_of(const std::vector<TenantResult>& tenants) {
  Ordered result = Ordered::array();
  for (const TenantResult& tenant : tenants) {
    Part part(true, "");
    part.put("id", tenant.id);
    part.put("name", tenant.name);
    part.put("public", tenant.public_quota);
    part.put("sme", tenant.sme);
    part.add("chip_hours", tenant.chip_hours);
    part.add("revenue_eur", euros(tenant.revenue));
    result.push_back(part.take());
  }
  return result;
}

Ordered tranches_of(const std::vector<TrancheResult>& tranches) {
  Ordered result = Ordered::array();
  for (const TrancheResult& tranche : tranches) {
    Part part(true, "");
    part.put("id", tranche.id);
    part.put("name", tranche.name);
    part.put("kind", tranche.quasi ? "quasi_equity" : "equity");
    part.add("paid_in_eur", euros(tranche.paid_in));
    part.add("received_eur", euros(tranche.received));
    part.add("lost_eur", euros(tranche.lost));
    figure(part.object(), "irr", tranche.irr, "nothing, or not enough, comes back");
    result.push_back(part.take());
  }
  return result;
}

Ordered covenants_of(const CovenantResult& covenants) {
  Ordered result = Ordered::object();
  const auto date = [](const std::optional<int>& quarter) {
    return quarter ? std::optional<double>(*quarter) : std::nullopt;
  };
  figure(result, "first_tested_quarter", date(covenants.first_tested), "no senior debt has to be served");
  result["quarters_tested"] = covenants.tested;
  result["quarters_locked_up"] = covenants.locked_up;
  result["quarters_in_default"] = covenants.in_default;
  figure(result, "first_default_quarter", date(covenants.first_default), "no covenant is broken");
  result["quarters_unpaid"] = covenants.unpaid;
  figure(result, "first_unpaid_quarter", date(covenants.first_unpaid), "the project pays what is due");
  return result;
}

Ordered years_of(const std::vector<Statement>& years) {
  Ordered result = Ordered::array();
  for (const Statement& year : years) {
    Part part(true, "");
    part.put("year", year.period);
    for (const StatementColumn& column : statement_columns()) {
      part.add(column.name, column.value(year));
    }
    part.put("tested", year.tested);
    part.put("locked_up", year.locked_up);
    part.put("in_default", year.in_default);
    result.push_back(part.take());
  }
  return result;
}

Ordered debt_schedule_of(const std::vector<Statement>& quarters) {
  Ordered result = Ordered::array();
  for (const Statement& quarter : quarters) {
    Part part(true, "");
    part.put("quarter", quarter.period);
    part.add("eib_loan_balance_eur", euros(quarter.loans[0].balance));
    part.add("commercial_loan_balance_eur", euros(quarter.loans[1].balance));
    part.add("debt_service_eur", euros(quarter.debt_service));
    part.put("tested", quarter.tested);
    figure(part.object(), "dscr", quarter.dscr(), "no senior debt has to be served");
    result.push_back(part.take());
  }
  return result;
}

}  // namespace

Ordered investment_of(const InvestmentResult& investment) {
  Ordered result = Ordered::object();
  result["solved"] = investment.solved;
  result["insolvent"] = investment.insolvent();
  const auto quarter =
      investment.insolvent_quarter ? std::optional<double>(*investment.insolvent_quarter) : std::nullopt;
  figure(result, "insolvent_quarter", quarter, "what is due is paid, or is late by less than a year");
  result["covenants"] = covenants_of(investment.covenants);
  result["quota_missed"] = investment.misses_quota();
  Ordered indicators = Ordered::object();
  add_returns(indicators, investment.indicators);
  add_public(indicators, investment.indicators);
  add_per_euro(indicators, investment.indicators);
  result["indicators"] = std::move(indicators);
  double sold = 0, sme = 0;
  for (const TenantResult& tenant : investment.tenants) {
    sold += tenant.chip_hours;
    sme += tenant.sme ? tenant.chip_hours : 0;
  }
  figure(result, "sold_chip_hours", sold, true, "");
  figure(result, "sme_chip_hours", sme, true, "");
  result["agreed"] = agreed_of(investment.plan);
  double used = 0;
  for (const Amount& use : investment.uses) {
    used += euros(use.amount);
  }
  figure(result, "uses_eur", used, true, "");
  result["sources"] = amounts(investment.sources);
  result["uses"] = amounts(investment.uses);
  figure(result, "opening_years", investment.opening_years, true, "");
  figure(result, "grid_delay_years", investment.grid_delay_years, true, "");
  result["capex"] = amounts(investment.capex);
  result["opex"] = amounts(investment.opex);
  result["tenants"] = tenants_of(investment.tenants);
  result["tranches"] = tranches_of(investment.tranches);
  result["debt_schedule"] = debt_schedule_of(investment.quarters);
  result["years"] = years_of(investment.years);
  return result;
}

}  // namespace gigaplan::io
