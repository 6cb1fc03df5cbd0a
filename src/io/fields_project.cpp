// Which keys do programmes, markets and the project finance have?
#include "io/fields.hpp"

namespace gigaplan::io {
namespace {

void describe_share(Visitor& v, const char* key, const char* doc, double& value, const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .min = 0, .max = 1, .otherwise = otherwise}, value);
}

void describe_rate(Visitor& v, const char* key, const char* doc, double& value, const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .unit = "1/year", .min = -0.5, .max = 0.5, .otherwise = otherwise}, value);
}

void describe_years(Visitor& v, const char* key, const char* doc, double max, double& value,
                    const char* otherwise = "") {
  v.number({.key = key, .doc = doc, .unit = "years", .min = 0, .max = max, .otherwise = otherwise}, value);
}

void describe_name(Visitor& v, std::string& id, std::string& name) {
  v.text({.key = "id", .doc = "Name of the catalogue entry.", .form = TextForm::id, .otherwise = "not an entry"}, id);
  v.text({.key = "name", .doc = "What people call it."}, name);
}

}  // namespace

void describe(Visitor& v, Milestone& m) {
  describe_share(v, "at_progress", "Capex spent divided by all capex from which on this part is paid.", m.at_progress);
  describe_share(v, "share", "Part of the grants; all milestones add up to 1.", m.share);
}

void describe(Visitor& v, LoanTerms& l) {
  describe_rate(v, "base_rate", "Swap or reference rate, nominal.", l.base_rate);
  describe_rate(v, "margin", "What the lender puts on it.", l.margin);
  describe_years(v, "tenor_years", "From the start of operation to the last repayment.", 100, l.tenor_years);
  describe_years(v, "grace_years", "From the start of operation with interest only.", 100, l.grace_years, "0: none");
  describe_share(v, "upfront_fee", "Fee at financial close divided by the loan.", l.upfront_fee, "0: none");
  describe_rate(v, "commitment_fee", "Fee on what is not drawn yet.", l.commitment_fee, "0: none");
}

void describe(Visitor& v, Guarantee& g) {
  describe_share(v, "covered_share", "Part of each senior euro due and not paid that the guarantor pays.",
                 g.covered_share);
  describe_share(v, "first_loss_share", "All calls at most, divided by the senior debt drawn.", g.first_loss_share);
  describe_rate(v, "fee", "Fee on the covered debt.", g.fee, "0: none");
  describe_rate(v, "margin_reduction", "What the commercial lender takes off its margin for it.", g.margin_reduction,
                "0: nothing");
}

void describe(Visitor& v, QuasiEquityTerms& q) {
  describe_rate(v, "rate", "Interest, nominal, added to the debt until it is paid.", q.rate);
  v.choice({.key = "repayment",
            .doc = "bullet: all at the horizon. cash: from what is left after senior debt, before owners get anything.",
            .otherwise = "\"cash\""},
           q.repayment, {"bullet", "cash"});
}

void describe(Visitor& v, ClawBack& c) {
  describe_rate(v, "threshold_irr", "IRR of the owners above which the public shares, nominal.", c.threshold_irr);
  describe_share(v, "share", "Part of the excess that goes back, up to the grants paid.", c.share);
}

void describe(Visitor& v, Programme& p) {
  const auto dscr = [&v](const char* key, const char* doc, double min, double& value) {
    v.number({.key = key, .doc = doc, .min = min, .max = 10}, value);
  };
  describe_name(v, p.id, p.name);
  describe_share(v, "eu_grant_cap_share", "EU grant divided by capex, at most.", p.eu_grant_cap, "1: no cap");
  v.list({.key = "milestones",
          .doc = "When grants are paid, by progress of the capex; all grants alike.",
          .otherwise = "all at financial close"},
         p.milestones);
  v.texts({.key = "draw_order",
           .doc = "In which order money that is no grant is drawn: equity, quasi_equity, eib, debt. Grants are used as "
                  "they are paid; equity covers what nobody else does.",
           .otherwise = "pro rata"},
          p.draw_order);
  v.object({.key = "eib_loan", .doc = "Terms of the European Investment Bank."}, p.eib);
  v.object({.key = "commercial_loan", .doc = "Terms of commercial lenders."}, p.commercial);
  v.object({.key = "guarantee", .doc = "Public guarantee for both senior loans.", .otherwise = "none"}, p.guarantee);
  v.object({.key = "quasi_equity", .doc = "Terms of quasi-equity."}, p.quasi_equity);
  dscr("target_dscr", "Cash flow available for debt service divided by debt service, by which loans are sized.", 1,
       p.target_dscr);
  dscr("lockup_dscr", "Over four quarters; below it neither quasi-equity nor owners are paid.", 0, p.lockup_dscr);
  dscr("default_dscr", "Over four quarters; below it lenders may call their loans.", 0, p.default_dscr);
  v.number({.key = "reserve_months",
            .doc = "Debt service that the reserve account holds.",
            .unit = "months",
            .min = 0,
            .max = 60},
           p.reserve_months);
  describe_rate(v, "equity_hurdle_irr", "Return that owners ask for, nominal.", p.equity_hurdle);
  describe_rate(v, "public_discount_rate", "At which the public values later euros, real.", p.public_discount_rate);
  v.flag({.key = "aid_limited_to_funding_gap",
          .doc = "Whether grants may at most fill what the project lacks without them (state aid).",
          .otherwise = "false"},
         p.aid_limited_to_funding_gap);
  describe_rate(v, "funding_gap_rate", "Discount rate of that test, nominal.", p.funding_gap_rate);
  v.object({.key = "claw_back", .doc = "What the public gets back of a success.", .otherwise = "nothing"}, p.claw_back);
  describe_provenance(v, p.provenance);
}

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
  describe_years(v, "years", "From financial close to the start of operation, in whole quarters.", 30, c.years);
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
  describe_rate(v, "it_price_change", "Change of IT prices, real; renewals are bought at them.", c.it_price_change,
                "0");
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
