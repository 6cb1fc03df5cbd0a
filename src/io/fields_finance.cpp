// Which keys do unit costs, funding and the evaluation have?
#include "io/fields.hpp"

namespace gigaplan::io {

void describe(Visitor& v, CostBook& c) {
  const auto share = [&v](const char* key, const char* doc, double max, double& value) {
    v.number({.key = key, .doc = doc, .min = 0, .max = max}, value);
  };
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, c.id);
  v.text({.key = "name", .doc = "What people call it."}, c.name);
  v.integer({.key = "price_year", .doc = "Year of the prices.", .min = 2000, .max = 2100}, c.price_year);
  share("ai_build_premium_share", "Extra cost of a liquid-cooled AI building over a conventional one.", 5,
        c.ai_build_premium);
  v.quantity({.key = "grid_connection_eur_per_mw",
              .doc = "Grid connection, for each MW of facility peak.",
              .unit = "EUR/MW",
              .min = 0,
              .max = 1e8},
             c.grid_connection, unit::euro_per_megawatt);
  const auto plant = [&v](const char* key, const char* doc, std::optional<MoneyPerPower>& value) {
    v.quantity({.key = key, .doc = doc, .unit = "EUR/kW", .min = 0, .max = 1e5, .otherwise = "not told apart"}, value,
               1000.0 * unit::euro_per_megawatt);
  };
  plant("power_chain_eur_per_kw", "Power chain in the sites' build costs, a kW of IT.", c.power_chain);
  plant("cooling_eur_per_kw", "Cooling plant in the sites' build costs, a kW of IT.", c.cooling);
  share("storage_share", "Storage divided by IT capex.", 2, c.storage_share);
  share("integration_share", "Installation and commissioning divided by IT capex.", 2, c.integration_share);
  share("contingency_share", "Contingency divided by building and plant.", 2, c.contingency_share);
  share("it_maintenance_share", "Maintenance of IT a year, without parts, divided by IT capex.", 1,
        c.it_maintenance_share);
  v.number(
      {.key = "spare_part_share",
       .doc = "Parts that a repair uses up divided by the price of the chip or (without chips) the node that failed.",
       .min = 0,
       .max = 2,
       .otherwise = "0: none"},
      c.spare_part_share);
  share("facility_maintenance_share", "Maintenance of the facility a year divided by its capex.", 1,
        c.facility_maintenance_share);
  v.number({.key = "staff_posts",
            .doc = "Posts that are manned round the clock, whatever the size.",
            .min = 0,
            .max = 1000,
            .otherwise = "0: none"},
           c.staff_posts);
  v.number({.key = "staff_fte_per_mw",
            .doc = "Staff beside them for each MW of IT power, full-time equivalents.",
            .unit = "FTE/MW",
            .min = 0,
            .max = 100},
           c.staff_per_mw);
  v.number({.key = "staff_hours_per_fte",
            .doc = "Hours a year of one full-time equivalent.",
            .unit = "h",
            .min = 1,
            .max = 4000},
           c.staff_hours);
  v.number({.key = "staff_wage_factor",
            .doc = "Labour cost of the staff divided by the country's mean.",
            .min = 0,
            .max = 20,
            .otherwise = "1: the country's mean"},
           c.staff_wage_factor);
  share("insurance_share", "Insurance a year divided by capex.", 1, c.insurance_share);
  share("property_tax_share", "Property tax a year divided by the facility's capex, where the site says nothing.", 1,
        c.property_tax_share);
  v.quantity({.key = "water_eur_per_m3",
              .doc = "Price of water, where the site says nothing.",
              .unit = "EUR/m3",
              .min = 0,
              .max = 1000},
             c.water, unit::euro_per_cubic_metre);
  v.number({.key = "wan_gbit_s_per_mw",
            .doc = "Leased capacity to the outside for each MW of IT power.",
            .unit = "Gbit/s/MW",
            .min = 0,
            .max = 1e5,
            .otherwise = "0: none"},
           c.wan_gbit_s_per_mw);
  v.number({.key = "wan_eur_per_gbit_s_month",
            .doc = "Its price.",
            .unit = "EUR",
            .min = 0,
            .max = 1e6,
            .otherwise = "0: free"},
           c.wan_eur_per_gbit_s_month);
  v.number({.key = "software_eur_per_chip_year",
            .doc = "Licences and support, a chip and year.",
            .unit = "EUR",
            .min = 0,
            .max = 1e6},
           c.software_eur_per_chip_year);
  describe_provenance(v, c.provenance);
}

void describe(Visitor& v, Funding& f) {
  const auto share = [&v](const char* key, const char* doc, double& value) {
    v.number({.key = key, .doc = doc, .min = 0, .max = 1, .otherwise = "0: none"}, value);
  };
  share("eu_share", "EU grant divided by capex.", f.eu_share);
  share("member_state_share", "Money of the member states divided by capex.", f.member_state_share);
  share("equity_share", "Equity from outside the public purse divided by capex.", f.equity_share);
  share("debt_share", "Debt from outside the public purse divided by capex.", f.debt_share);
  // Read without a default being written down: a scenario that does not know these keys stays what it was.
  const auto later = [&v](const char* key, const char* doc, double& value) {
    std::optional<double> read;
    v.number({.key = key, .doc = doc, .min = 0, .max = 1, .otherwise = "0: none"}, read);
    value = read.value_or(value);
  };
  later("cohesion_share", "Grant from cohesion funds divided by capex.", f.cohesion_share);
  later("eib_share", "Loan of the European Investment Bank divided by capex.", f.eib_share);
  later("quasi_equity_share", "Quasi-equity (subordinated, before owners) divided by capex.", f.quasi_equity_share);
}

void describe(Visitor& v, FinanceSpec& f) {
  const auto years = [&v](const char* key, const char* doc, double& value) {
    v.number({.key = key, .doc = doc, .unit = "years", .min = 0.5, .max = 100}, value);
  };
  v.reference({.key = "costs", .doc = "Unit costs."}, "costs", f.costs);
  v.object({.key = "funding", .doc = "Who pays the capex; the shares add up to 1."}, f.funding);
  v.number({.key = "discount_rate", .doc = "Real, a year.", .min = -0.05, .max = 0.5}, f.discount_rate);
  years("it_life_years", "IT is bought anew after this.", f.it_life_years);
  years("facility_life_years", "Life of building and plant.", f.facility_life_years);
  years("horizon_years", "Length of the evaluation.", f.horizon_years);
  v.object({.key = "project",
            .doc = "Project finance by quarter: terms of money, market, construction.",
            .otherwise = "only the levelised evaluation is made"},
           f.project);
  describe_provenance(v, f.provenance);
}

}  // namespace gigaplan::io
