#include "power/supply.hpp"

#include <utility>

#include "power/battery.hpp"
#include "power/grid.hpp"
#include "power/origin.hpp"

namespace gigaplan::power {
namespace {

ResourceHour resource_at(const Supply& supply, std::size_t hour) {
  return supply.resource.empty() ? ResourceHour{}
                                 : supply.resource[(supply.first_hour + hour) % supply.resource.size()];
}

/// What own plants give, and what the battery does with what is left of the need.
void run_plants(const Supply& supply, const OnSite& plants, std::vector<Hour>& timeline) {
  std::vector<HourlyNeed> needs(timeline.size());
  for (std::size_t h = 0; h < timeline.size(); ++h) {
    Hour& hour = timeline[h];
    const ResourceHour resource = resource_at(supply, h);
    const GridHour grid = grid_hour(supply.electricity, resource.price_shape);
    hour.solar = resource.solar * plants.solar;
    hour.wind = resource.wind * plants.wind;
    needs[h] = {hour.facility - hour.solar - hour.wind, grid.price, grid.feed_in};
  }
  const auto battery = dispatch({plants.battery, plants.stored, plants.technology.battery.round_trip_efficiency}, needs,
                                {supply.import_limit, supply.feed_in_limit});
  for (std::size_t h = 0; h < timeline.size(); ++h) {
    timeline[h].battery = battery[h].out;
    timeline[h].stored = battery[h].stored;
  }
}

/// Life-cycle carbon of a kWh of what own plants gave in the hour.
MassPerEnergy own_carbon(const OnSite& plants, const Hour& hour) {
  const Power all = hour.solar + hour.wind;
  return all > Power()
             ? plants.technology.solar.carbon * (hour.solar / all) + plants.technology.wind.carbon * (hour.wind / all)
             : MassPerEnergy();
}

}  // namespace

Supply plan_supply(const Site& site, const Facility& facility, std::uint64_t seed, Power connection,
                   std::vector<ResourceHour> resource) {
  Supply supply{.electricity = site.electricity,
                .resource = std::move(resource),
                .plants = facility.on_site,
                .import_limit = connection,
                .feed_in_limit = connection};
  if (facility.on_site && facility.on_site->feed_in) {
    supply.feed_in_limit = min(connection, *facility.on_site->feed_in);
  }
  if (supply.resource.empty() && site.renewables) supply.resource = typical_resource(*site.renewables, seed);
  return supply;
}

void supply_hours(const Supply& supply, std::vector<Hour>& timeline) {
  if (supply.plants) run_plants(supply, *supply.plants, timeline);
  Origin origin;
  for (std::size_t h = 0; h < timeline.size(); ++h) {
    Hour& hour = timeline[h];
    const GridHour grid = grid_hour(supply.electricity, resource_at(supply, h).price_shape);
    const Power own = hour.solar + hour.wind;
    const Power missing = hour.facility - own - hour.battery;
    const Power bought = max(missing, Power());
    const Power surplus = max(-1.0 * missing, Power());
    const Power sold = grid.feed_in > MoneyPerEnergy() ? min(surplus, supply.feed_in_limit) : Power();
    hour.curtailed = surplus - sold;
    hour.grid = bought - sold;
    hour.price = grid.price;
    hour.cost = bought * unit::hour * grid.price - sold * unit::hour * grid.feed_in;
    origin.fill_in(hour, grid.carbon, supply.plants ? own_carbon(*supply.plants, hour) : MassPerEnergy());
  }
}

}  // namespace gigaplan::power
