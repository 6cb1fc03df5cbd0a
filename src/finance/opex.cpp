#include "finance/opex.hpp"

#include <fmt/format.h>

#include "finance/readable.hpp"

namespace gigaplan::finance {
namespace {

CostLine yearly_share(std::string name, double portion, const std::string& of, Money base) {
  return {std::move(name), portion * base, fmt::format("{} of {} ({}) a year", percent(portion), of, readable(base))};
}

CostLine energy(const EnergyResult& simulated) {
  const double megawatt_hours = simulated.imported.in(unit::megawatt_hour);
  const double price = megawatt_hours > 0 ? simulated.cost.in(unit::euro) / megawatt_hours : 0;
  if (simulated.own + simulated.exported > Energy()) {
    return {"energy", simulated.cost,
            fmt::format("{} MWh bought less {} MWh sold, simulated, hour by hour",
                        grouped(simulated.imported.in(unit::megawatt_hour)),
                        grouped(simulated.exported.in(unit::megawatt_hour)))};
  }
  return {"energy", simulated.cost, fmt::format("{} MWh, simulated × {:.2f} EUR/MWh", grouped(megawatt_hours), price)};
}

CostLine plant_maintenance(const Capex& capex) {
  CostLine line{"on-site power maintenance", {}, ""};
  for (const PowerPlant& plant : capex.on_site) {
    if (plant.maintenance_share == 0) continue;
    line.amount += plant.maintenance_share * plant.cost.amount;
    line.basis += fmt::format("{}{} of the {}", line.basis.empty() ? "" : ", ", percent(plant.maintenance_share),
                              plant.cost.name);
  }
  line.basis += " a year";
  return line;
}

CostLine water(Volume used, MoneyPerVolume price) {
  return {"water", used * price,
          fmt::format("{} m³, simulated × {:.2f} EUR/m³", grouped(used.in(unit::cubic_metre)),
                      price.in(unit::euro_per_cubic_metre))};
}

/// People around the clock, and by the size of the site. A full-time equivalent works staff_hours a year.
CostLine staff(const FinanceInput& input) {
  const CostBook& costs = input.finance.costs;
  const double manned = costs.staff_posts * unit::year.in(unit::hour);  // hours
  const double beside = costs.staff_per_mw * input.peak_it.in(unit::megawatt)*costs.staff_hours;
  const double hourly = input.site.labour_cost_eur_per_h * costs.staff_wage_factor;
  const auto posts = [&costs](double hours) { return costs.staff_hours > 0 ? hours / costs.staff_hours : 0; };
  return {"staff", Money((manned + beside) * hourly),
          fmt::format("{:.1f} full-time posts, {:.1f} of them to man {:g} round the clock × {} h × {:.2f} EUR/h",
                      posts(manned + beside), posts(manned), costs.staff_posts, grouped(costs.staff_hours), hourly)};
}

CostLine spares(const FinanceInput& input) {
  const Repairs& repairs = input.repairs;
  const Node& node = input.cluster.node;
  const double portion = input.finance.costs.spare_part_share;
  return {"spares", portion * (repairs.chips * node.chip.price + repairs.nodes * node.price),
          fmt::format("{} of the price × ({} repairs of chips × {} + {} of nodes × {}), simulated", percent(portion),
                      grouped(repairs.chips), readable(node.chip.price), grouped(repairs.nodes), readable(node.price))};
}

CostLine network_outside(const FinanceInput& input) {
  const CostBook& costs = input.finance.costs;
  const double leased = costs.wan_gbit_s_per_mw * input.peak_it.in(unit::megawatt);
  return {"WAN", Money(12 * leased * costs.wan_eur_per_gbit_s_month),
          fmt::format("{} Gbit/s × {:.2f} EUR/Gbit/s a month × 12", grouped(leased), costs.wan_eur_per_gbit_s_month)};
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
  std::vector<CostLine> lines = {
      energy(input.energy),
      water(input.energy.water, input.site.water.value_or(costs.water)),
      staff(input),
      yearly_share("IT maintenance", costs.it_maintenance_share, "IT hardware", maintained(capex)),
      spares(input),
      yearly_share("facility maintenance", costs.facility_maintenance_share, "facility capex", capex.facility_total()),
      software(chips, costs.software_eur_per_chip_year),
      network_outside(input),
      yearly_share("insurance", costs.insurance_share, "capex", capex.total()),
      yearly_share("property tax", input.site.property_tax.value_or(costs.property_tax_share), "facility capex",
                   capex.facility_total())};
  if (!capex.on_site.empty()) lines.push_back(plant_maintenance(capex));
  return lines;
}

}  // namespace gigaplan::finance
