#include "finance/by_part.hpp"

#include "finance/capex.hpp"
#include "finance/opex.hpp"

namespace gigaplan::finance {
namespace {

double fraction(Money part, Money whole) {
  return whole > Money(0) ? part / whole : 0;
}

std::vector<Amount> capex_parts(const FinanceInput& input, const Outlook& outlook) {
  const Capex capex = capital_costs(input);
  const double design_share = input.finance.project->construction.design_share;
  const Spent& spent = outlook.spent;
  std::vector<Amount> parts = {{"land", spent.land}};
  const auto add = [&parts](const std::vector<CostLine>& lines, Money planned, Money paid) {
    for (const CostLine& line : lines) parts.push_back({line.name, fraction(line.amount, planned) * paid});
  };
  add(capex.it, capex.it_total(), spent.it);
  const double without_design = 1 / (1 + design_share);
  add(capex.facility, capex.facility_total(), without_design * spent.facility);
  Money design = (1 - without_design) * spent.facility;
  for (std::size_t i = 0; i < capex.on_site.size(); ++i) {
    parts.push_back({capex.on_site[i].cost.name, without_design * spent.on_site[i]});
    design += (1 - without_design) * spent.on_site[i];
  }
  parts.push_back({"design and permits", design});
  return parts;
}

std::vector<Amount> opex_parts(const FinanceInput& input, const Outlook& outlook) {
  Money energy, others;
  for (const Prospect& quarter : outlook.dates) {
    energy += quarter.energy;
    others += quarter.other_opex;
  }
  const std::vector<CostLine> yearly = operating_costs(input, capital_costs(input));
  Money yearly_others;
  for (const CostLine& line : yearly) {
    if (line.name != "energy") yearly_others += line.amount;
  }
  std::vector<Amount> parts;
  parts.reserve(yearly.size());
  for (const CostLine& line : yearly) {
    parts.push_back({line.name, line.name == "energy" ? energy : fraction(line.amount, yearly_others) * others});
  }
  return parts;
}

}  // namespace

ByPart by_part(const FinanceInput& input, const Outlook& outlook) {
  return {capex_parts(input, outlook), opex_parts(input, outlook)};
}

}  // namespace gigaplan::finance
