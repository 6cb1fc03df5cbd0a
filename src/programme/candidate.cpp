#include "programme/candidate.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "futures/statistics.hpp"

namespace gigaplan::programme {
namespace {

portfolio::Money3 asked(const Scenario& scenario, double capex_eur) {
  const Funding& f = scenario.finance.funding;
  const double cap = scenario.finance.project ? scenario.finance.project->programme.eu_grant_cap : 1;
  return {std::min(f.eu_share, cap) * capex_eur, f.member_state_share * capex_eur, f.cohesion_share * capex_eur};
}

double least(const Outcome& outcome, double asked_eur, const Fact* fact) {
  if (fact != nullptr && fact->least_public_share) {
    return *fact->least_public_share * asked_eur;
  }
  return outcome.funding_gap_eur ? std::min(asked_eur, *outcome.funding_gap_eur) : asked_eur;
}

}  // namespace

std::string why_no_aim(const std::string& pointer) {
  const std::string_view key = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  constexpr std::array shares = {"mfu", "hfu", "goodput", "irr", "dscr", "availability", "utilisation", "price"};
  const bool rate = key.ends_with("_per_s") || key.ends_with("_per_year");
  if ((key.find("_per_") != std::string_view::npos && !rate) ||
      std::ranges::any_of(shares, [&](std::string_view word) { return key.find(word) != std::string_view::npos; })) {
    return "it is a ratio, and the sum of several proposals' ratios means nothing";
  }
  return futures::lower_is_better(pointer) ? "less of it is better, and a programme maximises" : "";
}

Outcome outcome_of(const Report& report) {
  Outcome outcome{.capex_eur = report.finance.capex_total.in(unit::euro),
                  .carbon_t = report.energy.co2.in(unit::tonne),
                  .energy_mwh = report.energy.facility.in(unit::megawatt_hour),
                  .design_peak_mw = report.energy.design_peak.in(unit::megawatt)};
  if (report.investment) {
    outcome.funding_gap_eur = report.investment->indicators.funding_gap.in(unit::euro);
    for (const TenantResult& tenant : report.investment->tenants) {
      outcome.sme_chip_hours += tenant.sme ? tenant.chip_hours : 0;
    }
  }
  return outcome;
}

const std::vector<std::string>& outcome_pointers() {
  static const std::vector<std::string> all = {
      "/finance/capex_eur",     "/energy/co2_t_per_year",     "/energy/facility_mwh_per_year",
      "/energy/design_peak_mw", "/investment/sme_chip_hours", "/investment/indicators/funding_gap_eur"};
  return all;
}

std::optional<Outcome> outcome_of(std::span<const std::optional<double>> values) {
  if (values.size() != outcome_pointers().size() || !values[0] || !values[1] || !values[2] || !values[3]) {
    return std::nullopt;
  }
  return Outcome{.capex_eur = *values[0],
                 .carbon_t = *values[1],
                 .energy_mwh = *values[2],
                 .design_peak_mw = *values[3],
                 .sme_chip_hours = values[4].value_or(0),
                 .funding_gap_eur = values[5]};
}

portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario, const Outcome& outcome,
                                  const Fact* fact) {
  const double capex = outcome.capex_eur;
  portfolio::Candidate c;
  c.id = id;
  c.name = scenario.name;
  c.country = scenario.site.country;
  c.site = fact != nullptr && !fact->site.empty() ? fact->site
           : !scenario.site.id.empty()            ? scenario.site.id
                                                  : scenario.site.name;
  c.region = fact != nullptr && !fact->region.empty() ? fact->region : c.country;
  c.asked_eur = asked(scenario, capex);
  c.least_eur = least(outcome, portfolio::total(c.asked_eur), fact);
  c.capex_eur = capex;
  c.chips = static_cast<double>(scenario.cluster.chips());
  c.carbon_t = outcome.carbon_t;
  c.energy_mwh = outcome.energy_mwh;
  const double years = scenario.finance.horizon_years;
  c.sme_chip_hours = years > 0 ? outcome.sme_chip_hours / years : 0;
  const auto& limit = scenario.facility.grid_limit;
  c.grid_mw = limit ? limit->in(unit::megawatt) : outcome.design_peak_mw;
  return c;
}

}  // namespace gigaplan::programme
