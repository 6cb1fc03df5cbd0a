// How much tax is due on each year's profit?
#pragma once

#include <optional>
#include <vector>

#include "base/quantity.hpp"

namespace gigaplan::finance {

struct TaxTerms {
  double rate = 0;
  std::optional<double> carry_forward_years;  ///< none: losses wait for ever
  double offset_share = 1;                    ///< of a year's profit that earlier losses can take away
};

/// Tax of each year. A loss waits until it meets profits, the oldest first; after carry_forward_years it is lost.
/// \param profits taxable profit or loss by year
[[nodiscard]] std::vector<Money> yearly_tax(const std::vector<Money>& profits, const TaxTerms& terms);

}  // namespace gigaplan::finance
