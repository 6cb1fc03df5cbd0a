// Which keys do the power chain, the cooling plant and the facility have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, ConversionStage& s) {
  v.text({.key = "name", .doc = "What it is: transformer, UPS, busbar, rack supply."}, s.name);
  v.number({.key = "no_load_loss", .doc = "Loss at no load, share of the rating.", .min = 0, .max = 0.5}, s.no_load);
  v.number({.key = "proportional_loss",
            .doc = "Loss that grows with the load, share of the rating at full load.",
            .min = 0,
            .max = 0.5},
           s.proportional);
  v.number({.key = "quadratic_loss",
            .doc = "Loss that grows with the square of the load, share of the rating at full load.",
            .min = 0,
            .max = 0.5},
           s.quadratic);
}

void describe(Visitor& v, PowerChain& p) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, p.id);
  v.text({.key = "name", .doc = "What people call it.", .otherwise = "no name"}, p.name);
  v.list({.key = "stages", .doc = "From the grid connection down to the racks.", .min_items = 1}, p.stages);
  v.number({.key = "oversizing",
            .doc = "Installed capacity divided by needed capacity (redundancy).",
            .min = 1,
            .max = 10,
            .otherwise = "1: no redundancy"},
           p.oversizing);
  v.quantity({.key = "price_eur_per_kw",
              .doc = "Price of it, a kW of IT that it could carry: IT power times oversizing.",
              .unit = "EUR/kW",
              .min = 0,
              .max = 1e5,
              .otherwise = "as in the sites' build costs (/finance/costs)"},
             p.price, 1000.0 * unit::euro_per_megawatt);
  describe_provenance(v, p.provenance);
}

void describe(Visitor& v, CoolingPlant& c) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, c.id);
  v.text({.key = "name", .doc = "What people call it.", .otherwise = "no name"}, c.name);
  v.quantity({.key = "supply_temperature_c",
              .doc = "Facility water to the coolant distribution units.",
              .unit = "°C",
              .min = 5,
              .max = 70},
             c.supply, unit::celsius);
  v.quantity({.key = "loop_rise_k",
              .doc = "How much the water warms over the IT at full load.",
              .unit = "K",
              .min = 0,
              .max = 50,
              .above_min = true},
             c.loop_rise, unit::kelvin);
  v.quantity({.key = "dry_cooler_approach_k",
              .doc = "Water out of the dry cooler minus air, at full load.",
              .unit = "K",
              .min = 0,
              .max = 50,
              .above_min = true},
             c.approach, unit::kelvin);
  v.number({.key = "fan_share",
            .doc = "Power of the dry-cooler fans at full speed divided by the heat they reject.",
            .min = 0,
            .max = 0.5},
           c.fan_share);
  v.number({.key = "pump_share",
            .doc = "Power of pumps and coolant distribution units at full flow divided by the heat they move.",
            .min = 0,
            .max = 0.5},
           c.pump_share);
  v.number({.key = "air_handler_share",
            .doc = "Power of air-side fans divided by the heat that air carries.",
            .min = 0,
            .max = 0.5},
           c.air_handler_share);
  v.number({.key = "chiller_carnot_share",
            .doc = "Coefficient of performance of the chillers divided by Carnot's.",
            .min = 0,
            .max = 1,
            .above_min = true},
           c.chiller_carnot_share);
  v.quantity({.key = "chiller_lift_min_k",
              .doc = "Condenser minus evaporator temperature, at least.",
              .unit = "K",
              .min = 0,
              .max = 80,
              .above_min = true},
             c.chiller_lift_min, unit::kelvin);
  v.quantity({.key = "water_l_per_kwh",
              .doc = "Water evaporated for each kWh of heat; 0 is a dry plant.",
              .unit = "l/kWh",
              .min = 0,
              .max = 10},
             c.water, unit::litre_per_kilowatt_hour);
  v.quantity({.key = "price_eur_per_kw",
              .doc = "Price of it, a kW of IT at its peak.",
              .unit = "EUR/kW",
              .min = 0,
              .max = 1e5,
              .otherwise = "as in the sites' build costs (/finance/costs)"},
             c.price, 1000.0 * unit::euro_per_megawatt);
  describe_provenance(v, c.provenance);
}

