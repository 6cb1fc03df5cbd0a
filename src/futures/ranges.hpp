// Between which values do nine of ten futures of one scenario lie?
#pragma once

#include <optional>

#include "futures/simulate.hpp"
#include "model/result.hpp"

namespace gigaplan::futures {

/// Draws `count` futures of the scenario as `compare` does, with the same luck by seed, and simulates them.
/// \param one the scenario's subject alone \param question what it was made with \param stop what ended it
/// \returns none if a signal stopped it
[[nodiscard]] std::optional<FuturesResult> ranges(const std::vector<Subject>& one, const Question& question,
                                                  std::size_t count, std::uint64_t seed, const Running& running,
                                                  batch::Stop& stop);

}  // namespace gigaplan::futures
