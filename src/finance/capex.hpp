// What does it cost to build?
#pragma once

#include <vector>

#include "base/quantity.hpp"
#include "finance/evaluate.hpp"
#include "model/result.hpp"

namespace gigaplan::finance {

/// A plant on the site that makes or stores electricity.
struct PowerPlant {
  CostLine cost;
  double life_years = 0;
  double maintenance_share = 0;  ///< of its cost, a year
};

/// The investment by part: what wears out as IT, what as a facility, and what has a life of its own.
struct Capex {
  std::vector<CostLine> it;         ///< chips, nodes, NICs, fabric, storage, integration
  std::vector<CostLine> facility;   ///< building, power chain, cooling, premium, contingency, grid connection
  std::vector<PowerPlant> on_site;  ///< solar plant, wind plant, battery inverter and cells
  [[nodiscard]] Money it_total() const;
  [[nodiscard]] Money facility_total() const;
  [[nodiscard]] Money on_site_total() const;
  [[nodiscard]] Money total() const { return it_total() + facility_total() + on_site_total(); }
};

/// Cluster nodes and the spares beside them, to the nearest whole node, as operation simulates them.
[[nodiscard]] long bought_nodes(const FinanceInput& input);

/// - Chips, nodes, NICs: bought_nodes() of them. Fabric: the lines of the bill of materials but its NICs, which are
///   counted here with those of the spare nodes.
/// - Storage: storage_share of chips, nodes, NICs and fabric. Integration: integration_share of these and storage.
/// - Power chain and cooling plant: at the prices of their entries, and where these have none at the cost book's, which
///   is what the sites' build costs hold for them. Building: what the cost book's leave of the site's build cost, so
///   that plant at the cost book's prices costs what the site says in all (or itself, where that is more). A cost book
///   without prices of plant does not tell the three apart.
/// - Premium: for liquid-cooled AI halls, of the site's build cost. Contingency: contingency_share of all these. Grid
///   connection: for its power.
/// - Plants on the site: their ratings at their technology's prices.
[[nodiscard]] Capex capital_costs(const FinanceInput& input);

}  // namespace gigaplan::finance
