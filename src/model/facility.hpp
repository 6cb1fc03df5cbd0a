// What stands between the grid and the chips: power chain and cooling plant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// One conversion stage. At load share x of its rating P: loss = P·(no_load + proportional·x + quadratic·x²).
struct ConversionStage {
  std::string name;         ///< json: name
  double no_load = 0;       ///< json: no_load_loss - share of the rating
  double proportional = 0;  ///< json: proportional_loss
  double quadratic = 0;     ///< json: quadratic_loss
  bool operator==(const ConversionStage&) const = default;
};

/// From the grid connection down to the racks, in that order. The rating of each stage is peak IT power plus all losses
/// below it, times `oversizing`.
struct PowerChain {
  std::string id;                       ///< json: id - only in the catalogue
  std::string name;                     ///< json: name
  std::vector<ConversionStage> stages;  ///< json: stages
  double oversizing = 1;                ///< json: oversizing - installed ÷ needed capacity, ≥ 1 (redundancy)
  std::optional<MoneyPerPower> price;   ///< json: price_eur_per_kw - of installed capacity; none: the cost book's
  std::vector<Citation> provenance;     ///< json: provenance
  bool operator==(const PowerChain&) const = default;
};

/// Warm-water loop with dry coolers; chillers help when the air is too warm. What heat the liquid does not take (the
/// node's liquid_share) goes through air handlers into the same plant.
struct CoolingPlant {
  std::string id;         ///< json: id - only in the catalogue
  std::string name;       ///< json: name
  Temperature supply;     ///< json: supply_temperature_c - facility water to the CDUs
  Temperature loop_rise;  ///< json: loop_rise_k - of the water over the IT at full load
  Temperature approach;   ///< json: dry_cooler_approach_k - water out of the cooler minus air, at full load; of an
                          ///<       evaporating plant (water > 0) minus the wet bulb
  double fan_share = 0;   ///< json: fan_share - dry-cooler fans at full speed ÷ heat rejected
  double pump_share = 0;  ///< json: pump_share - pumps and CDUs at full flow ÷ heat moved
  double air_handler_share = 0;        ///< json: air_handler_share - air-side fans ÷ heat carried by air
  double chiller_carnot_share = 0;     ///< json: chiller_carnot_share - COP ÷ Carnot COP
  Temperature chiller_lift_min;        ///< json: chiller_lift_min_k - condenser minus evaporator, at least
  VolumePerEnergy water;               ///< json: water_l_per_kwh - evaporated for each kWh of heat (0: dry)
  std::optional<MoneyPerPower> price;  ///< json: price_eur_per_kw - of peak IT power; none: the cost book's
  std::vector<Citation> provenance;    ///< json: provenance
  bool operator==(const CoolingPlant&) const = default;
};

/// What a plant that turns sun or wind into electricity costs and lives for.
struct Generator {
  MoneyPerPower price;           ///< json: price_eur_per_kw
  double maintenance_share = 0;  ///< json: maintenance_share - of its price, a year
  double life_years = 0;         ///< json: life_years
  MassPerEnergy carbon;          ///< json: carbon_g_per_kwh - life cycle
  bool operator==(const Generator&) const = default;
};

/// The same of a battery: cells by the energy they hold, inverter by its power.
struct Storage {
  MoneyPerPower inverter_price;      ///< json: inverter_price_eur_per_kw
  MoneyPerEnergy cell_price;         ///< json: cell_price_eur_per_kwh
  double maintenance_share = 0;      ///< json: maintenance_share - of the inverter's price, a year
  double inverter_life_years = 0;    ///< json: inverter_life_years
  double cell_life_years = 0;        ///< json: cell_life_years
  double round_trip_efficiency = 0;  ///< json: round_trip_efficiency - energy out ÷ energy in, at the site's busbar
  bool operator==(const Storage&) const = default;
};

/// Technology of on-site plants, of one year.
struct OnSiteTechnology {
  std::string id;                    ///< json: id - only in the catalogue
  std::string name;                  ///< json: name
  Generator solar, wind;             ///< json: solar, wind
  Storage battery;                   ///< json: battery
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const OnSiteTechnology&) const = default;
};

/// Plants behind the meter, on the site's side of the grid connection.
struct OnSite {
  OnSiteTechnology technology;  ///< json: technology (catalogue id or object)
  Power solar, wind;            ///< json: solar_mw, wind_mw - ratings, AC
  Power battery;                ///< json: battery_mw - in and out, AC
  Energy stored;                ///< json: battery_mwh - that the full battery gives, before losses
  std::optional<Power>
      feed_in;  ///< json: feed_in_limit_mw - sold to the grid at most; none: what the connection carries
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const OnSite&) const = default;
};

struct Facility {
  PowerChain power_chain;           ///< json: power_chain (catalogue id or object)
  CoolingPlant cooling;             ///< json: cooling (catalogue id or object)
  std::optional<Power> grid_limit;  ///< json: grid_limit_mw - of the connection
  std::optional<OnSite> on_site;    ///< json: on_site - none: all comes from the grid
  double auxiliary_it_share =
      0;  ///< json: auxiliary_it_share - storage, management, spare racks ÷ power of the compute nodes
  double house_load_share = 0;       ///< json: house_load_share - light, offices, security ÷ peak IT power
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const Facility&) const = default;
};

}  // namespace gigaplan
