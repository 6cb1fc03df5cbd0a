// Is it worth building: what does it cost over its life, and what does a euro buy?
#pragma once

#include <optional>

#include "base/quantity.hpp"
#include "model/facility.hpp"
#include "model/finance.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/site.hpp"

namespace gigaplan::finance {

/// Repairs a year: of single chips, and of nodes.
struct Repairs {
  double chips = 0, nodes = 0;
};

struct FinanceInput {
  const FinanceSpec& finance;
  const Site& site;
  const Cluster& cluster;
  const Facility& facility;
  const BillOfMaterials& bill;
  Power peak_it;     ///< what all racks draw at most: sizes the building
  Power connection;  ///< of the site to the grid: the scenario's, or what its design peak needs
  const OperationResult& operation;
  const EnergyResult& energy;
  double spare_node_share = 0;                 ///< nodes held ready ÷ cluster nodes: bought on top of them
  std::optional<double> operation_start = {};  ///< calendar year, 2028.5 is July 2028; none: money is that of close
  Repairs repairs = {};                        ///< simulated
};

/// Capex and opex by part and the lifetime figures, in constant euros of the cost book's price year, before tax.
///
/// The simulated years are averaged to a typical one, which repeats until the horizon. Present values take capex at
/// time 0, each year's cash flow and output at its middle, IT bought anew at the same price every it_life_years (and
/// facilities every facility_life_years) before the horizon, and what is left of their lives, straight-line, back at
/// the horizon. Per-euro figures are discounted output ÷ discounted cost, the inverse of a levelised cost (Short,
/// Packey & Holt 1995, NREL/TP-462-5173, section on levelised cost of energy). kWh are those delivered to the IT.
///
/// Public money is the EU's, the member states' and the cohesion funds' shares of capex, of replacements too: a figure
/// per public euro then does not take credit for later hardware that somebody else paid for.
///
/// Preconditions: the reader's ranges; operation.years > 0, horizon and lives > 0, discount_rate > -1.
/// eur_per_… figures are infinite where nothing was delivered; …_per_public_eur are none where no public money is.
[[nodiscard]] FinanceResult evaluate(const FinanceInput& input);

}  // namespace gigaplan::finance
