// Does the cooling plant follow its equations, hour by hour?
#include "power/cooling.hpp"

#include <doctest/doctest.h>

using namespace gigaplan;
using namespace gigaplan::power;

namespace {

// 100 MW of IT, all into liquid: with 2 % of pumps the loop carries 102 MW. Supply 30 °C, rise 10 K, approach 10 K.
CoolingPlant plant() {
  CoolingPlant p;
  p.supply = Temperature(30);
  p.loop_rise = Temperature(10);
  p.approach = Temperature(10);
  p.fan_share = 0.03;
  p.pump_share = 0.02;
  p.air_handler_share = 0.05;
  p.chiller_carnot_share = 0.5;
  p.chiller_lift_min = Temperature(15);
  return p;
}

const Power it = 100 * unit::megawatt;
const Power nothing;

CoolingDraw at(const CoolingDesign& design, double dry, Power load = it, double wet = -40) {
  return cooling_draw(design, load, nothing, {Temperature(dry), Temperature(wet)});
}

CoolingDesign liquid() {
  return size_cooling(plant(), Temperature(45), 1, it, nothing);
}

double megawatts(Power p) {
  return p.in(unit::megawatt);
}

}  // namespace

TEST_CASE("in cold air fans idle, in mild air they turn as fast as the approach needs") {
  // -30 °C: 60 K of room, speed 10/60 is below the floor of 0.2: 0.03 · 102 · 0.008 MW.
  CHECK(megawatts(at(liquid(), -30).fans) == doctest::Approx(0.02448));
  // 10 °C: 20 K of room, half speed: 0.03 · 102 · 0.125
  CHECK(megawatts(at(liquid(), 10).fans) == doctest::Approx(0.3825));
  // 20 °C: 10 K of room, full speed, and no chiller yet
  CHECK(megawatts(at(liquid(), 20).fans) == doctest::Approx(3.06));
  CHECK(at(liquid(), 20).chillers == nothing);
  CHECK(megawatts(at(liquid(), 20).pumps) == doctest::Approx(2));
}

TEST_CASE("above that, chillers trim what the coolers leave") {
  // 25 °C: 5 K short of 10 K rise, so half of 102 MW; lift at least 15 K: COP 0.5 · 303.15/15 = 10.105.
  const CoolingDraw warm = at(liquid(), 25);
  CHECK(megawatts(warm.chillers) == doctest::Approx(51 / 10.105));
  // Condenser fans: 3 % of the chillers' own heat
  CHECK(megawatts(warm.fans) == doctest::Approx(3.06 + 0.03 * 51 / 10.105));
  // 40 °C: 20 K short, all of the heat, lift 20 K: COP 0.5 · 303.15/20 = 7.57875
  const CoolingDraw hot = at(liquid(), 40);
  CHECK(megawatts(hot.chillers) == doctest::Approx(102 / 7.57875));
  CHECK(megawatts(hot.heat_rejected) == doctest::Approx(102 + 102 / 7.57875));
}

TEST_CASE("at half load pumps take an eighth and the coolers come closer to the air") {
  // Pumps 2 · 0.125; the loop 50.25 of 102 MW: x = 0.492647, approach 4.926 K; at 20 °C speed x, at 24 °C still enough.
  const CoolingDraw half = at(liquid(), 20, it / 2);
  CHECK(megawatts(half.pumps) == doctest::Approx(0.25));
  CHECK(megawatts(half.fans) == doctest::Approx(3.06 * 0.492647 * 0.492647 * 0.492647).epsilon(1e-5));
  CHECK(at(liquid(), 24, it / 2).chillers == nothing);
  CHECK(at(liquid(), 26, it / 2).chillers > nothing);
}

TEST_CASE("what liquid does not take goes through air handlers, whose fans heat the halls too") {
  // 40 % of 100 MW and 10 MW of chain losses by air: fans 5 % of 50 MW. Halls: 112.5 MW; loop 114.75.
  const CoolingDesign design = size_cooling(plant(), Temperature(45), 0.6, it, 10 * unit::megawatt);
  CHECK(megawatts(design.hall_heat) == doctest::Approx(112.5));
  CHECK(megawatts(design.loop_heat) == doctest::Approx(114.75));
  const CoolingDraw draw = cooling_draw(design, it, 10 * unit::megawatt, {Temperature(0), Temperature(-1)});
  CHECK(megawatts(draw.air_handlers) == doctest::Approx(2.5));
  CHECK(megawatts(draw.heat_rejected) == doctest::Approx(114.75));
}

TEST_CASE("an evaporating plant works against the wet bulb and pays in water") {
  CoolingPlant wet = plant();
  wet.water = 1.5 * unit::litre_per_kilowatt_hour;
  const CoolingDesign design = size_cooling(wet, Temperature(45), 1, it, nothing);
  // 35 °C dry, 20 °C wet: as 20 °C for a dry plant. 1.5 l/kWh · 102,000 kW = 153,000 l/h.
  const CoolingDraw draw = at(design, 35, it, 20);
  CHECK(draw.chillers == nothing);
  CHECK((draw.water * unit::hour).in(unit::cubic_metre) == doctest::Approx(153));
  CHECK((at(liquid(), 35).water * unit::hour).base() == 0);
}

TEST_CASE("a node that wants cooler water than the plant supplies gets it") {
  CHECK(size_cooling(plant(), Temperature(25), 1, it, nothing).supply == Temperature(25));
  CHECK(size_cooling(plant(), Temperature(45), 1, it, nothing).supply == Temperature(30));
}

TEST_CASE("a plant for no load draws nothing") {
  const CoolingDesign none = size_cooling(plant(), Temperature(45), 1, nothing, nothing);
  CHECK(at(none, 40, nothing) == CoolingDraw{});
}
