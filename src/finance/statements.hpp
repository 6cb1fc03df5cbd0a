// How do quarters become years, and where did the money for building come from and go?
#pragma once

#include <vector>

#include "finance/deal.hpp"
#include "finance/waterfall.hpp"

namespace gigaplan::finance {

/// Sums of flows, balances of the last quarter; Calendar::year tells which quarters belong together.
[[nodiscard]] std::vector<Statement> yearly(const std::vector<Statement>& quarters, const Calendar& calendar);

/// Who paid until the last hall was open, and for what: equal sums.
struct SourcesAndUses {
  std::vector<Amount> sources, uses;
};
[[nodiscard]] SourcesAndUses sources_and_uses(const Waterfall& waterfall, const Calendar& calendar);

/// What each tenant took and paid over the horizon.
[[nodiscard]] std::vector<TenantResult> tenant_results(const Deal& deal);

}  // namespace gigaplan::finance
