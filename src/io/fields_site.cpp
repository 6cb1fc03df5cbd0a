// Which keys does a site have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, Climate& c) {
  const auto temperature = [&v](const char* key, const char* doc, Temperature& value) {
    v.quantity({.key = key, .doc = doc, .unit = "°C", .min = -60, .max = 60}, value, unit::celsius);
  };
  v.text({.key = "place", .doc = "Where the weather was measured.", .otherwise = "not said"}, c.place);
  temperature("dry_bulb_mean_c", "Yearly mean of the dry-bulb temperature.", c.mean);
  temperature("dry_bulb_summer_c", "Its mean from June to August.", c.summer_mean);
  temperature("dry_bulb_p996_c", "Exceeded 35 hours a year (ASHRAE 0.4 %).", c.hot_percentile);
  temperature("wet_bulb_mean_c", "Yearly mean of the wet-bulb temperature.", c.wet_bulb_mean);
  temperature("wet_bulb_summer_c", "Its mean from June to August.", c.wet_bulb_summer);
  temperature("wet_bulb_p996_c", "Exceeded 35 hours a year.", c.wet_bulb_hot);
  v.number({.key = "hours_dry_bulb_le_18",
            .doc = "Hours of the year at or below 18 °C: a check of the made year.",
            .unit = "h",
            .min = 0,
            .max = 8784,
            .otherwise = "not checked"},
           c.hours_below_18);
}

void describe(Visitor& v, Electricity& e) {
  v.quantity({.key = "wholesale_eur_per_mwh",
              .doc = "Day-ahead price, yearly mean.",
              .unit = "EUR/MWh",
              .min = -100,
              .max = 5000},
             e.wholesale, unit::euro_per_megawatt_hour);
  v.quantity({.key = "wholesale_deviation_eur_per_mwh",
              .doc = "Standard deviation of the hourly day-ahead price; needs /site/renewables.",
              .unit = "EUR/MWh",
              .min = 0,
              .max = 5000,
              .otherwise = "0: the same in every hour"},
             e.deviation, unit::euro_per_megawatt_hour);
  v.quantity({.key = "grid_and_tax_eur_per_mwh",
              .doc = "Added to it for a large user at the transmission grid.",
              .unit = "EUR/MWh",
              .min = -500,
              .max = 5000},
             e.grid_and_tax, unit::euro_per_megawatt_hour);
  v.quantity({.key = "carbon_g_per_kwh",
              .doc = "Carbon intensity of the grid: life cycle, location-based, yearly mean, CO2-equivalent.",
              .unit = "g/kWh",
              .min = 0,
              .max = 2000},
             e.carbon, unit::gram_per_kilowatt_hour);
}

void describe(Visitor& v, Renewables& r) {
  v.number({.key = "latitude_deg", .doc = "North.", .unit = "°", .min = 30, .max = 72}, r.latitude);
  v.number({.key = "solar_capacity_factor",
            .doc = "Yearly mean output of a new solar plant divided by its rating.",
            .min = 0,
            .max = 0.4,
            .above_min = true},
           r.solar_capacity_factor);
  v.number({.key = "wind_capacity_factor",
            .doc = "The same of a new onshore wind plant.",
            .min = 0,
            .max = 0.5,
            .above_min = true},
           r.wind_capacity_factor);
}

void describe(Visitor& v, TaxRules& t) {
  v.number({.key = "it_depreciation_years",
            .doc = "Years over which IT is depreciated for tax, straight-line.",
            .unit = "years",
            .min = 0.25,
            .max = 100},
           t.it_depreciation_years);
  v.number({.key = "facility_depreciation_years",
            .doc = "The same for building and plant as one.",
            .unit = "years",
            .min = 0.25,
            .max = 100},
           t.facility_depreciation_years);
  v.number({.key = "loss_carry_forward_years",
            .doc = "Years for which a loss can be set off against later profits.",
            .unit = "years",
            .min = 0,
            .max = 100,
            .otherwise = "no limit"},
           t.loss_carry_forward_years);
  v.number({.key = "loss_offset_share",
            .doc = "Share of a year's profit that earlier losses can take away.",
            .min = 0,
            .max = 1,
            .otherwise = "1: all of it"},
           t.loss_offset_share);
}

void describe(Visitor& v, Site& s) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, s.id);
  v.text({.key = "name", .doc = "What people call it."}, s.name);
  v.text({.key = "country", .doc = "ISO 3166 alpha-2 code.", .form = TextForm::country}, s.country);
  v.object({.key = "climate", .doc = "Statistics of a typical year."}, s.climate);
  v.object({.key = "electricity", .doc = "Price and carbon of grid power."}, s.electricity);
  v.object({.key = "renewables",
            .doc = "Sun and wind, for plants on the site and for the hours of the price.",
            .otherwise = "no plants on the site, prices the same in every hour"},
           s.renewables);
  v.quantity({.key = "build_cost_eur_per_mw",
              .doc = "Building, electrical and mechanical plant, for each MW of IT.",
              .unit = "EUR/MW",
              .min = 1000,
              .max = 1e9},
             s.build_cost, unit::euro_per_megawatt);
  v.number({.key = "labour_cost_eur_per_h",
            .doc = "Labour cost of the whole economy.",
            .unit = "EUR/h",
            .min = 0,
            .max = 1000},
           s.labour_cost_eur_per_h);
  v.number({.key = "corporate_tax_share", .doc = "Corporate tax rate.", .min = 0, .max = 1}, s.corporate_tax);
  v.object({.key = "tax",
            .doc = "How profits are taxed, beside the rate.",
            .otherwise = "depreciation over the lives of the evaluation, losses set off without limit"},
           s.tax);
  v.number({.key = "grid_wait_years",
            .doc = "From asking for a large grid connection to its power; a project's halls do not open before.",
            .unit = "years",
            .min = 0,
            .max = 50},
           s.grid_wait_years);
  v.number({.key = "property_tax_share",
            .doc = "Property tax a year divided by the facility's capex.",
            .min = 0,
            .max = 1,
            .otherwise = "the cost book's"},
           s.property_tax);
  v.quantity({.key = "water_eur_per_m3",
              .doc = "Price of water and sewage for industry.",
              .unit = "EUR/m3",
              .min = 0,
              .max = 1000,
              .otherwise = "the cost book's"},
             s.water, unit::euro_per_cubic_metre);
  describe_provenance(v, s.provenance);
}

}  // namespace gigaplan::io
