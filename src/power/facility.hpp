// What does the whole site draw when the racks draw this much and the air is that warm?
#pragma once

#include "base/quantity.hpp"
#include "model/facility.hpp"
#include "model/node.hpp"
#include "power/chain.hpp"
#include "power/cooling.hpp"
#include "power/weather.hpp"

namespace gigaplan::power {

/// Where the power goes, means over an hour. Chain losses are those of feeding the IT; what feeds cooling and house is
/// not charged with losses of its own (the stages' ratings, model/facility.hpp, leave it out).
struct FacilityDraw {
  Power it, power_chain, fans, pumps, chillers, air_handlers, house;
  Power heat_rejected;  ///< through the coolers: it + power_chain + pumps + air_handlers + chillers. Fans and house
                        ///< heat the outside air without them.
  VolumeRate water;     ///< evaporated
  [[nodiscard]] Power cooling() const { return fans + pumps + chillers + air_handlers; }
  [[nodiscard]] Power total() const { return it + power_chain + cooling() + house; }
  bool operator==(const FacilityDraw&) const = default;
};

/// Power chain and cooling plant as built for a peak IT power.
struct Plant {
  SizedChain chain;
  CoolingDesign cooling;
  Power peak_it;
  Power house;  ///< light, offices, security: constant
  bool operator==(const Plant&) const = default;
};

/// \param peak_it what all racks draw at most: compute nodes, switches, storage and management
[[nodiscard]] Plant size_plant(const Facility& facility, const Node& node, Power peak_it);

/// Precondition: 0 ≤ it. A plant is sized for peak_it but not stopped there: above it the same curves go on.
/// More IT never means a lower total, and neither does hotter air.
[[nodiscard]] FacilityDraw facility_draw(const Plant& plant, Power it, const WeatherHour& weather);

}  // namespace gigaplan::power
