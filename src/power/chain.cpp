#include "power/chain.hpp"

#include <algorithm>
#include <ranges>

namespace gigaplan::power {

SizedChain size_chain(const PowerChain& chain, Power peak_it) {
  SizedChain sized;
  Power output = peak_it;
  for (const ConversionStage& stage : chain.stages | std::views::reverse) {
    sized.push_back({stage, output * chain.oversizing});
    output += stage_loss(sized.back(), output);
  }
  std::ranges::reverse(sized);
  return sized;
}

Power stage_loss(const SizedStage& stage, Power output) {
  if (!(stage.rating > Power(0))) {
    return Power(0);
  }
  const double x = output / stage.rating;
  return stage.rating * (stage.stage.no_load + x * (stage.stage.proportional + x * stage.stage.quadratic));
}

Power chain_loss(const SizedChain& chain, Power it) {
  Power output = it;
  for (const SizedStage& stage : chain | std::views::reverse) {
    output += stage_loss(stage, output);
  }
  return output - it;
}

}  // namespace gigaplan::power
