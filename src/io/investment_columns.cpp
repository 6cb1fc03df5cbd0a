#include "io/investment_columns.hpp"

namespace gigaplan::io {
namespace {

std::vector<StatementColumn> columns() {
  std::vector<StatementColumn> all;
  const auto add = [&](const char* name, auto get) {
    all.push_back({name, [get](const Statement& s) { return std::invoke(get, s).in(unit::euro); }});
  };
  const auto add_loan = [&](const std::string& name, Senior which) {
    const auto i = static_cast<std::size_t>(which);
    const auto put = [&](const char* what, Money LoanFlow::*flow) {
      all.push_back({name + what, [i, flow](const Statement& s) { return (s.loans.at(i).*flow).in(unit::euro); }});
    };
    put("_drawn_eur", &LoanFlow::drawn);
    put("_drawn_for_interest_eur", &LoanFlow::for_interest);
    put("_interest_eur", &LoanFlow::interest);
    put("_fees_eur", &LoanFlow::fees);
    put("_repaid_eur", &LoanFlow::repaid);
    put("_balance_eur", &LoanFlow::balance);
  };
  all.push_back({"years", [](const Statement& s) { return s.years; }});
  add("revenue_compute_eur", &Statement::compute);
  add("revenue_heat_eur", &Statement::heat);
  add("revenue_grid_services_eur", &Statement::grid_services);
  add("energy_eur", &Statement::energy);
  add("other_opex_eur", &Statement::other_opex);
  add("tax_eur", &Statement::tax);
  add("bills_left_eur", &Statement::bills_left);
  add("capex_eur", &Statement::capex);
  add("financing_costs_eur", &Statement::financing_costs);
  add("renewals_eur", &Statement::renewals);
  add("eu_grant_eur", &Statement::eu_grant);
  add("member_state_grant_eur", &Statement::member_state_grant);
  add("cohesion_grant_eur", &Statement::cohesion_grant);
  add("eu_operating_grant_eur", &Statement::eu_operating_grant);
  add("member_state_operating_grant_eur", &Statement::member_state_operating_grant);
  add("equity_paid_in_eur", &Statement::equity_paid_in);
  add("quasi_equity_drawn_eur", &Statement::quasi_equity_drawn);
  add_loan("eib_loan", Senior::eib);
  add_loan("commercial_loan", Senior::commercial);
  add("guarantee_calls_eur", &Statement::guarantee_calls);
  add("guarantee_repaid_eur", &Statement::guarantee_repaid);
  add("guarantor_fees_eur", &Statement::guarantor_fees);
  add("quasi_equity_repaid_eur", &Statement::quasi_equity_repaid);
  add("interest_capitalised_eur", &Statement::interest_capitalised);
  add("asset_sale_eur", &Statement::asset_sale);
  add("claw_back_eur", &Statement::claw_back);
  add("distributions_eur", &Statement::distributions);
  add("cash_flow_eur", &Statement::cash_flow);
  add("cfads_eur", &Statement::cfads);
  add("debt_service_eur", &Statement::debt_service);
  add("arrears_eur", &Statement::arrears);
  add("depreciation_eur", &Statement::depreciation);
  add("interest_expense_eur", &Statement::interest_expense);
  add("sale_gain_eur", &Statement::sale_gain);
  add("written_off_eur", &Statement::written_off);
  add("net_income_eur", &Statement::net_income);
  add("cash_eur", &Statement::cash);
  add("reserve_eur", &Statement::reserve);
  add("renewal_reserve_eur", &Statement::renewal_reserve);
  add("assets_eur", &Statement::assets);
  add("deferred_grants_eur", &Statement::deferred_grants);
  add("guarantor_claim_eur", &Statement::guarantor_claim);
  add("quasi_equity_eur", &Statement::quasi_equity);
  add("unpaid_bills_eur", &Statement::unpaid_bills);
  add("equity_eur", &Statement::equity);
  return all;
}

}  // namespace

const std::vector<StatementColumn>& statement_columns() {
  static const std::vector<StatementColumn> all = columns();
  return all;
}

}  // namespace gigaplan::io
