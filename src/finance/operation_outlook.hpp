// What do the open halls earn and cost in each quarter?
#pragma once

#include "finance/capex.hpp"
#include "finance/outlook.hpp"

namespace gigaplan::finance {

/// Price of an hour of the cluster's chip, in euros of the price year: the reference price times (peak ÷ reference
/// peak)^exponent, dense 16-bit peaks; a chip without a 16-bit unit sells at the reference price.
[[nodiscard]] double chip_hour_price(const Market& market, const Chip& chip);

/// Fills in revenue, opex and chip-hours. A quarter has a fourth of the simulated mean year, for the halls that are
/// open. Offered are the hours of healthy chips outside maintenance, less the market's part of what the simulated job
/// loses to interruptions; tenants take their occupancy of them, reached evenly over the ramp from the hall's opening
/// on.
void plan_operation(const FinanceInput& input, const Capex& capex, Outlook& outlook);

}  // namespace gigaplan::finance
