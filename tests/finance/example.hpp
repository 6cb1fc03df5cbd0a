// Which small gigafactory is worked out by hand in these tests?
#pragma once

#include "finance/evaluate.hpp"

namespace gigaplan::test {

/// Ten nodes of four chips, one spare; round prices. Copies freely; input() looks at the copy.
struct Example {
  FinanceSpec finance;
  Site site;
  Cluster cluster;
  Facility facility;
  BillOfMaterials bill;
  Power peak_it = 0.1 * unit::megawatt, connection = 0.12 * unit::megawatt;
  OperationResult operation;
  EnergyResult energy;
  double spare_node_share = 0.1;
  std::optional<double> operation_start = {};
  finance::Repairs repairs = {.chips = 3, .nodes = 2};

  [[nodiscard]] finance::FinanceInput input() const {
    return {finance,   site,   cluster,          facility,        bill,   peak_it, connection,
            operation, energy, spare_node_share, operation_start, repairs};
  }
};

inline Example example() {
  Example e;
  e.cluster.nodes = 10;
  e.cluster.node.chips_per_node = 4;
  e.cluster.node.chip.price = Money(1000);
  e.cluster.node.price = Money(500);
  e.cluster.node.nics.per_node = 2;
  e.cluster.node.nics.price = Money(50);
  e.bill.lines = {{"leaf switch", 3, Money(3000), Power(0)},
                  {"transceiver", 10, Money(400), Power(0)},
                  {"nic", 20, Money(1000), Power(0)}};
  e.site.build_cost = 1e6 * unit::euro_per_megawatt;
  e.site.labour_cost_eur_per_h = 40;

  CostBook& c = e.finance.costs;
  c.ai_build_premium = 0.1;
  c.grid_connection = 50'000 * unit::euro_per_megawatt;
  c.storage_share = 0.10;
  c.integration_share = 0.05;
  c.contingency_share = 0.10;
  c.it_maintenance_share = 0.03;
  c.facility_maintenance_share = 0.02;
  c.staff_per_mw = 20;
  c.staff_hours = 1600;
  c.staff_wage_factor = 1.25;
  c.insurance_share = 0.01;
  c.water = 3 * unit::euro_per_cubic_metre;
  c.software_eur_per_chip_year = 100;
  e.finance.funding = {.eu_share = 0.17, .member_state_share = 0.17, .equity_share = 0.26, .debt_share = 0.40};
  e.finance.discount_rate = 0;
  e.finance.horizon_years = 4;
  e.finance.it_life_years = 2;
  e.finance.facility_life_years = 8;

  e.operation.years = 2;
  e.operation.tokens_trained = Tokens(2e12);
  e.operation.model_operations = 6e6 * unit::petaflop;
  e.operation.chip_availability = 0.95;
  e.energy.it = 500 * unit::megawatt_hour;
  e.energy.facility = 550 * unit::megawatt_hour;
  e.energy.imported = e.energy.facility;
  e.energy.cost = Money(50'000);
  e.energy.water = 100 * unit::cubic_metre;
  return e;
}

/// Sun, wind and a battery beside it; lives that end before, at and behind its four years.
inline Example example_with_plants() {
  Example e = example();
  OnSite& plants = e.facility.on_site.emplace();
  plants.solar = 0.02 * unit::megawatt;
  plants.wind = 0.01 * unit::megawatt;
  plants.battery = 0.01 * unit::megawatt;
  plants.stored = 0.04 * unit::megawatt_hour;
  const auto euro_per_kilowatt = 1000.0 * unit::euro_per_megawatt;
  plants.technology.solar = {
      .price = 600 * euro_per_kilowatt, .maintenance_share = 0.02, .life_years = 40, .carbon = {}};
  plants.technology.wind = {
      .price = 1400 * euro_per_kilowatt, .maintenance_share = 0.01, .life_years = 20, .carbon = {}};
  plants.technology.battery = {.inverter_price = 300 * euro_per_kilowatt,
                               .cell_price = 250'000 * unit::euro_per_megawatt_hour,
                               .maintenance_share = 0.005,
                               .inverter_life_years = 2,
                               .cell_life_years = 4,
                               .round_trip_efficiency = 0.9};
  e.energy.solar = 20 * unit::megawatt_hour;
  e.energy.wind = 30 * unit::megawatt_hour;
  e.energy.own = 40 * unit::megawatt_hour;
  e.energy.exported = 10 * unit::megawatt_hour;
  e.energy.imported = 510 * unit::megawatt_hour;
  return e;
}

}  // namespace gigaplan::test
