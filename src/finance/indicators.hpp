// What did a project bring to whom, and what does a euro buy?
#pragma once

#include <vector>

#include "finance/deal.hpp"
#include "finance/waterfall.hpp"

namespace gigaplan::finance {

/// What owners get less what they pay in, by date.
[[nodiscard]] std::vector<Money> equity_flows(const std::vector<Statement>& quarters);
/// Taxes, guarantee fees, what the guarantor gets back and claw-back less grants and guarantee calls, by date.
[[nodiscard]] std::vector<Money> public_flows(const std::vector<Statement>& quarters);
/// What owners' flows are worth at the return that they ask for.
[[nodiscard]] Money equity_value(const Deal& deal, const std::vector<Statement>& quarters);

/// Price level when operation starts ÷ that of the price year.
[[nodiscard]] double price_level_at_start(const Deal& deal);

/// All but the break-even price. Formulas: docs/finance.md.
[[nodiscard]] Indicators indicators_of(const Deal& deal, const Waterfall& waterfall);

}  // namespace gigaplan::finance
