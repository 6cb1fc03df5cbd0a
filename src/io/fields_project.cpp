// Which keys do markets, construction and the project finance have?
#include "io/field_forms.hpp"

namespace gigaplan::io {

void describe(Visitor& v, Tenant& t) {
  v.text({.key = "id", .doc = "Short name, of its own.", .form = TextForm::id}, t.id);
  v.text({.key = "name", .doc = "What people call it."}, t.name);
  describe_share(v, "share", "Part of the chip-hours that is offered to it; all tenants at most 1.", t.share);
  v.number({.key = "price_share",
            .doc = "What it pays divided by the chip's market price; 0: nothing.",
            .min = 0,
            .max = 10},
           t.price);
  describe_share(v, "occupancy", "Hours let divided by hours offered, once the ramp is over.", t.occupancy, "1");
  v.flag({.key = "public", .doc = "Whether it is the public's own quota.", .otherwise = "false"}, t.public_quota);
  v.flag({.key = "sme", .doc = "Whether it is small and medium enterprises.", .otherwise = "false"}, t.sme);
}

void describe(Visitor& v, HeatSales& h) {
  describe_share(v, "share", "Part of the IT's heat that is sold.", h.share);
  v.quantity({.key = "price_eur_per_mwh",
              .doc = "Price of heat, in the cost book's price year.",
              .unit = "EUR/MWh",
              .min = 0,
              .max = 1000},
             h.price, unit::euro_per_megawatt_hour);
}

void describe(Visitor& v, GridServices& g) {
  describe_share(v, "flexible_share", "Part of mean IT power that is offered to the grid.", g.flexible_share);
  v.quantity({.key = "price_eur_per_mw_year",
              .doc = "Paid for each MW of it and year, in the cost book's price year.",
              .unit = "EUR/MW",
              .min = 0,
              .max = 1e7},
             g.price, unit::euro_per_megawatt);
}

void describe(Visitor& v, CarbonReference& c) {
  v.number({.key = "pue", .doc = "Facility energy divided by IT energy there.", .min = 1, .max = 10}, c.pue);
  v.quantity({.key = "carbon_g_per_kwh",
              .doc = "Carbon intensity of the power there.",
              .unit = "g/kWh",
              .min = 0,
              .max = 2000},
             c.carbon, unit::gram_per_kilowatt_hour);
}

void describe(Visitor& v, Market& m) {
  describe_name(v, m.id, m.name);
  v.number({.key = "reference_price_eur_per_h",
            .doc = "Price of an hour of the reference chip, in the cost book's price year.",
            .unit = "EUR/h",
            .min = 0,
            .max = 1000},
           m.reference_price);
  v.quantity({.key = "reference_bf16_tflop_s",
              .doc = "Dense 16-bit peak of the reference chip.",
              .unit = "TFLOP/s",
              .min = 0,
              .max = 1e6,
              .above_min = true},
             m.reference_rate, unit::teraflop_per_second);
  v.number({.key = "price_exponent",
            .doc = "A chip's price is the reference price times (its peak / the reference peak) to this power.",
            .min = 0,
            .max = 2},
           m.price_exponent);
  describe_rate(v, "price_change", "Change of the price of the same chip, real.", m.price_change);
  describe_years(v, "ramp_years", "Until a hall is let as its tenants' occupancy says, growing evenly.", 20,
                 m.ramp_years, "0: let at once");
  describe_share(
      v, "interruption_share",
      "Part of the hours that the simulated job loses to interruptions (work lost, restarting, waiting for "
      "nodes) that tenants do not pay for: about a tenant's chips divided by the job's, as a job is hit by the "
      "failures of its own chips.",
      m.interruption_share, "0: they pay for all hours of healthy chips outside maintenance");
  v.list({.key = "tenants", .doc = "Who rents; what is offered to nobody earns nothing.", .min_items = 1}, m.tenants);
  v.object({.key = "heat", .doc = "Heat that is sold.", .otherwise = "none"}, m.heat);
  v.object({.key = "grid_services", .doc = "Flexibility that is sold.", .otherwise = "none"}, m.grid_services);
  v.object({.key = "carbon_reference",
            .doc = "Where the same computing would run otherwise.",
            .otherwise = "avoided carbon is not counted"},
           m.carbon_reference);
  describe_provenance(v, m.provenance);
}

void describe(Visitor& v, Construction& c) {
  describe_years(v, "years", "That building a hall takes, in whole quarters; the first is begun at financial close.",
                 30, c.years);
  v.choice(
      {.key = "grid_connection",
       .doc = "Secured: it is there when the first hall is built. Awaited: halls open after /site/grid_wait_years, "
              "counted from grid_applied_years before financial close, and are built the later.",
       .otherwise = "awaited"},
      c.grid_connection, {"awaited", "secured"});
  describe_years(v, "grid_applied_years", "Before financial close the grid connection was asked for.", 30,
                 c.grid_applied_years, "0: at close");
  v.integer(
      {.key = "halls", .doc = "Equal parts that open one after the other.", .min = 1, .max = 100, .otherwise = "1"},
      c.halls);
  describe_years(v, "hall_interval_years", "Between two openings, in whole quarters.", 20, c.hall_interval_years,
                 "0: all open at once");
  v.number({.key = "s_curve_steepness",
            .doc = "Of the logistic curve along which a hall's facility is paid; 0: evenly.",
            .min = 0,
            .max = 50,
            .otherwise = "0"},
           c.s_curve_steepness);
  describe_share(v, "it_deposit_share", "Part of the IT that is paid at order; the rest at delivery.",
                 c.it_deposit_share, "0: all at delivery");
  describe_years(v, "it_lead_years", "From order to delivery, in whole quarters; a hall opens with its IT.", 20,
                 c.it_lead_years, "0");
  describe_share(v, "design_share", "Design and permits divided by the facility's capex, paid as it is.",
                 c.design_share, "0: none");
  v.number({.key = "land_m2_per_mw",
            .doc = "Land for each MW of IT.",
            .unit = "m2/MW",
            .min = 0,
            .max = 1e6,
            .otherwise = "0"},
           c.land_m2_per_mw);
  v.number({.key = "land_eur_per_m2",
            .doc = "Price of land, paid at financial close.",
            .unit = "EUR/m2",
            .min = 0,
            .max = 1e5,
            .otherwise = "0"},
           c.land_eur_per_m2);
  describe_rate(v, "building_price_change", "Change of building prices, real.", c.building_price_change, "0");
  v.number({.key = "it_price_change",
            .doc = "Change of IT prices, real; renewals are bought at them.",
            .unit = "1/year",
            .min = -0.5,
            .max = 0.5,
            .otherwise = "as the market's price_change: what a machine costs and what it lets for go together"},
           c.it_price_change);
}

void describe(Visitor& v, ProjectSpec& p) {
  v.reference({.key = "programme", .doc = "Terms of public and private money."}, "programme", p.programme);
  v.reference({.key = "market", .doc = "What is sold, to whom, for what."}, "market", p.market);
  v.object({.key = "construction", .doc = "How and when it is built."}, p.construction);
  describe_rate(v, "inflation", "Of all prices of the cost book, from its price year on.", p.inflation, "0");
  describe_rate(v, "energy_price_change", "Change of the price of electricity, real.", p.energy_price_change, "0");
  v.flag({.key = "taxable", .doc = "Whether the site's corporate tax is paid.", .otherwise = "true"}, p.taxable);
  describe_provenance(v, p.provenance);
}

}  // namespace gigaplan::io
