#include "finance/appraise.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "finance/by_part.hpp"
#include "finance/debt_service.hpp"
#include "finance/indicators.hpp"
#include "finance/solve.hpp"
#include "finance/statements.hpp"
#include "finance/tranches.hpp"

namespace gigaplan::finance {
namespace {

/// Price of a reference chip-hour at which owners get just what they ask for. Their value at a price is sought again
/// with loans that fit it, by regula falsi (Illinois), which needs some ten prices. Grants stay as agreed: were they
/// cut to the gap that a better price leaves, the price sought would be that without aid.
std::optional<double> break_even_price(const Deal& deal, const Solution& known, Aid aid) {
  constexpr double most = 1024, tolerance = 1e-9;
  constexpr int most_rounds = 60;
  Solution near = known;
  const auto value = [&](double factor) {
    const Deal priced = with_price(deal, factor, aid);
    near = solve(priced, nullptr, &near);
    return equity_value(priced, near.waterfall.quarters).in(unit::euro);
  };
  double low = 0, high = 1, of_high = value(high);
  double of_low = value(low);
  while (of_high < 0 && high < most) {
    low = high, of_low = of_high;
    high *= 2;
    of_high = value(high);
  }
  if (of_low >= 0 || of_high < 0 || !(deal.project.market.reference_price > 0)) {
    return std::nullopt;
  }
  double middle = high;
  for (int round = 0, side = 0; round < most_rounds && high - low > tolerance * high; ++round) {
    middle = (low * of_high - high * of_low) / (of_high - of_low);
    const double of_middle = value(middle);
    if (std::abs(of_middle) <= tolerance * deal.outlook.capex.in(unit::euro)) {
      break;
    }
    const bool below = of_middle < 0;
    (below ? low : high) = middle;
    (below ? of_low : of_high) = of_middle;
    if (side == (below ? -1 : 1)) (below ? of_high : of_low) /= 2;  // the other end has not moved for two rounds
    side = below ? -1 : 1;
  }
  return middle * deal.project.market.reference_price;
}

}  // namespace

std::optional<InvestmentResult> appraise(const FinanceInput& input, const AppraiseOptions& options) {
  if (!input.finance.project) {
    return std::nullopt;
  }
  const Deal deal = make_deal(input);
  Solution solution = solve(deal, options.plan);
  InvestmentResult result;
  result.indicators = indicators_of(deal, solution.waterfall);
  if (options.break_even && options.plan == nullptr) {
    auto& found = result.indicators;
    found.break_even_price = break_even_price(deal, solution, Aid::agreed);
    if (found.break_even_price) {
      found.break_even_price_nominal = *found.break_even_price * price_level_at_start(deal);
    }
    const auto& plan = solution.plan;
    const bool aided = plan.eu_grant + plan.member_state_grant + plan.cohesion_grant > Money(0);
    found.break_even_price_without_aid = aided ? break_even_price(deal, solution, Aid::none) : found.break_even_price;
  }
  SourcesAndUses table = sources_and_uses(solution.waterfall, deal.calendar());
  result.sources = std::move(table.sources);
  result.uses = std::move(table.uses);
  ByPart parts = by_part(input, deal.outlook);
  result.capex = std::move(parts.capex);
  result.opex = std::move(parts.opex);
  result.opening_years = deal.calendar().start / 4.0;
  result.grid_delay_years = deal.calendar().waiting / 4.0;
  result.tenants = tenant_results(deal);
  result.covenants = covenants_of(solution.waterfall.quarters);
  result.tranches = solution.waterfall.quasi_equity->results(true);
  std::ranges::move(owners_of(deal, solution.plan, solution.waterfall.quarters), std::back_inserter(result.tranches));
  result.years = yearly(solution.waterfall.quarters, deal.calendar());
  result.quarters = std::move(solution.waterfall.quarters);
  result.plan = std::move(solution.plan);
  result.insolvent_quarter = solution.waterfall.insolvent;
  result.solved = solution.solved;
  return result;
}

}  // namespace gigaplan::finance
