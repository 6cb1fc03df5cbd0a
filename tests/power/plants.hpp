// Which plants do the tests use? Ones with round, stated figures.
#pragma once

#include <utility>

#include "model/facility.hpp"
#include "model/node.hpp"

namespace gigaplan::test {

/// Transformer 1.2 % (0.3 % of it always), UPS as chain_test.cpp has it, distribution 1 % at full load.
inline PowerChain ups_chain(double oversizing) {
  PowerChain chain;
  chain.id = "ups";
  chain.stages = {{"transformer", 0.003, 0, 0.009}, {"ups", 0.0135, 0, 0.0175}, {"distribution", 0, 0, 0.01}};
  chain.oversizing = oversizing;
  return chain;
}

/// Fans and pumps after ANSI/ASHRAE/IES 90.1: pumps 22 W per US gallon a minute (Appendix G, chilled water) at a rise
/// of 10 K are 22 W / (0.0631 l/s · 4.19 kJ/(l·K) · 10 K) = 0.8 %, and as much for the CDUs' own.
inline CoolingPlant warm_water() {
  CoolingPlant p;
  p.id = "warm-water";
  p.supply = Temperature(30);
  p.loop_rise = Temperature(10);
  p.approach = Temperature(8);
  p.fan_share = 0.03;
  p.pump_share = 0.016;
  p.air_handler_share = 0.05;
  p.chiller_carnot_share = 0.5;
  p.chiller_lift_min = Temperature(15);
  return p;
}

inline Facility facility(PowerChain chain, CoolingPlant cooling, double house) {
  Facility f;
  f.power_chain = std::move(chain);
  f.cooling = std::move(cooling);
  f.house_load_share = house;
  return f;
}

inline Node node(double liquid_share, double max_supply) {
  Node n;
  n.liquid_share = liquid_share;
  n.max_supply = Temperature(max_supply);
  return n;
}

}  // namespace gigaplan::test
