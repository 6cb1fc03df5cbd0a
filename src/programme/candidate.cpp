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

double least(const Report& report, double asked_eur, const Fact* fact) {
  if (fact != nullptr && fact->least_public_share) {
    return *fact->least_public_share * asked_eur;
  }
  if (report.investment) {
    return std::min(asked_eur, report.investment->indicators.funding_gap.in(unit::euro));
  }
  return asked_eur;
}

/// A year of the horizon.
double sme_chip_hours(const Scenario& scenario, const Report& report) {
  double hours = 0;
  if (report.investment) {
    for (const TenantResult& tenant : report.investment->tenants) {
      hours += tenant.sme ? tenant.chip_hours : 0;
    }
  }
  return scenario.finance.horizon_years > 0 ? hours / scenario.finance.horizon_years : 0;
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

portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario, const Report& report,
                                  const Fact* fact) {
  const double capex = report.finance.capex_total.in(unit::euro);
  portfolio::Candidate c;
  c.id = id;
  c.name = scenario.name;
  c.country = scenario.site.country;
  c.site = fact != nullptr && !fact->site.empty() ? fact->site
           : !scenario.site.id.empty()            ? scenario.site.id
                                                  : scenario.site.name;
  c.region = fact != nullptr && !fact->region.empty() ? fact->region : c.country;
  c.asked_eur = asked(scenario, capex);
  c.least_eur = least(report, portfolio::total(c.asked_eur), fact);
  c.capex_eur = capex;
  c.chips = static_cast<double>(scenario.cluster.chips());
  c.carbon_t = report.energy.co2.in(unit::tonne);
  c.energy_mwh = report.energy.facility.in(unit::megawatt_hour);
  c.sme_chip_hours = sme_chip_hours(scenario, report);
  c.grid_mw = scenario.facility.grid_limit.value_or(report.energy.design_peak).in(unit::megawatt);
  return c;
}

}  // namespace gigaplan::programme
