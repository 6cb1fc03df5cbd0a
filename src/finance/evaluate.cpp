#include "finance/evaluate.hpp"

#include "finance/capex.hpp"
#include "finance/discount.hpp"
#include "finance/opex.hpp"

namespace gigaplan::finance {
namespace {

// Discounted over the horizon.
struct Output {
  double tokens = 0, model_petaflop = 0, it_kilowatt_hours = 0, chip_hours = 0;
};

Output discounted_output(const FinanceInput& input, double annuity) {
  const OperationResult& operation = input.operation;
  const double mean_years = annuity / operation.years;
  const double chip_hours =
      static_cast<double>(input.cluster.chips()) * operation.chip_availability * unit::year.in(unit::hour);
  return {.tokens = operation.tokens_trained.in(unit::token)*mean_years,
          .model_petaflop = operation.model_operations.in(unit::petaflop)*mean_years,
          .it_kilowatt_hours = input.energy.it.in(unit::kilowatt_hour)*annuity,
          .chip_hours = chip_hours * annuity};
}

// A euro that buys nothing does not divide.
double per(double output, Money money) {
  return money > Money(0) ? output / money.in(unit::euro) : 0;
}

}  // namespace

FinanceResult evaluate(const FinanceInput& input) {
  const FinanceSpec& spec = input.finance;
  const Capex capex = capital_costs(input);

  FinanceResult result;
  result.capex = capex.it;
  result.capex.insert(result.capex.end(), capex.facility.begin(), capex.facility.end());
  result.capex_total = capex.total();
  result.opex = operating_costs(input, capex);
  for (const CostLine& line : result.opex) {
    result.opex_per_year += line.amount;
  }

  const double annuity = annuity_factor(spec.discount_rate, spec.horizon_years);
  const Replacement it = replace_until(spec.discount_rate, spec.it_life_years, spec.horizon_years);
  const Replacement facility = replace_until(spec.discount_rate, spec.facility_life_years, spec.horizon_years);
  const Money investment = capex.it_total() * it.purchases + capex.facility_total() * facility.purchases;
  const Money residual = capex.it_total() * it.residual + capex.facility_total() * facility.residual;
  result.lifetime_cost = investment + result.opex_per_year * annuity - residual;
  result.public_money = (spec.funding.eu_share + spec.funding.member_state_share) * investment;

  const Output output = discounted_output(input, annuity);
  const double lifetime_euros = result.lifetime_cost.in(unit::euro);
  result.tokens_per_eur = per(output.tokens, result.lifetime_cost);
  result.model_pflop_per_eur = per(output.model_petaflop, result.lifetime_cost);
  result.kwh_per_eur = per(output.it_kilowatt_hours, result.lifetime_cost);
  if (result.public_money > Money(0)) {
    result.tokens_per_public_eur = per(output.tokens, result.public_money);
    result.model_pflop_per_public_eur = per(output.model_petaflop, result.public_money);
    result.kwh_per_public_eur = per(output.it_kilowatt_hours, result.public_money);
  }
  result.eur_per_million_tokens = lifetime_euros / (output.tokens / 1e6);
  result.eur_per_chip_hour = lifetime_euros / output.chip_hours;
  return result;
}

}  // namespace gigaplan::finance
