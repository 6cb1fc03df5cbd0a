#include "finance/evaluate.hpp"

#include <fmt/format.h>

#include "finance/capex.hpp"
#include "finance/discount.hpp"
#include "finance/opex.hpp"
#include "finance/readable.hpp"

namespace gigaplan::finance {
namespace {

DiscountedOutput discounted_output(const FinanceInput& input, double annuity) {
  const OperationResult& operation = input.operation;
  const double mean_years = annuity / operation.years;
  const double chip_hours =
      static_cast<double>(input.cluster.chips()) * operation.chip_availability * unit::year.in(unit::hour);
  return {.tokens = operation.tokens_trained * mean_years,
          .model_operations = operation.model_operations * mean_years,
          .it = input.energy.it * annuity,
          .chip_hours = chip_hours * annuity};
}

std::string every(double life_years, double horizon_years) {
  return life_years < horizon_years ? fmt::format("bought anew every {:g} years", life_years)
                                    : fmt::format("lives for {:g} years", life_years);
}

/// Present values of plants with lives of their own.
struct Lasting {
  Money purchases, residual;
};

Lasting last(const FinanceSpec& spec, const std::vector<PowerPlant>& plants) {
  Lasting all;
  for (const PowerPlant& plant : plants) {
    const auto replaced = replace_until(spec.discount_rate, plant.life_years, spec.horizon_years);
    all.purchases += replaced.purchases * plant.cost.amount;
    all.residual += replaced.residual * plant.cost.amount;
  }
  return all;
}

/// What the years cost, as present values, in the order in which they are paid.
std::vector<CostLine> lifetime_lines(const FinanceSpec& spec, const Capex& capex, Money opex, double annuity,
                                     const Replacement& it, const Replacement& facility, const Lasting& on_site) {
  const std::string rate = fmt::format("discounted at {}", percent(spec.discount_rate));
  std::vector<CostLine> lines = {
      {"capex", capex.total(), "at the start"},
      {"renewal of IT", capex.it_total() * (it.purchases - 1), every(spec.it_life_years, spec.horizon_years)},
      {"renewal of the facility", capex.facility_total() * (facility.purchases - 1),
       every(spec.facility_life_years, spec.horizon_years)},
      {"opex", opex * annuity,
       fmt::format("{} a year × {:.4f}, {:g} years {}", readable(opex), annuity, spec.horizon_years, rate)},
      {"residual value of IT", -1.0 * (capex.it_total() * it.residual),
       fmt::format("{} of its price, in {:g} years, {}",
                   percent(it.residual / discount_factor(spec.discount_rate, spec.horizon_years)), spec.horizon_years,
                   rate)},
      {"residual value of the facility", -1.0 * (capex.facility_total() * facility.residual),
       fmt::format("{} of its price, in {:g} years, {}",
                   percent(facility.residual / discount_factor(spec.discount_rate, spec.horizon_years)),
                   spec.horizon_years, rate)}};
  if (!capex.on_site.empty()) {
    lines.push_back(
        {"renewal of on-site power", on_site.purchases - capex.on_site_total(), "each plant after its life"});
    lines.push_back({"residual value of on-site power", -1.0 * on_site.residual,
                     fmt::format("what is left of each plant's life in {:g} years, {}", spec.horizon_years, rate)});
  }
  return lines;
}

/// Who pays for capex and renewals.
std::vector<CostLine> funding_lines(const Funding& funding, Money investment) {
  const auto line = [&](const char* name, double share) {
    return CostLine{name, share * investment, fmt::format("{} of capex and renewals", percent(share))};
  };
  std::vector<CostLine> lines = {line("EU", funding.eu_share), line("member state", funding.member_state_share),
                                 line("equity", funding.equity_share), line("debt", funding.debt_share)};
  const auto add = [&](const char* name, double share) {
    if (share > 0) lines.push_back(line(name, share));
  };
  add("cohesion funds", funding.cohesion_share);
  add("EIB loan", funding.eib_share);
  add("quasi-equity", funding.quasi_equity_share);
  return lines;
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
  for (const PowerPlant& plant : capex.on_site) result.capex.push_back(plant.cost);
  result.capex_total = capex.total();
  result.opex = operating_costs(input, capex);
  for (const CostLine& line : result.opex) {
    result.opex_per_year += line.amount;
  }

  const double annuity = annuity_factor(spec.discount_rate, spec.horizon_years);
  const Replacement it = replace_until(spec.discount_rate, spec.it_life_years, spec.horizon_years);
  const Replacement facility = replace_until(spec.discount_rate, spec.facility_life_years, spec.horizon_years);
  const Lasting on_site = last(spec, capex.on_site);
  result.lifetime = lifetime_lines(spec, capex, result.opex_per_year, annuity, it, facility, on_site);
  for (const CostLine& line : result.lifetime) {
    result.lifetime_cost += line.amount;
  }
  const Money investment =
      capex.it_total() * it.purchases + capex.facility_total() * facility.purchases + on_site.purchases;
  result.funding = funding_lines(spec.funding, investment);
  result.public_money = spec.funding.public_share() * investment;

  result.output = discounted_output(input, annuity);
  const double tokens = result.output.tokens.in(unit::token);
  const double petaflop = result.output.model_operations.in(unit::petaflop);
  const double kilowatt_hours = result.output.it.in(unit::kilowatt_hour);
  result.tokens_per_eur = per(tokens, result.lifetime_cost);
  result.model_pflop_per_eur = per(petaflop, result.lifetime_cost);
  result.kwh_per_eur = per(kilowatt_hours, result.lifetime_cost);
  if (result.public_money > Money(0)) {
    result.tokens_per_public_eur = per(tokens, result.public_money);
    result.model_pflop_per_public_eur = per(petaflop, result.public_money);
    result.kwh_per_public_eur = per(kilowatt_hours, result.public_money);
  }
  const double lifetime_euros = result.lifetime_cost.in(unit::euro);
  result.eur_per_million_tokens = lifetime_euros / (tokens / 1e6);
  result.eur_per_chip_hour = lifetime_euros / result.output.chip_hours;
  return result;
}

}  // namespace gigaplan::finance
