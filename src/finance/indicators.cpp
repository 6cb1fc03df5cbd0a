#include "finance/indicators.hpp"

#include <algorithm>
#include <cmath>

#include "finance/drawdown.hpp"
#include "finance/rate_of_return.hpp"

namespace gigaplan::finance {
namespace {

std::optional<double> ratio(double output, Money money) {
  return money > Money(0) ? std::optional(output / money.in(unit::euro)) : std::nullopt;
}

std::optional<double> price(Money money, double output) {
  return output > 0 ? std::optional(money.in(unit::euro) / output) : std::nullopt;
}

std::optional<double> real(const std::optional<double>& rate, double inflation) {
  return rate ? std::optional(real_rate(*rate, inflation)) : std::nullopt;
}

/// What comes out, discounted to close.
struct Output {
  double chip_hours = 0, sold = 0, sme = 0, tokens = 0, eflop = 0, kwh = 0;
};

Output discounted_output(const Deal& deal, double rate) {
  const OperationResult& operation = deal.input.operation;
  const double tokens = operation.tokens_trained.in(unit::token) / operation.years / 4;
  const double eflop = operation.model_operations.in(unit::exaflop) / operation.years / 4;
  const double kwh = deal.input.energy.it.in(unit::kilowatt_hour) / 4;
  Output sum;
  for (int date = 0; date <= deal.calendar().horizon; ++date) {
    const Prospect& p = deal.at(date);
    const double factor = std::pow(1 + rate, -date / 4.0);
    sum.chip_hours += factor * p.chip_hours;
    sum.sold += factor * p.sold_chip_hours;
    sum.sme += factor * p.sme_chip_hours;
    sum.tokens += factor * p.open * tokens;
    sum.eflop += factor * p.open * eflop;
    sum.kwh += factor * p.open * kwh;
  }
  return sum;
}

/// In euros of the price year, at close.
Money real_value(const Deal& deal, const std::vector<Money>& flows) {
  Money sum;
  for (std::size_t k = 0; k < flows.size(); ++k) {
    const double factor = std::pow(1 + deal.input.finance.discount_rate, -static_cast<double>(k) / 4);
    sum += factor / deal.outlook.dates[k].index * flows[k];
  }
  return sum;
}

void add_values(const Deal& deal, const Waterfall& waterfall, Indicators& out) {
  const double inflation = deal.project.inflation;
  const std::vector<Money> project = project_flows(deal), equity = equity_flows(waterfall.quarters),
                           purse = public_flows(waterfall.quarters);
  out.project_npv = net_present_value(project, nominal_rate(deal.input.finance.discount_rate, inflation));
  out.equity_npv = equity_value(deal, waterfall.quarters);
  out.public_npv = net_present_value(purse, nominal_rate(deal.programme.public_discount_rate, inflation));
  const double level = deal.outlook.dates.front().index;
  out.project_npv_real = out.project_npv / level;
  out.equity_npv_real = out.equity_npv / level;
  out.public_npv_real = out.public_npv / level;
  out.project_irr = internal_rate_of_return(project);
  out.equity_irr = internal_rate_of_return(equity);
  out.public_irr = internal_rate_of_return(purse);
  out.project_irr_real = real(out.project_irr, inflation);
  out.equity_irr_real = real(out.equity_irr, inflation);
  out.public_irr_real = real(out.public_irr, inflation);
  out.project_payback_years = payback_years(project);
  out.equity_payback_years = payback_years(equity);
  out.funding_gap = max(Money(0), -net_present_value(project, deal.programme.funding_gap_rate));
}

void add_debt_ratios(const std::vector<Statement>& quarters, Indicators& out) {
  double sum = 0, count = 0;
  for (const Statement& quarter : quarters) {
    if (const auto dscr = quarter.tested ? quarter.dscr() : std::nullopt) {
      out.minimum_dscr = std::min(out.minimum_dscr.value_or(*dscr), *dscr);
      sum += *dscr;
      ++count;
    }
  }
  out.average_dscr = count > 0 ? std::optional(sum / count) : std::nullopt;
}

void add_public_money(const Deal& deal, const Waterfall& waterfall, Indicators& out) {
  std::vector<Money> spent;
  Money grants, private_money = waterfall.equity_for_building;
  for (const Statement& quarter : waterfall.quarters) {
    out.operating_grants += quarter.operating_grants();
    spent.push_back(quarter.grants() + quarter.operating_grants() + quarter.guarantee_calls - quarter.guarantee_repaid -
                    quarter.claw_back);
    out.public_money += spent.back();
    out.guarantee_called += quarter.guarantee_calls;
    out.guarantee_recovered += quarter.guarantee_repaid;
    out.claw_back += quarter.claw_back;
    out.quota_claw_back =
        min(quota_claw_back(deal, grants + quarter.grants()), quarter.claw_back);  // the first in rank
    grants += quarter.grants();
    private_money += quarter.loans[1].drawn - quarter.loans[1].for_interest;
  }
  if (deal.programme.public_quota && grants > Money(0)) out.public_quota_share = deal.programme.public_quota->share;
  out.public_value = real_value(deal, spent);
  out.lost_by_creditors = waterfall.lost_by_creditors;
  out.private_eur_per_public_eur = ratio(private_money.in(unit::euro), grants);
}

void add_per_euro(const Deal& deal, Indicators& out) {
  std::vector<Money> costs;
  costs.reserve(deal.outlook.dates.size());
  for (const Prospect& p : deal.outlook.dates) {
    costs.push_back(p.capex + p.renewal + p.energy + p.other_opex);
  }
  costs.back() -= deal.outlook.resale;
  const Money cost = real_value(deal, costs);
  const double rate = deal.input.finance.discount_rate;
  const Output output = discounted_output(deal, rate);
  out.lifetime_cost = cost;
  out.eur_per_chip_hour = price(cost, output.chip_hours);
  out.eur_per_sold_chip_hour = price(cost, output.sold);
  out.eur_per_model_eflop = price(cost, output.eflop);
  out.eur_per_million_tokens = price(cost, output.tokens / 1e6);
  // In nominal euros both costs and output are discounted at the nominal rate (NREL/TP-462-5173): a price that stays.
  const Money nominal = deal.outlook.dates.front().index * cost;
  const Output later = discounted_output(deal, nominal_rate(rate, deal.project.inflation));
  out.lifetime_cost_nominal = nominal;
  out.nominal_eur_per_chip_hour = price(nominal, later.chip_hours);
  out.nominal_eur_per_sold_chip_hour = price(nominal, later.sold);
  out.nominal_eur_per_model_eflop = price(nominal, later.eflop);
  out.nominal_eur_per_million_tokens = price(nominal, later.tokens / 1e6);
  out.tokens_per_eur = ratio(output.tokens, cost);
  out.model_eflop_per_eur = ratio(output.eflop, cost);
  out.sme_chip_hours_per_eur = ratio(output.sme, cost);
  out.kwh_per_eur = ratio(output.kwh, cost);
  out.tokens_per_public_eur = ratio(output.tokens, out.public_value);
  out.model_eflop_per_public_eur = ratio(output.eflop, out.public_value);
  out.sme_chip_hours_per_public_eur = ratio(output.sme, out.public_value);
  out.kwh_per_public_eur = ratio(output.kwh, out.public_value);
}

void add_sales(const Deal& deal, Indicators& out) {
  double open_years = 0, sold = 0, healthy = 0;
  Money revenue, real_revenue;
  for (const Prospect& p : deal.outlook.dates) {
    open_years += p.open / 4;
    sold += p.sold_chip_hours;
    healthy += p.chip_hours;
    revenue += p.compute;
    real_revenue += p.compute / p.index;
  }
  out.mean_price = price(revenue, sold);
  out.mean_price_real = price(real_revenue, sold);
  out.utilisation = healthy > 0 ? std::optional(sold / healthy) : std::nullopt;
  out.public_use_share = public_use(deal.outlook);
  if (const auto& reference = deal.project.market.carbon_reference) {
    const EnergyResult& energy = deal.input.energy;
    out.avoided_carbon = open_years * (reference->pue * (energy.it * reference->carbon) - energy.co2);
  }
}

}  // namespace

std::vector<Money> equity_flows(const std::vector<Statement>& quarters) {
  std::vector<Money> flows;
  flows.reserve(quarters.size());
  for (const Statement& quarter : quarters) {
    flows.push_back(quarter.distributions - quarter.equity_paid_in);
  }
  return flows;
}

std::vector<Money> public_flows(const std::vector<Statement>& quarters) {
  std::vector<Money> flows;
  flows.reserve(quarters.size());
  for (const Statement& quarter : quarters) {
    flows.push_back(quarter.tax + quarter.guarantor_fees + quarter.guarantee_repaid + quarter.claw_back -
                    quarter.grants() - quarter.operating_grants() - quarter.guarantee_calls);
  }
  return flows;
}

Money equity_value(const Deal& deal, const std::vector<Statement>& quarters) {
  return net_present_value(equity_flows(quarters), deal.programme.equity_hurdle);
}

double price_level_at_start(const Deal& deal) {
  return deal.at(deal.calendar().start).index;
}

Indicators indicators_of(const Deal& deal, const Waterfall& waterfall) {
  Indicators out;
  add_values(deal, waterfall, out);
  add_debt_ratios(waterfall.quarters, out);
  add_public_money(deal, waterfall, out);
  add_per_euro(deal, out);
  add_sales(deal, out);
  return out;
}

}  // namespace gigaplan::finance
