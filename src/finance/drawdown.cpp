#include "finance/drawdown.hpp"

#include <algorithm>
#include <cmath>

namespace gigaplan::finance {

ByInstrument draw(Money need, const ByInstrument& committed, const ByInstrument& drawn,
                  const std::vector<Instrument>& order) {
  ByInstrument parts;
  Money rest = need;
  const auto take = [&](std::size_t i, Money amount) {
    parts.at(i) = max(Money(0), min(min(amount, rest), committed.at(i) - drawn.at(i)));
    rest -= parts.at(i);
  };
  Money all;
  for (const Money part : committed) {
    all += part;
  }
  if (!order.empty()) {
    for (const Instrument instrument : order) {
      take(static_cast<std::size_t>(instrument), rest);
    }
  } else if (all > Money(0)) {
    for (std::size_t i = 0; i < instrument_count; ++i) {
      take(i, committed.at(i) / all * need);
    }
  }
  parts[0] += max(Money(0), rest);
  return parts;
}

Money claw_back(const std::optional<ClawBack>& terms, const std::vector<Money>& flows, Money left, Money grants) {
  if (!terms || !std::ranges::any_of(flows, [](Money flow) { return flow < Money(0); })) {
    return Money(0);
  }
  const double growth = std::pow(1 + terms->threshold_irr, 0.25);
  Money worth;
  for (const Money flow : flows) {
    worth = worth * growth + flow;
  }
  return max(Money(0), min(terms->share * (worth + left), min(grants, left)));
}

Money quota_claw_back(const Deal& deal, Money grants) {
  const auto& quota = deal.programme.public_quota;
  if (!quota || !(quota->share > 0)) {
    return Money(0);
  }
  const double missing = std::max(0.0, 1 - public_use(deal.outlook).value_or(0) / quota->share);
  return quota->claw_back * missing * grants;
}

}  // namespace gigaplan::finance
