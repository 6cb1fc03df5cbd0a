// Whose money does each of the funded proposals get?
#pragma once

#include "portfolio/choose.hpp"

namespace gigaplan::portfolio {

/// The least that each needs, of each instrument in proportion to what it asks; where a budget has too little for that,
/// the sum of the deviations is least. \param chosen keeps the limits
[[nodiscard]] std::vector<Grant> grants_of(const Problem& problem, const Chosen& chosen);

}  // namespace gigaplan::portfolio
