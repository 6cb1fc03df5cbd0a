// From whom does the money for building come, and what goes back to the public in the end?
#pragma once

#include <array>
#include <vector>

#include "finance/deal.hpp"

namespace gigaplan::finance {

using ByInstrument = std::array<Money, instrument_count>;

/// Who pays `need`: each up to what it has committed and not yet paid, one after the other in `order`, or in proportion
/// to commitments where there is none. Equity pays what nobody else does. The parts add up to `need`.
[[nodiscard]] ByInstrument draw(Money need, const ByInstrument& committed, const ByInstrument& drawn,
                                const std::vector<Instrument>& order);

/// What owners must give back at the horizon: a share of what they have beyond the threshold return, up to the grants.
/// \param flows to the owners less what they paid in, by date; the last without what is left to hand out
/// \param left to hand out at the horizon
[[nodiscard]] Money claw_back(const std::optional<ClawBack>& terms, const std::vector<Money>& flows, Money left,
                              Money grants);

/// What goes back at the horizon because public and small tenants took less than was asked for: a share of the grants,
/// in proportion to what is missing.
[[nodiscard]] Money quota_claw_back(const Deal& deal, Money grants);

}  // namespace gigaplan::finance
