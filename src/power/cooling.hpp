// What does it take to carry the heat out?
#pragma once

#include "base/quantity.hpp"
#include "model/facility.hpp"
#include "power/weather.hpp"

namespace gigaplan::power {

/// Speed below which fans and pumps are not turned down, share of full speed (EnergyPlus Engineering Reference,
/// CoolingTower:VariableSpeed: minimum air flow ratio 0.2 by default).
inline constexpr double minimum_speed = 0.2;

/// A cooling plant as built.
struct CoolingDesign {
  CoolingPlant plant;
  Temperature supply;       ///< to the CDUs, °C: the plant's, or the node's if that accepts less
  double liquid_share = 0;  ///< of IT heat; the rest and the power chain's losses go through air handlers
  Power hall_heat;          ///< at peak: IT, chain losses and the air handlers' own fans
  Power loop_heat;          ///< at peak: hall_heat and the pumps' own
  bool operator==(const CoolingDesign&) const = default;
};

struct CoolingDraw {
  Power fans, pumps, chillers, air_handlers;
  Power heat_rejected;  ///< by the coolers: all heat of the loop and the chillers' own
  VolumeRate water;
  bool operator==(const CoolingDraw&) const = default;
};

/// \param liquid_share of it that goes into the liquid loop \param it, chain_loss at peak
[[nodiscard]] CoolingDesign size_cooling(const CoolingPlant& plant, Temperature max_supply, double liquid_share,
                                         Power it, Power chain_loss);

/// What the plant draws to remove `it` and `chain_loss` (all of which is taken to be lost inside the halls).
///
/// With x the loop's heat ÷ its design heat, T_a the air temperature (wet bulb if the plant evaporates water) and T_s
/// the supply temperature:
/// - Pumps: speed max(x, minimum_speed), power with its cube (affinity laws).
/// - Coolers: at fan speed f, water leaves at T_a + approach · x/f. Fans turn just as fast as T_s needs, at least
///   minimum_speed; power with the cube.
/// - Where full speed is not enough, chillers in series take the last T_a + approach · x - T_s kelvins of the loop's
///   rise, at most all of it. COP = chiller_carnot_share · T_s/max(T_a + approach · x - T_s, chiller_lift_min), in K;
///   their condensers are served by fans of the same share of the heat. There are chillers enough for the hottest hour.
/// - Water: `water` for each kWh of heat rejected.
[[nodiscard]] CoolingDraw cooling_draw(const CoolingDesign& design, Power it, Power chain_loss,
                                       const WeatherHour& weather);

}  // namespace gigaplan::power
