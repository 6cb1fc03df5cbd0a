#include "power/cooling.hpp"

#include <algorithm>

namespace gigaplan::power {
namespace {

constexpr Temperature zero_celsius{273.15};  // in kelvin

double cube(double x) {
  return x * x * x;
}

// What the halls give off, air handlers included: their fans blow inside.
struct HallHeat {
  Power air_handlers, total;
};
HallHeat hall_heat(const CoolingPlant& plant, double liquid_share, Power it, Power chain_loss) {
  const Power by_air = (1 - liquid_share) * it + chain_loss;
  const Power fans = plant.air_handler_share * by_air;
  return {fans, it + chain_loss + fans};
}

// Temperatures in the outdoor loop at load x: how far full fan speed misses the supply temperature (may be negative),
// and how fast the fans have to turn.
struct Coolers {
  Temperature short_of;
  double speed = 1;
};
Coolers coolers(const CoolingDesign& design, double x, const WeatherHour& weather) {
  const bool evaporative = design.plant.water > VolumePerEnergy(0);
  const Temperature air = evaporative ? weather.wet_bulb : weather.dry_bulb;
  const Temperature approach = x * design.plant.approach;
  const Temperature room = design.supply - air;
  const double speed = room > approach ? std::max(approach / room, minimum_speed) : 1.0;
  return {approach - room, std::min(speed, 1.0)};
}

// Electric power of the chillers that take the part of the loop's heat which the coolers leave.
Power chiller_power(const CoolingDesign& design, Power heat, Temperature rise, Temperature short_of) {
  if (short_of <= Temperature(0) || heat <= Power(0)) {
    return Power(0);
  }
  const double share = rise > short_of ? short_of / rise : 1.0;
  const Temperature lift = max(short_of, design.plant.chiller_lift_min);
  const double cop = design.plant.chiller_carnot_share * ((design.supply + zero_celsius) / lift);
  return share * heat / cop;
}

}  // namespace

CoolingDesign size_cooling(const CoolingPlant& plant, Temperature max_supply, double liquid_share, Power it,
                           Power chain_loss) {
  const Power halls = hall_heat(plant, liquid_share, it, chain_loss).total;
  return {plant, min(plant.supply, max_supply), liquid_share, halls, halls * (1 + plant.pump_share)};
}

CoolingDraw cooling_draw(const CoolingDesign& design, Power it, Power chain_loss, const WeatherHour& weather) {
  if (!(design.hall_heat > Power(0))) {
    return {};
  }
  const CoolingPlant& plant = design.plant;
  const HallHeat halls = hall_heat(plant, design.liquid_share, it, chain_loss);
  const double flow = std::max(halls.total / design.hall_heat, minimum_speed);
  const Power pumps = plant.pump_share * design.hall_heat * cube(flow);

  const Power loop_heat = halls.total + pumps;
  const double x = loop_heat / design.loop_heat;
  const Coolers outdoor = coolers(design, x, weather);
  const Temperature rise = plant.loop_rise * (x / flow);
  const Power chillers = chiller_power(design, loop_heat, rise, outdoor.short_of);

  // Above design load the fans cannot turn faster than full speed: more heat, same power; hence the bound of 1.
  const Power fans = plant.fan_share * (design.loop_heat * cube(outdoor.speed) + chillers);
  const Power rejected = loop_heat + chillers;
  return {.fans = fans,
          .pumps = pumps,
          .chillers = chillers,
          .air_handlers = halls.air_handlers,
          .heat_rejected = rejected,
          .water = plant.water * rejected};
}

}  // namespace gigaplan::power
