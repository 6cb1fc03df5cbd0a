// When is what paid for, and what is it worth in the end?
#pragma once

#include "finance/capex.hpp"
#include "finance/outlook.hpp"

namespace gigaplan::finance {

/// Fills in capex, renewals, what is put by for them, assets and resale values.
/// - Facility (with design, a share of it): each hall's part along the S-curve over the time that building takes, up to
///   the opening: who waits for the grid builds later. Land: at close. IT: a deposit at order, the rest when its hall
///   opens.
/// - IT and facilities are bought anew when their lives end before the horizon, at the prices of that day.
/// - Prices are those of the cost book, moved by inflation and the class's own real change from the price year on.
/// - Resale: the price of a new one at the horizon for the straight-line rest of the life, as finance/discount.hpp has
///   it; land at its whole price.
void plan_purchases(const FinanceInput& input, const Capex& capex, Outlook& outlook);

}  // namespace gigaplan::finance
