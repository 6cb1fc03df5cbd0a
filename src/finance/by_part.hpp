// Which parts do the euros of the statements come from?
#pragma once

#include <vector>

#include "finance/outlook.hpp"
#include "model/investment.hpp"

namespace gigaplan::finance {

/// Nominal. Their sums are the quarters' capex and opex.
struct ByPart {
  std::vector<Amount> capex;  ///< land, the lines of finance/capex.hpp, design
  std::vector<Amount> opex;   ///< the lines of finance/opex.hpp, over the horizon
};

/// What is paid together moves together in price: a part has its share of what was paid for IT, for the facility (with
/// design), for a plant on the site (with design), for energy, for everything else.
[[nodiscard]] ByPart by_part(const FinanceInput& input, const Outlook& outlook);

}  // namespace gigaplan::finance
