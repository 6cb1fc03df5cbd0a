// On which terms is a gigafactory financed, built and let, quarter by quarter?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// A share of the grants that is paid once so much of the capex is spent.
struct Milestone {
  double at_progress = 0;  ///< json: at_progress - capex spent ÷ all capex, 0..1
  double share = 0;        ///< json: share - of the grants
  bool operator==(const Milestone&) const = default;
};

enum class GraceInterest { paid, drawn };  ///< json: "paid" (by cash flow), "drawn" (on the loan, as far as it is not)

/// A senior loan, drawn during construction and repaid by what operation earns. Rates are nominal, a year, charged a
/// quarter at a fourth of them.
struct LoanTerms {
  double base_rate = 0;       ///< json: base_rate - swap or reference rate
  double margin = 0;          ///< json: margin - on top of it
  double tenor_years = 0;     ///< json: tenor_years - from the start of operation to the last repayment
  double grace_years = 0;     ///< json: grace_years - from the start of operation with interest only
  double upfront_fee = 0;     ///< json: upfront_fee - of the loan, at financial close
  double commitment_fee = 0;  ///< json: commitment_fee - a year, of what is not drawn yet
  bool operator==(const LoanTerms&) const = default;
};

/// A public guarantee (InvestEU) for the senior loans: pays part of what the project fails to pay, first losses first.
struct Guarantee {
  double covered_share = 0;     ///< json: covered_share - of each senior euro that is due and not paid
  double first_loss_share = 0;  ///< json: first_loss_share - all calls at most ÷ senior debt drawn
  double fee = 0;               ///< json: fee - a year, of the covered debt
  double margin_reduction = 0;  ///< json: margin_reduction - what lenders take off their margin for it
  bool operator==(const Guarantee&) const = default;
};

/// What lenders do while a project is in default of its covenants.
enum class OnDefault {
  wait,        ///< json: "wait" - owners get nothing
  sweep,       ///< json: "sweep" - all cash that debt service leaves repays the loans early
  accelerate,  ///< json: "accelerate" - from the first default on everything is due at once
};

enum class QuasiEquityRepayment { bullet, cash };  ///< json: "bullet" (at the horizon), "cash" (from what is left)

/// Subordinated money whose interest is added to it until it is paid, after senior debt and before owners.
struct QuasiEquityTerms {
  double rate = 0;                                              ///< json: rate - nominal, a year
  QuasiEquityRepayment repayment = QuasiEquityRepayment::cash;  ///< json: repayment
  bool operator==(const QuasiEquityTerms&) const = default;
};

/// A part of the equity or of the quasi-equity with a name and terms of its own; parts are drawn in the list's order.
struct Tranche {
  std::string id;    ///< json: id
  std::string name;  ///< json: name
  double share = 0;  ///< json: share - of its kind; all tranches of a kind add up to 1
  double rate = 0;   ///< json: rate - nominal, a year: quasi-equity's interest; of equity: a preferred return, 0: none
  QuasiEquityRepayment repayment = QuasiEquityRepayment::cash;  ///< json: repayment - of quasi-equity
  int rank = 1;  ///< json: rank - 1 is paid first; equal ones in proportion to what they are owed
  bool operator==(const Tranche&) const = default;
};

/// Chip-hours that the public asks for in exchange for its grants.
struct PublicQuota {
  double share = 0;      ///< json: share - public and small tenants' chip-hours ÷ all that tenants take
  double claw_back = 0;  ///< json: claw_back_share - of the grants, back if none of it is kept; in proportion else
  bool operator==(const PublicQuota&) const = default;
};

/// What the public pays while a site costs more to run than it earns: shares of the difference, quarter by quarter.
struct OperatingGrants {
  double eu = 0;            ///< json: eu_share
  double member_state = 0;  ///< json: member_state_share
  bool operator==(const OperatingGrants&) const = default;
};

/// What the public gets back of a project that earns more than it was helped for.
struct ClawBack {
  double threshold_irr = 0;  ///< json: threshold_irr - of the owners, nominal
  double share = 0;          ///< json: share - of the excess
  bool operator==(const ClawBack&) const = default;
};

/// Terms of public and private money.
struct Programme {
  std::string id;                                      ///< json: id
  std::string name;                                    ///< json: name
  double eu_grant_cap = 1;                             ///< json: eu_grant_cap_share - EU grant ÷ capex at most
  double eib_cap = 1;                                  ///< json: eib_cap_share - the EIB's loan for building ÷ capex
  std::vector<Milestone> milestones;                   ///< json: milestones - empty: all at financial close
  std::vector<std::string> draw_order;                 ///< json: draw_order - of what is no grant; empty: pro rata
  LoanTerms eib, commercial;                           ///< json: eib_loan, commercial_loan
  std::optional<Guarantee> guarantee;                  ///< json: guarantee
  GraceInterest grace_interest = GraceInterest::paid;  ///< json: grace_interest
  QuasiEquityTerms quasi_equity;                       ///< json: quasi_equity
  std::vector<Tranche> quasi_equity_tranches;          ///< json: quasi_equity_tranches - empty: one, on the terms above
  std::vector<Tranche> equity_tranches;                ///< json: equity_tranches - empty: owners are all alike
  double target_dscr = 0;                   ///< json: target_dscr - cash flow ÷ debt service that loans are sized by
  double lockup_dscr = 0;                   ///< json: lockup_dscr - below it owners get nothing
  double default_dscr = 0;                  ///< json: default_dscr - below it: on_default
  OnDefault on_default = OnDefault::wait;   ///< json: on_default
  double reserve_months = 0;                ///< json: reserve_months - of debt service, in the reserve account
  double equity_hurdle = 0;                 ///< json: equity_hurdle_irr - nominal, a year
  double public_discount_rate = 0;          ///< json: public_discount_rate - real, a year
  bool aid_limited_to_funding_gap = false;  ///< json: aid_limited_to_funding_gap
  double funding_gap_rate = 0;              ///< json: funding_gap_rate - nominal, a year, of the funding-gap test
  std::optional<OperatingGrants> operating_grants;  ///< json: operating_grants
  double grantors_residual = 0;             ///< json: grantors_residual_share - of the grants' part of what is sold
  std::optional<ClawBack> claw_back;        ///< json: claw_back
  std::optional<PublicQuota> public_quota;  ///< json: public_quota
  std::vector<Citation> provenance;         ///< json: provenance
  bool operator==(const Programme&) const = default;
};

