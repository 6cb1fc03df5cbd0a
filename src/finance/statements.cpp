#include "finance/statements.hpp"

#include <initializer_list>

namespace gigaplan::finance {
namespace {

constexpr std::initializer_list<Money Statement::*> flows = {&Statement::compute,
                                                             &Statement::heat,
                                                             &Statement::grid_services,
                                                             &Statement::energy,
                                                             &Statement::other_opex,
                                                             &Statement::tax,
                                                             &Statement::bills_left,
                                                             &Statement::capex,
                                                             &Statement::financing_costs,
                                                             &Statement::renewals,
                                                             &Statement::eu_grant,
                                                             &Statement::member_state_grant,
                                                             &Statement::cohesion_grant,
                                                             &Statement::eu_operating_grant,
                                                             &Statement::member_state_operating_grant,
                                                             &Statement::equity_paid_in,
                                                             &Statement::quasi_equity_drawn,
                                                             &Statement::guarantee_calls,
                                                             &Statement::guarantee_repaid,
                                                             &Statement::guarantor_fees,
                                                             &Statement::quasi_equity_repaid,
                                                             &Statement::interest_capitalised,
                                                             &Statement::asset_sale,
                                                             &Statement::claw_back,
                                                             &Statement::distributions,
                                                             &Statement::cfads,
                                                             &Statement::debt_service,
                                                             &Statement::depreciation,
                                                             &Statement::interest_expense,
                                                             &Statement::sale_gain,
                                                             &Statement::written_off,
                                                             &Statement::net_income};
constexpr std::initializer_list<Money LoanFlow::*> loan_flows = {
    &LoanFlow::drawn, &LoanFlow::for_interest, &LoanFlow::interest, &LoanFlow::fees, &LoanFlow::repaid};

/// `year` so far and the quarter after it: flows add up, everything else is the quarter's.
Statement joined(const Statement& year, const Statement& quarter) {
  Statement sum = quarter;
  sum.period = year.period;
  sum.locked_up = year.locked_up || quarter.locked_up;
  sum.tested = year.tested || quarter.tested;
  sum.in_default = year.in_default || quarter.in_default;
  sum.unpaid = year.unpaid || quarter.unpaid;
  for (const auto flow : flows) {
    sum.*flow += year.*flow;
  }
  for (std::size_t i = 0; i < senior_count; ++i) {
    for (const auto flow : loan_flows) {
      sum.loans.at(i).*flow += year.loans.at(i).*flow;
    }
  }
  return sum;
}

}  // namespace

std::vector<Statement> yearly(const std::vector<Statement>& quarters, const Calendar& calendar) {
  std::vector<Statement> years;
  for (const Statement& quarter : quarters) {
    const int year = calendar.year(quarter.period);
    if (years.empty() || years.back().period != year) {
      years.push_back(quarter);
      years.back().period = year;
    } else {
      years.back() = joined(years.back(), quarter);
    }
  }
  return years;
}

SourcesAndUses sources_and_uses(const Waterfall& waterfall, const Calendar& calendar) {
  Statement sum;
  for (int date = 0; date <= calendar.built; ++date) {
    sum = joined(sum, waterfall.quarters[static_cast<std::size_t>(date)]);
  }
  const Money reserve = waterfall.quarters[static_cast<std::size_t>(calendar.start)].reserve;
  SourcesAndUses result;
  result.sources = {{"EU grant", sum.eu_grant},
                    {"member state grant", sum.member_state_grant},
                    {"cohesion funds", sum.cohesion_grant},
                    {"EIB loan", sum.loans[0].drawn},
                    {"commercial loan", sum.loans[1].drawn},
                    {"quasi-equity", sum.quasi_equity_drawn},
                    {"equity", waterfall.equity_for_building}};
  result.uses = {{"capex", sum.capex},
                 {"interest and fees until operation", sum.financing_costs},
                 {"interest and fees before repayment", sum.drawn_for_interest()},
                 {"reserve account", reserve},
                 {"grants paid after completion", waterfall.cash_at_completion}};
  return result;
}

std::vector<TenantResult> tenant_results(const Deal& deal) {
  std::vector<TenantResult> results;
  for (std::size_t i = 0; i < deal.project.market.tenants.size(); ++i) {
    const Tenant& tenant = deal.project.market.tenants[i];
    TenantResult result{.id = tenant.id, .name = tenant.name, .public_quota = tenant.public_quota, .sme = tenant.sme};
    for (const Prospect& prospect : deal.outlook.dates) {
      if (i < prospect.tenants.size()) {
        result.chip_hours += prospect.tenants[i].chip_hours;
        result.revenue += prospect.tenants[i].revenue;
      }
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace gigaplan::finance
