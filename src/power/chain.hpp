// How much is lost between the grid connection and the racks?
#pragma once

#include <vector>

#include "base/quantity.hpp"
#include "model/facility.hpp"

namespace gigaplan::power {

/// A conversion stage as built.
struct SizedStage {
  ConversionStage stage;
  Power rating;  ///< of its output
  bool operator==(const SizedStage&) const = default;
};

/// From the grid connection down to the racks.
using SizedChain = std::vector<SizedStage>;

/// The rating of each stage is peak IT power plus the losses of all stages below it at that load, times the chain's
/// oversizing.
[[nodiscard]] SizedChain size_chain(const PowerChain& chain, Power peak_it);

/// rating · (no_load + proportional · x + quadratic · x²), x = output ÷ rating. A stage that is switched on and feeds
/// nothing loses its no-load share. Zero for a stage of zero rating.
[[nodiscard]] Power stage_loss(const SizedStage& stage, Power output);

/// Losses of all stages together when the racks draw `it`. What a stage loses, the stages above it have to carry.
[[nodiscard]] Power chain_loss(const SizedChain& chain, Power it);

}  // namespace gigaplan::power
