// What does it cost to run for a year?
#pragma once

#include <vector>

#include "finance/capex.hpp"
#include "finance/evaluate.hpp"
#include "model/result.hpp"

namespace gigaplan::finance {

/// Yearly costs by part, from the simulated mean year:
/// - energy and water as simulated; staff by peak IT power, at the country's labour cost times the wage factor;
/// - IT maintenance on chips, nodes, NICs, fabric and storage (integration is work, not a thing to be maintained);
/// - facility maintenance on the facility's capex; insurance and property tax on all capex; software by chip bought.
[[nodiscard]] std::vector<CostLine> operating_costs(const FinanceInput& input, const Capex& capex);

}  // namespace gigaplan::finance
