#include "power/facility.hpp"

namespace gigaplan::power {

Plant size_plant(const Facility& facility, const Node& node, Power peak_it) {
  Plant plant;
  plant.peak_it = peak_it;
  plant.chain = size_chain(facility.power_chain, peak_it);
  // Storage, management and spare racks are cooled by air, whatever the compute nodes are.
  const double liquid_share = node.liquid_share / (1 + facility.auxiliary_it_share);
  plant.cooling =
      size_cooling(facility.cooling, node.max_supply, liquid_share, peak_it, chain_loss(plant.chain, peak_it));
  plant.house = facility.house_load_share * peak_it;
  return plant;
}

FacilityDraw facility_draw(const Plant& plant, Power it, const WeatherHour& weather) {
  const Power chain = chain_loss(plant.chain, it);
  const CoolingDraw cooling = cooling_draw(plant.cooling, it, chain, weather);
  return {.it = it,
          .power_chain = chain,
          .fans = cooling.fans,
          .pumps = cooling.pumps,
          .chillers = cooling.chillers,
          .air_handlers = cooling.air_handlers,
          .house = plant.house,
          .heat_rejected = cooling.heat_rejected,
          .water = cooling.water};
}

}  // namespace gigaplan::power
