// What does it cost to build?
#pragma once

#include <vector>

#include "base/quantity.hpp"
#include "finance/evaluate.hpp"
#include "model/result.hpp"

namespace gigaplan::finance {

/// The investment by part: what wears out as IT and what as a facility.
struct Capex {
  std::vector<CostLine> it;        ///< chips, nodes, NICs, fabric, storage, integration
  std::vector<CostLine> facility;  ///< building and plant, contingency, grid connection
  [[nodiscard]] Money it_total() const;
  [[nodiscard]] Money facility_total() const;
  [[nodiscard]] Money total() const { return it_total() + facility_total(); }
};

/// Cluster nodes and the spares beside them, to the nearest whole node, as operation simulates them.
[[nodiscard]] long bought_nodes(const FinanceInput& input);

/// - Chips, nodes, NICs: bought_nodes() of them. Fabric: the lines of the bill of materials but its NICs, which are
///   counted here with those of the spare nodes.
/// - Storage: storage_share of chips, nodes, NICs and fabric. Integration: integration_share of these and storage.
/// - Building and plant: the site's build cost for peak IT power, with the premium for liquid-cooled AI halls.
///   Contingency: contingency_share of it. Grid connection: for its power.
[[nodiscard]] Capex capital_costs(const FinanceInput& input);

}  // namespace gigaplan::finance
