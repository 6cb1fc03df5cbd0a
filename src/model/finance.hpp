// What does it cost, and who pays?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/quantity.hpp"
#include "model/project.hpp"
#include "model/provenance.hpp"

namespace gigaplan {

/// Unit costs that do not belong to a chip, node, switch or site.
struct CostBook {
  std::string id;                 ///< json: id
  std::string name;               ///< json: name
  int price_year = 0;             ///< json: price_year
  double ai_build_premium = 0;    ///< json: ai_build_premium_share - liquid-cooled over conventional build cost
  MoneyPerPower grid_connection;  ///< json: grid_connection_eur_per_mw - of facility peak
  /// What of the sites' build costs is power chain and cooling plant, a kW of IT; none: they are not told apart.
  std::optional<MoneyPerPower> power_chain, cooling;  ///< json: power_chain_eur_per_kw, cooling_eur_per_kw
  double storage_share = 0;                           ///< json: storage_share - storage ÷ IT capex
  double integration_share = 0;           ///< json: integration_share - installation, commissioning ÷ IT capex
  double contingency_share = 0;           ///< json: contingency_share - of building and plant
  double it_maintenance_share = 0;        ///< json: it_maintenance_share - of IT capex, a year, without parts
  double spare_part_share = 0;            ///< json: spare_part_share - parts of a repair ÷ price of what failed
  double facility_maintenance_share = 0;  ///< json: facility_maintenance_share - of facility capex, a year
  double staff_posts = 0;                 ///< json: staff_posts - manned round the clock, whatever the size
  double staff_per_mw = 0;                ///< json: staff_fte_per_mw - of IT power, beside them
  double staff_hours = 0;                 ///< json: staff_hours_per_fte - a year
  double staff_wage_factor = 1;           ///< json: staff_wage_factor - ÷ the country's mean labour cost
  double insurance_share = 0;             ///< json: insurance_share - of capex, a year
  double property_tax_share = 0;          ///< json: property_tax_share - of facility capex, where the site says nothing
  MoneyPerVolume water;                   ///< json: water_eur_per_m3 - where the site says nothing
  double wan_gbit_s_per_mw = 0;           ///< json: wan_gbit_s_per_mw - leased to the outside, a MW of IT
  double wan_eur_per_gbit_s_month = 0;    ///< json: wan_eur_per_gbit_s_month
  double software_eur_per_chip_year = 0;  ///< json: software_eur_per_chip_year
  std::vector<Citation> provenance;       ///< json: provenance
  bool operator==(const CostBook&) const = default;
};

/// Who pays the capex; the shares add up to one. Grants are public money; loans, quasi-equity and equity are not.
struct Funding {
  double eu_share = 0;            ///< json: eu_share - EU grant ÷ capex
  double member_state_share = 0;  ///< json: member_state_share
  double equity_share = 0;        ///< json: equity_share
  double debt_share = 0;          ///< json: debt_share
  double cohesion_share = 0;      ///< json: cohesion_share - grant from cohesion funds
  double eib_share = 0;           ///< json: eib_share - loan of the European Investment Bank
  double quasi_equity_share = 0;  ///< json: quasi_equity_share
  bool operator==(const Funding&) const = default;
  [[nodiscard]] double public_share() const { return eu_share + member_state_share + cohesion_share; }
  [[nodiscard]] double total() const {
    return public_share() + equity_share + debt_share + eib_share + quasi_equity_share;
  }
};

struct FinanceSpec {
  CostBook costs;                      ///< json: costs (catalogue id or object)
  Funding funding;                     ///< json: funding
  double discount_rate = 0;            ///< json: discount_rate - real, a year
  double it_life_years = 0;            ///< json: it_life_years - IT is bought anew after this
  double facility_life_years = 0;      ///< json: facility_life_years
  double horizon_years = 0;            ///< json: horizon_years - of the evaluation
  std::optional<ProjectSpec> project;  ///< json: project - none: no statements
  std::vector<Citation> provenance;    ///< json: provenance
  bool operator==(const FinanceSpec&) const = default;
};

}  // namespace gigaplan
