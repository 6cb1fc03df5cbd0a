#include "finance/opex.hpp"

#include <fmt/format.h>

#include "finance/readable.hpp"

namespace gigaplan::finance {
namespace {

CostLine yearly_share(std::string name, double portion, const std::string& of, Money base) {
  return {std::move(name), portion * base, fmt::format("{} of {} ({}) a year", percent(portion), of, readable(base))};
}

CostLine energy(const EnergyResult& simulated) {
  const double megawatt_hours = simulated.facility.in(unit::megawatt_hour);
  const double price = megawatt_hours > 0 ? simulated.cost.in(unit::euro) / megawatt_hours : 0;
  return {"energy", simulated.cost, fmt::format("{} MWh, simulated × {:.2f} EUR/MWh", grouped(megawatt_hours), price)};
}

CostLine water(Volume used, MoneyPerVolume price) {
  return {"water", used * price,
          fmt::format("{} m³, simulated × {:.2f} EUR/m³", grouped(used.in(unit::cubic_metre)),
                      price.in(unit::euro_per_cubic_metre))};
}

CostLine staff(const FinanceInput& input) {
  const CostBook& costs = input.finance.costs;
  const double people = costs.staff_per_mw * input.peak_it.in(unit::megawatt);
  const double hourly = input.site.labour_cost_eur_per_h * costs.staff_wage_factor;
  return {"staff", Money(people * costs.staff_hours * hourly),
          fmt::format("{:.1f} full-time posts × {} h × {:.2f} EUR/h", people, grouped(costs.staff_hours), hourly)};
}

CostLine software(double chips, double yearly) {
  return {"software", Money(chips * yearly), fmt::format("{} chips × {}", grouped(chips), readable(Money(yearly)))};
}

Money maintained(const Capex& capex) {
  Money total;
  for (const CostLine& line : capex.it) {
    if (line.name != "integration") {
      total += line.amount;
    }
  }
  return total;
}

}  // namespace

std::vector<CostLine> operating_costs(const FinanceInput& input, const Capex& capex) {
  const CostBook& costs = input.finance.costs;
  const auto chips = static_cast<double>(bought_nodes(input) * input.cluster.node.chips_per_node);
  return {
      energy(input.energy),
      water(input.energy.water, costs.water),
      staff(input),
      yearly_share("IT maintenance", costs.it_maintenance_share, "IT hardware", maintained(capex)),
      yearly_share("facility maintenance", costs.facility_maintenance_share, "facility capex", capex.facility_total()),
      yearly_share("insurance and property tax", costs.insurance_and_tax_share, "capex", capex.total()),
      software(chips, costs.software_eur_per_chip_year)};
}

}  // namespace gigaplan::finance
