#include "finance/capex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <tuple>

#include "finance/readable.hpp"

namespace gigaplan::finance {
namespace {

Money sum(const std::vector<CostLine>& lines) {
  Money total;
  for (const CostLine& line : lines) {
    total += line.amount;
  }
  return total;
}

CostLine pieces(std::string name, const std::string& what, double count, Money price) {
  return {std::move(name), count * price, fmt::format("{} {} × {}", grouped(count), what, readable(price))};
}

CostLine share(std::string name, double portion, const std::string& of, Money base) {
  return {std::move(name), portion * base, fmt::format("{} of {} ({})", percent(portion), of, readable(base))};
}

std::vector<CostLine> it_lines(const FinanceInput& input) {
  const Node& node = input.cluster.node;
  const CostBook& costs = input.finance.costs;
  const auto nodes = static_cast<double>(bought_nodes(input));
  std::vector<CostLine> lines;
  lines.push_back(pieces("chips", "chips", nodes * node.chips_per_node, node.chip.price));
  lines.push_back(pieces("nodes", "nodes without chips and NICs", nodes, node.price));
  lines.push_back(pieces("NICs", "NICs", nodes * node.nics.per_node, node.nics.price));
  for (const BillOfMaterials::Line& line : input.bill.lines) {
    if (line.name != "nic" && line.count > 0) {
      const auto count = static_cast<double>(line.count);
      lines.push_back(pieces("fabric: " + line.name, "pieces", count, line.price / count));
    }
  }
  lines.push_back(share("storage", costs.storage_share, "chips, nodes, NICs and fabric", sum(lines)));
  lines.push_back(share("integration", costs.integration_share, "IT hardware", sum(lines)));
  return lines;
}

/// A plant that costs `own` for each megawatt that `installed` times the IT's can carry; else what the cost book says.
CostLine plant_line(const char* name, Power peak_it, const std::optional<MoneyPerPower>& own, double installed,
                    MoneyPerPower usual) {
  if (!own) {
    return {name, peak_it * usual,
            fmt::format("{} of IT × {}, the cost book's", readable(peak_it), readable_per_megawatt(usual))};
  }
  const std::string more = installed > 1 ? fmt::format(" × {:g} (oversizing)", installed) : "";
  return {name, peak_it * installed * *own,
          fmt::format("{} of IT{} × {}", readable(peak_it), more, readable_per_megawatt(*own))};
}

std::vector<CostLine> facility_lines(const FinanceInput& input) {
  const CostBook& costs = input.finance.costs;
  const Facility& plant = input.facility;
  const MoneyPerPower build = input.site.build_cost;
  const MoneyPerPower building = std::max(
      MoneyPerPower(), build - costs.power_chain.value_or(MoneyPerPower()) - costs.cooling.value_or(MoneyPerPower()));
  std::vector<CostLine> lines;
  if (!costs.power_chain && !costs.cooling) {
    lines.push_back({"building and plant", input.peak_it * build,
                     fmt::format("{} of IT × {}", readable(input.peak_it), readable_per_megawatt(build))});
  } else {
    lines.push_back({"building", input.peak_it * building,
                     fmt::format("{} of IT × {}, what usual plant leaves of the site's {}", readable(input.peak_it),
                                 readable_per_megawatt(building), readable_per_megawatt(build))});
  }
  if (costs.power_chain) {
    lines.push_back(plant_line("power chain", input.peak_it, plant.power_chain.price, plant.power_chain.oversizing,
                               *costs.power_chain));
  }
  if (costs.cooling) {
    lines.push_back(plant_line("cooling", input.peak_it, plant.cooling.price, 1, *costs.cooling));
  }
  lines.push_back(
      share("premium for AI halls", costs.ai_build_premium, "the site's build cost", input.peak_it * build));
  lines.push_back(share("contingency", costs.contingency_share, "building and plant", sum(lines)));
  lines.push_back({"grid connection", input.connection * costs.grid_connection,
                   fmt::format("{} × {}", readable(input.connection), readable_per_megawatt(costs.grid_connection))});
  return lines;
}

std::vector<PowerPlant> on_site_plants(const FinanceInput& input) {
  std::vector<PowerPlant> plants;
  if (!input.facility.on_site) return plants;
  const OnSite& site = *input.facility.on_site;
  const auto add = [&](const char* name, Power rating, MoneyPerPower price, double life_years, double maintenance) {
    if (rating > Power()) {
      plants.push_back({{name, rating * price, fmt::format("{} × {}", readable(rating), readable_per_megawatt(price))},
                        life_years,
                        maintenance});
    }
  };
  const auto& [solar, wind, battery] = std::tie(site.technology.solar, site.technology.wind, site.technology.battery);
  add("solar plant", site.solar, solar.price, solar.life_years, solar.maintenance_share);
  add("wind plant", site.wind, wind.price, wind.life_years, wind.maintenance_share);
  add("battery inverter", site.battery, battery.inverter_price, battery.inverter_life_years, battery.maintenance_share);
  if (site.stored > Energy()) {
    plants.push_back({{"battery cells", site.stored * battery.cell_price,
                       fmt::format("{} MWh × {} a MWh", grouped(site.stored.in(unit::megawatt_hour)),
                                   readable(unit::megawatt_hour * battery.cell_price))},
                      battery.cell_life_years,
                      0});
  }
  return plants;
}

}  // namespace

Money Capex::on_site_total() const {
  Money total;
  for (const PowerPlant& plant : on_site) total += plant.cost.amount;
  return total;
}

Money Capex::it_total() const {
  return sum(it);
}

Money Capex::facility_total() const {
  return sum(facility);
}

long bought_nodes(const FinanceInput& input) {
  return input.cluster.nodes + std::lround(input.spare_node_share * static_cast<double>(input.cluster.nodes));
}

Capex capital_costs(const FinanceInput& input) {
  return {it_lines(input), facility_lines(input), on_site_plants(input)};
}

}  // namespace gigaplan::finance
