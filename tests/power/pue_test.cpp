// Do kinds of sites come out with the PUE that such sites publish?
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "power/facility.hpp"
#include "power/plants.hpp"
#include "power/sites.hpp"
#include "power/weather.hpp"

using namespace gigaplan;
using namespace gigaplan::power;

namespace {

struct Year {
  double pue = 0;
  double water_l_per_kwh = 0;  // of IT
  double chiller_hours = 0;
};

Year operate(const Facility& facility, const Node& node, const Climate& climate, double load) {
  const Power peak = 30 * unit::megawatt;  // PUE does not depend on the size
  const Plant plant = size_plant(facility, node, peak);
  Energy it, total;
  Volume water;
  Year result;
  for (const WeatherHour& hour : typical_year(climate, 1)) {
    const FacilityDraw d = facility_draw(plant, load * peak, hour);
    it += d.it * unit::hour;
    total += d.total() * unit::hour;
    water += d.water * unit::hour;
    result.chiller_hours += d.chillers > Power(0) ? 1 : 0;
  }
  result.pue = total / it;
  result.water_l_per_kwh = water.in(unit::litre) / it.in(unit::kilowatt_hour);
  return result;
}

Climate from(double mean, double summer, double hot, double wet_mean, double wet_summer, double wet_hot) {
  return test::climate(test::MeasuredClimate{"", mean, summer, hot, wet_mean, wet_summer, wet_hot, 0, 0, 0, 0, ""});
}

// Open cooling tower: fans 1.3 % (ANSI/ASHRAE/IES 90.1, at least 40.2 US gal/min a fan horsepower over 5.6 K: 75 kW of
// heat a kW), pumps of two loops 0.8 % + 0.7 % (22 and 19 W a US gal/min at 10 K); 1.5 l of water a kWh of heat is what
// evaporates (2.4 MJ/kg).
CoolingPlant towers(double supply, double approach) {
  CoolingPlant p = test::warm_water();
  p.supply = Temperature(supply);
  p.approach = Temperature(approach);
  p.fan_share = 0.013;
  p.pump_share = 0.015;
  p.water = 1.5 * unit::litre_per_kilowatt_hour;
  return p;
}

}  // namespace

TEST_CASE("Frontier: warm water, towers, no UPS: PUE between 1.03 and 1.06 from 70 to 100 percent load") {
  // Sun et al., Scientific Data 11:1077 (2024), PMC11450168: 8-30 MW, PUE 1.03-1.06. All heat to liquid; supply 32 °C.
  // Transformer losses 1.2 % (rectifiers are inside the cabinets and count as IT). House: light 0.5 %, and the CDUs'
  // pumps, which run at constant power: 25 of 8.473 kW at a peak of 28.23 MW (ExaDigiT/RAPS, config/frontier.yaml).
  // Climate of Oak Ridge, Tennessee, from memory: mean 14.9, summer 24.8, 99.6 % 33.4; wet 11.5, 20.8, 25.3.
  PowerChain chain;
  chain.stages = {{"transformer", 0.003, 0, 0.009}};
  const Facility frontier = test::facility(chain, towers(32, 4), 0.005 + 25 * 8.473 / 28230);
  const Climate oak_ridge = from(14.9, 24.8, 33.4, 11.5, 20.8, 25.3);
  for (const double load : {0.7, 0.85, 1.0}) {
    const Year year = operate(frontier, test::node(1, 32), oak_ridge, load);
    CAPTURE(load);
    CAPTURE(year.pue);
    CHECK(year.pue >= 1.03);
    CHECK(year.pue <= 1.06);
    CHECK(year.chiller_hours == 0);
  }
}

TEST_CASE("NREL's ESIF: PUE 1.034 to 1.036 a year without a chiller") {
  // NREL, "High-Performance Computing Data Center PUE": fans, pumps, hall air and lights over IT; no UPS losses
  // counted. 24 °C (75 °F) supply, about 90 % of heat to liquid, dry Colorado (Golden, not read from a
  // file: 10.1, 21.5, 33.9; wet 3.5, 12.4, 17.4).
  const Facility esif = test::facility({}, towers(24, 4), 0.01);
  const Year year = operate(esif, test::node(0.9, 30), from(10.1, 21.5, 33.9, 3.5, 12.4, 17.4), 0.9);
  CAPTURE(year.pue);
  CHECK(std::abs(year.pue - 1.035) < 0.01);
  CHECK(year.chiller_hours < 40);
  // 2.5 million US gallons at "approaching" 1 MW before the thermosyphon (NREL news, 23 Aug 2018): 9,464 m³ / 8,760 MWh
  // = 1.08 l/kWh or more. Ours evaporates for all heat in all hours: an upper figure.
  CHECK(year.water_l_per_kwh > 1.08);
  CHECK(year.water_l_per_kwh < 1.8);
}

TEST_CASE("direct-to-chip sites with dry coolers and UPS: PUE 1.06 to 1.28 in every measured climate") {
  // aiinframap.com, quoted range of direct-to-chip sites. 85 % liquid, 30 °C supply, UPS chain at 60-100 % load.
  const Facility site = test::facility(test::ups_chain(1.2), test::warm_water(), 0.01);
  double helsinki = 0, granada = 0;
  for (const auto& climate : test::measured_climates) {
    for (const double load : {0.6, 1.0}) {
      const Year year = operate(site, test::node(0.85, 45), test::climate(climate), load);
      CAPTURE(climate.place);
      CAPTURE(year.pue);
      CHECK(year.pue >= 1.06);
      CHECK(year.pue <= 1.28);
      helsinki = climate.place == "Helsinki" ? year.pue : helsinki;
      granada = climate.place == "Granada" ? year.pue : granada;
    }
  }
  CHECK(helsinki < granada);
}

TEST_CASE("conventional halls: cold water, air, twofold UPS: PUE 1.3 to 1.6") {
  // Uptime's industry average is 1.55 (2022), 1.58 (2023). 10 °C water, hall fans 10 % of heat, pumps 3 %, condenser
  // fans 4 %, chillers at 40 % of Carnot with at least 25 K of lift, 2N power at half load, house 3 %.
  CoolingPlant cold = test::warm_water();
  cold.supply = Temperature(10);
  cold.loop_rise = Temperature(6);
  cold.approach = Temperature(12);
  cold.fan_share = 0.04;
  cold.pump_share = 0.03;
  cold.air_handler_share = 0.10;
  cold.chiller_carnot_share = 0.4;
  cold.chiller_lift_min = Temperature(25);
  const Facility site = test::facility(test::ups_chain(2), cold, 0.03);
  for (const auto& climate : test::measured_climates) {
    const Year year = operate(site, test::node(0, 25), test::climate(climate), 0.8);
    CAPTURE(climate.place);
    CAPTURE(year.pue);
    CHECK(year.pue >= 1.3);
    CHECK(year.pue <= 1.6);
  }
}
