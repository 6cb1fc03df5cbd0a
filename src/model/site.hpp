// Where does it stand: climate, electricity, wait for the grid, labour, tax, water?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// Statistics of a typical year, from which the hours are made.
struct Climate {
  std::string place;                     ///< json: place
  Temperature mean;                      ///< json: dry_bulb_mean_c - yearly
  Temperature summer_mean;               ///< json: dry_bulb_summer_c - June to August
  Temperature hot_percentile;            ///< json: dry_bulb_p996_c - exceeded 35 h a year (ASHRAE 0.4 %)
  Temperature wet_bulb_mean;             ///< json: wet_bulb_mean_c
  Temperature wet_bulb_summer;           ///< json: wet_bulb_summer_c
  Temperature wet_bulb_hot;              ///< json: wet_bulb_p996_c
  std::optional<double> hours_below_18;  ///< json: hours_dry_bulb_le_18 - a check of the made year, hours
  bool operator==(const Climate&) const = default;
};

struct Electricity {
  MoneyPerEnergy wholesale;     ///< json: wholesale_eur_per_mwh - yearly mean, day-ahead
  MoneyPerEnergy deviation;     ///< json: wholesale_deviation_eur_per_mwh - standard deviation of its hours
  MoneyPerEnergy grid_and_tax;  ///< json: grid_and_tax_eur_per_mwh - added for a large transmission-connected user
  MassPerEnergy carbon;         ///< json: carbon_g_per_kwh - life cycle, location-based, yearly mean
  bool operator==(const Electricity&) const = default;
};

/// How much sun and wind there is.
struct Renewables {
  double latitude = 0;               ///< json: latitude_deg - north
  double solar_capacity_factor = 0;  ///< json: solar_capacity_factor - of a new plant, a year's mean ÷ rating
  double wind_capacity_factor = 0;   ///< json: wind_capacity_factor - onshore
  bool operator==(const Renewables&) const = default;
};

/// How profits are taxed, beside the rate.
struct TaxRules {
  double it_depreciation_years = 0;                ///< json: it_depreciation_years - straight-line
  double facility_depreciation_years = 0;          ///< json: facility_depreciation_years - building and plant as one
  std::optional<double> loss_carry_forward_years;  ///< json: loss_carry_forward_years - none: for ever
  double loss_offset_share = 1;                    ///< json: loss_offset_share - of a year's profit, at most
  bool operator==(const TaxRules&) const = default;
};

struct Site {
  std::string id;                        ///< json: id
  std::string name;                      ///< json: name
  std::string country;                   ///< json: country - ISO 3166 alpha-2
  Climate climate;                       ///< json: climate
  Electricity electricity;               ///< json: electricity
  std::optional<Renewables> renewables;  ///< json: renewables - none: no plants, prices the same in every hour
  MoneyPerPower build_cost;  ///< json: build_cost_eur_per_mw - building, electrical and mechanical plant, a MW of IT
  double labour_cost_eur_per_h = 0;     ///< json: labour_cost_eur_per_h - whole economy
  double corporate_tax = 0;             ///< json: corporate_tax_share
  std::optional<TaxRules> tax;          ///< json: tax - none: depreciation over economic lives, losses without limit
  double grid_wait_years = 0;           ///< json: grid_wait_years - for a large connection, from asking for it to power
  std::optional<double> property_tax;   ///< json: property_tax_share - of facility capex, a year; none: the cost book's
  std::optional<MoneyPerVolume> water;  ///< json: water_eur_per_m3 - none: the cost book's
  std::vector<Citation> provenance;     ///< json: provenance
  bool operator==(const Site&) const = default;
};

}  // namespace gigaplan