void describe(Visitor& v, Generator& g) {
  v.quantity({.key = "price_eur_per_kw", .doc = "Investment by rating.", .unit = "EUR/kW", .min = 0, .max = 1e5},
             g.price, 1000.0 * unit::euro_per_megawatt);
  v.number({.key = "maintenance_share",
            .doc = "Fixed operation and maintenance a year, share of the price.",
            .min = 0,
            .max = 1},
           g.maintenance_share);
  v.number({.key = "life_years", .doc = "Economic life.", .unit = "years", .min = 1, .max = 100}, g.life_years);
  v.quantity({.key = "carbon_g_per_kwh",
              .doc = "Life-cycle carbon of a kWh, CO2-equivalent.",
              .unit = "g/kWh",
              .min = 0,
              .max = 2000},
             g.carbon, unit::gram_per_kilowatt_hour);
}

void describe(Visitor& v, Storage& s) {
  v.quantity(
      {.key = "inverter_price_eur_per_kw", .doc = "Inverter, by rating.", .unit = "EUR/kW", .min = 0, .max = 1e5},
      s.inverter_price, 1000.0 * unit::euro_per_megawatt);
  v.quantity({.key = "cell_price_eur_per_kwh", .doc = "Cells, by energy.", .unit = "EUR/kWh", .min = 0, .max = 1e5},
             s.cell_price, 1000.0 * unit::euro_per_megawatt_hour);
  v.number({.key = "maintenance_share",
            .doc = "Fixed operation and maintenance a year, share of the inverter's price.",
            .min = 0,
            .max = 1},
           s.maintenance_share);
  v.number({.key = "inverter_life_years", .doc = "Economic life.", .unit = "years", .min = 1, .max = 100},
           s.inverter_life_years);
  v.number({.key = "cell_life_years",
            .doc = "Economic life; use does not shorten it.",
            .unit = "years",
            .min = 1,
            .max = 100},
           s.cell_life_years);
  v.number({.key = "round_trip_efficiency",
            .doc = "Energy that comes out divided by what went in, AC.",
            .min = 0.3,
            .max = 1},
           s.round_trip_efficiency);
}

void describe(Visitor& v, OnSiteTechnology& t) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, t.id);
  v.text({.key = "name", .doc = "What people call it.", .otherwise = "no name"}, t.name);
  v.object({.key = "solar", .doc = "Solar plants."}, t.solar);
  v.object({.key = "wind", .doc = "Onshore wind plants."}, t.wind);
  v.object({.key = "battery", .doc = "Batteries."}, t.battery);
  describe_provenance(v, t.provenance);
}

void describe(Visitor& v, OnSite& o) {
  const auto rating = [&v](const char* key, const char* doc, const char* otherwise, Power& value) {
    v.quantity({.key = key, .doc = doc, .unit = "MW", .min = 0, .max = 100'000, .otherwise = otherwise}, value,
               unit::megawatt);
  };
  v.reference({.key = "technology", .doc = "What the plants cost and live for."}, "on-site-technology", o.technology);
  rating("solar_mw", "Rating of the solar plant, AC; needs /site/renewables.", "0: none", o.solar);
  rating("wind_mw", "Rating of the wind plant; needs /site/renewables.", "0: none", o.wind);
  rating("battery_mw", "Power of the battery, in and out, AC.", "0: none", o.battery);
  v.quantity({.key = "battery_mwh",
              .doc = "Energy that the full battery holds.",
              .unit = "MWh",
              .min = 0,
              .max = 1e6,
              .otherwise = "0: none"},
             o.stored, unit::megawatt_hour);
  v.quantity({.key = "feed_in_limit_mw",
              .doc = "Power that the grid takes at most.",
              .unit = "MW",
              .min = 0,
              .max = 100'000,
              .otherwise = "as much as the connection carries"},
             o.feed_in, unit::megawatt);
  describe_provenance(v, o.provenance);
}

void describe(Visitor& v, Facility& f) {
  v.reference({.key = "power_chain", .doc = "From the grid to the racks."}, "power-chain", f.power_chain);
  v.reference({.key = "cooling", .doc = "The cooling plant."}, "cooling", f.cooling);
  v.quantity({.key = "grid_limit_mw",
              .doc = "Power of the grid connection.",
              .unit = "MW",
              .min = 0,
              .max = 100'000,
              .above_min = true,
              .otherwise = "no limit"},
             f.grid_limit, unit::megawatt);
  v.object({.key = "on_site",
            .doc = "Plants behind the meter: sun, wind, battery.",
            .otherwise = "none: all comes from the grid"},
           f.on_site);
  v.number({.key = "auxiliary_it_share",
            .doc = "Power of storage, management and spare racks divided by that of the compute nodes.",
            .min = 0,
            .max = 2},
           f.auxiliary_it_share);
  v.number({.key = "house_load_share",
            .doc = "Power of light, offices and security divided by peak IT power.",
            .min = 0,
            .max = 1},
           f.house_load_share);
  describe_provenance(v, f.provenance);
}

}  // namespace gigaplan::io
