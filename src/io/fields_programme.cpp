// Which keys do programmes have: the terms of public and private money?
#include "io/field_forms.hpp"

namespace gigaplan::io {

void describe(Visitor& v, Milestone& m) {
  describe_share(v, "at_progress", "Capex spent divided by all capex from which on this part is paid.", m.at_progress);
  describe_share(v, "share", "Part of the grants; all milestones add up to 1.", m.share);
}

void describe_fee(Visitor& v, const char* key, const char* doc, double& value) {
  v.number({.key = key, .doc = doc, .unit = "1/year", .min = 0, .max = 0.5, .otherwise = "0: none"}, value);
}

void describe(Visitor& v, LoanTerms& l) {
  describe_rate(v, "base_rate", "Swap or reference rate, nominal.", l.base_rate);
  describe_rate(v, "margin", "What the lender puts on it.", l.margin);
  describe_years(v, "tenor_years", "From the start of operation to the last repayment.", 100, l.tenor_years);
  describe_years(v, "grace_years", "From the start of operation with interest only.", 100, l.grace_years, "0: none");
  describe_share(v, "upfront_fee", "Fee at financial close divided by the loan.", l.upfront_fee, "0: none");
  describe_fee(v, "commitment_fee", "Fee on what is not drawn yet.", l.commitment_fee);
}

void describe(Visitor& v, Guarantee& g) {
  describe_share(v, "covered_share", "Part of each senior euro due and not paid that the guarantor pays.",
                 g.covered_share);
  describe_share(v, "first_loss_share", "All calls at most, divided by the senior debt drawn.", g.first_loss_share);
  describe_fee(v, "fee", "Fee on the covered debt.", g.fee);
  describe_rate(v, "margin_reduction",
                "What the commercial lender takes off its margin for it; no more than the margin.", g.margin_reduction,
                "0: nothing");
}

void describe(Visitor& v, QuasiEquityTerms& q) {
  describe_rate(v, "rate", "Interest, nominal, added to the debt until it is paid.", q.rate);
  v.choice({.key = "repayment",
            .doc = "bullet: all at the horizon. cash: from what is left after senior debt, before owners get anything.",
            .otherwise = "\"cash\""},
           q.repayment, {"bullet", "cash"});
}

void describe(Visitor& v, Tranche& t) {
  v.text({.key = "id", .doc = "Short name, of its own.", .form = TextForm::id}, t.id);
  v.text({.key = "name", .doc = "What people call it."}, t.name);
  v.number({.key = "share",
            .doc = "Part of the money of its kind; all tranches of a kind add up to 1.",
            .min = 0,
            .max = 1,
            .above_min = true},
           t.share);
  describe_rate(
      v, "rate",
      "Nominal. Quasi-equity: interest, added to what is owed. Equity: preferred return; those who ask for one "
      "have their money back with it before the others get anything.",
      t.rate, "0: none");
  v.choice({.key = "repayment",
            .doc = "Of quasi-equity: bullet: all at the horizon. cash: from what is left after senior debt.",
            .otherwise = "\"cash\""},
           t.repayment, {"bullet", "cash"});
  v.integer({.key = "rank",
             .doc = "1 is paid first; equal ones in proportion to what they are owed.",
             .min = 1,
             .max = 99,
             .otherwise = "1"},
            t.rank);
}

void describe(Visitor& v, PublicQuota& q) {
  v.number({.key = "share",
            .doc = "Chip-hours that public and small tenants have to take, divided by all that tenants take.",
            .min = 0,
            .max = 1,
            .above_min = true},
           q.share);
  describe_share(v, "claw_back_share",
                 "Part of the grants that goes back at the horizon if nothing of it is kept; of a part that is missing "
                 "in proportion.",
                 q.claw_back, "0: it is told, and costs nothing");
}

void describe(Visitor& v, OperatingGrants& g) {
  describe_share(v, "eu_share", "Part that the EU pays.", g.eu, "0");
  describe_share(v, "member_state_share", "Part that the member state pays.", g.member_state, "0");
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
  describe_share(v, "eib_cap_share", "What the EIB lends for building divided by capex, at most.", p.eib_cap,
                 "1: no cap");
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
  v.choice(
      {.key = "grace_interest",
       .doc = "Interest and fees from the start of operation to the end of the grace. paid: by cash flow, and else by "
              "the reserve account. drawn: what cash flow lacks is drawn on the loan, beyond its share of the capex.",
       .otherwise = "\"paid\""},
      p.grace_interest, {"paid", "drawn"});
  v.object({.key = "quasi_equity", .doc = "Terms of quasi-equity."}, p.quasi_equity);
  v.list({.key = "quasi_equity_tranches",
          .doc = "Parts of quasi-equity with terms of their own, drawn in this order.",
          .otherwise = "one, on the terms above"},
         p.quasi_equity_tranches);
  v.list(
      {.key = "equity_tranches", .doc = "Parts of equity, drawn in this order.", .otherwise = "owners are all alike"},
      p.equity_tranches);
  dscr("target_dscr", "Cash flow available for debt service divided by debt service, by which loans are sized.", 1,
       p.target_dscr);
  dscr("lockup_dscr",
       "Over four quarters, from the first repayment on; below it neither quasi-equity nor owners are paid.", 0,
       p.lockup_dscr);
  dscr("default_dscr", "Over four quarters, from the first repayment on; below it lenders do as on_default says.", 0,
       p.default_dscr);
  v.choice(
      {.key = "on_default",
       .doc = "wait: owners get nothing. sweep: all cash that debt service leaves repays the loans early. accelerate: "
              "all of both loans is due from then on.",
       .otherwise = "\"wait\""},
      p.on_default, {"wait", "sweep", "accelerate"});
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
  v.object({.key = "operating_grants",
            .doc = "What the public pays of the quarters' costs beyond their revenue, beside the grants for building.",
            .otherwise = "none"},
           p.operating_grants);
  describe_share(v, "grantors_residual_share",
                 "Of what assets sell for at the horizon, the part that grants paid for goes back to this share, after "
                 "all debts.",
                 p.grantors_residual, "0: owners have it");
  v.object({.key = "claw_back", .doc = "What the public gets back of a success.", .otherwise = "nothing"}, p.claw_back);
  v.object({.key = "public_quota",
            .doc = "Use by public and small tenants that the grants ask for.",
            .otherwise = "none is asked for"},
           p.public_quota);
  describe_provenance(v, p.provenance);
}

}  // namespace gigaplan::io
