// What does it cost to run for a year?
#pragma once

#include <vector>

#include "finance/capex.hpp"
#include "finance/evaluate.hpp"
#include "model/result.hpp"

namespace gigaplan::finance {

/// Yearly costs by part, from the simulated mean year:
/// - energy and water as simulated, water at the site's price; staff: posts that are manned round the clock, 8,760 h ÷
///   the hours of a full-time equivalent each, and by peak IT power, at the country's labour cost times the wage
///   factor;
/// - IT maintenance on chips, nodes, NICs, fabric and storage (integration is work, not a thing to be maintained);
///   spares: a share of the price of each chip or node that the simulated operation has repaired;
/// - facility maintenance and property tax (the site's, else the cost book's) on the facility's capex; insurance on all
///   capex; software by chip bought; WAN by leased capacity.
[[nodiscard]] std::vector<CostLine> operating_costs(const FinanceInput& input, const Capex& capex);

}  // namespace gigaplan::finance