/// Who rents chips, how many, and for what.
struct Tenant {
  std::string id;             ///< json: id
  std::string name;           ///< json: name
  double share = 0;           ///< json: share - of the chip-hours that are offered
  double price = 0;           ///< json: price_share - of the chip's market price; 0: free, as research may be
  double occupancy = 1;       ///< json: occupancy - hours let ÷ hours offered, once the ramp is over
  bool public_quota = false;  ///< json: public - the public's own quota
  bool sme = false;           ///< json: sme - small and medium enterprises
  bool operator==(const Tenant&) const = default;
};

struct HeatSales {
  double share = 0;      ///< json: share - of the IT's heat
  MoneyPerEnergy price;  ///< json: price_eur_per_mwh - in the cost book's price year
  bool operator==(const HeatSales&) const = default;
};

struct GridServices {
  double flexible_share = 0;  ///< json: flexible_share - of mean IT power
  MoneyPerPower price;        ///< json: price_eur_per_mw_year - in the cost book's price year
  bool operator==(const GridServices&) const = default;
};

/// Where the same computing would have run otherwise.
struct CarbonReference {
  double pue = 1;        ///< json: pue
  MassPerEnergy carbon;  ///< json: carbon_g_per_kwh
  bool operator==(const CarbonReference&) const = default;
};

/// What computing, heat and flexibility sell for.
struct Market {
  std::string id;                             ///< json: id
  std::string name;                           ///< json: name
  double reference_price = 0;                 ///< json: reference_price_eur_per_h - an hour of a reference chip
  OperationRate reference_rate;               ///< json: reference_bf16_tflop_s - dense peak of that chip
  double price_exponent = 1;                  ///< json: price_exponent - price goes with peak to this power
  double price_change = 0;                    ///< json: price_change - real, a year, from the price year on
  double ramp_years = 0;                      ///< json: ramp_years - until a hall is let as its tenants' occupancy
  double interruption_share = 0;              ///< json: interruption_share - of the hours that the simulated job
                                              ///< loses to interruptions: what tenants do not pay for
  std::vector<Tenant> tenants;                ///< json: tenants
  std::optional<HeatSales> heat;              ///< json: heat
  std::optional<GridServices> grid_services;  ///< json: grid_services
  std::optional<CarbonReference> carbon_reference;  ///< json: carbon_reference
  std::vector<Citation> provenance;                 ///< json: provenance
  bool operator==(const Market&) const = default;
};

/// Whether the connection to the grid is there when the first hall is built.
enum class GridConnection { awaited, secured };  ///< json: "awaited" (as long as the site's wait says), "secured"

/// How and when it is built. Halls are alike; the first opens when operation starts: when it is built and the grid
/// connection is there.
struct Construction {
  double years = 0;                                          ///< json: years - that building a hall takes
  GridConnection grid_connection = GridConnection::awaited;  ///< json: grid_connection
  double grid_applied_years = 0;     ///< json: grid_applied_years - before financial close the connection was asked for
  int halls = 1;                     ///< json: halls
  double hall_interval_years = 0;    ///< json: hall_interval_years - between openings
  double s_curve_steepness = 0;      ///< json: s_curve_steepness - of the logistic curve of spending; 0: even
  double it_deposit_share = 0;       ///< json: it_deposit_share - of IT, paid at order; the rest at delivery
  double it_lead_years = 0;          ///< json: it_lead_years - from order to delivery, when its hall opens
  double design_share = 0;           ///< json: design_share - design and permits ÷ facility
  double land_m2_per_mw = 0;         ///< json: land_m2_per_mw - of IT
  double land_eur_per_m2 = 0;        ///< json: land_eur_per_m2
  double building_price_change = 0;  ///< json: building_price_change - real, a year
  std::optional<double> it_price_change;  ///< json: it_price_change - real, a year, of renewals too; none: as rents
  bool operator==(const Construction&) const = default;
};

/// The project finance of a gigafactory. Absent: only the levelised evaluation is made.
struct ProjectSpec {
  Programme programme;               ///< json: programme (catalogue id or object)
  Market market;                     ///< json: market (catalogue id or object)
  Construction construction;         ///< json: construction
  double inflation = 0;              ///< json: inflation - a year
  double energy_price_change = 0;    ///< json: energy_price_change - real, a year
  bool taxable = true;               ///< json: taxable - false: no corporate tax
  std::vector<Citation> provenance;  ///< json: provenance
  bool operator==(const ProjectSpec&) const = default;
};

}  // namespace gigaplan
