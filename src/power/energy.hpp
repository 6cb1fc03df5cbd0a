// What do the hours of an operation add up to in a year?
#pragma once

#include <optional>
#include <vector>

#include "base/quantity.hpp"
#include "model/result.hpp"

namespace gigaplan::power {

/// Sums over the timeline ÷ years (compensated, in order: the same on every machine). PUE is facility energy ÷ IT
/// energy over the whole timeline (ISO/IEC 30134-2); 0 if the IT drew nothing.
/// \param years that the timeline covers, > 0 \param grid_limit of the connection; none: no limit
/// \throws std::invalid_argument if years is not positive
[[nodiscard]] EnergyResult summarise_energy(const std::vector<Hour>& timeline, double years,
                                            std::optional<Power> grid_limit);

}  // namespace gigaplan::power
