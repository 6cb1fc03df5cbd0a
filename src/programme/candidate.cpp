#include "programme/candidate.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace gigaplan::programme {
namespace {

portfolio::Money3 asked(const Scenario& scenario, const Outcome& outcome) {
  if (outcome.financing) {
    return outcome.financing->grants_eur;
  }
  const Funding& f = scenario.finance.funding;
  const double capex = outcome.capex_eur;
  return {f.eu_share * capex, f.member_state_share * capex, f.cohesion_share * capex};
}

void add_financing(portfolio::Candidate& c, const Scenario& scenario, const Financing& financing) {
  c.investment_eur = financing.uses_eur;
  c.eib_loan_eur = financing.eib_eur;
  c.guarantee_calls_eur = financing.guarantee_called_eur;
  c.viability = financing.viability;
  if (const auto& guarantee = scenario.finance.project->programme.guarantee) {
    c.guarantee_cover_eur = guarantee->first_loss_share * (financing.eib_eur + financing.commercial_eur);
  }
}

}  // namespace

std::string why_no_aim(const std::string& pointer) {
  const std::string_view key = std::string_view(pointer).substr(pointer.rfind('/') + 1);
  constexpr std::array shares = {"mfu",          "hfu",         "goodput", "irr",  "dscr",
                                 "availability", "utilisation", "price",   "share"};
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
    const auto& plan = report.investment->plan;
    const auto& indicators = report.investment->indicators;
    Financing f{
        .grants_eur = {plan.eu_grant.in(unit::euro), plan.member_state_grant.in(unit::euro),
                       plan.cohesion_grant.in(unit::euro)},
        .eib_eur = plan.loans[0].in(unit::euro),
        .commercial_eur = plan.loans[1].in(unit::euro),
        .guarantee_called_eur = indicators.guarantee_called.in(unit::euro),
        .viability = {.minimum_dscr = indicators.minimum_dscr, .equity_irr = indicators.equity_irr},
    };
    f.uses_eur = total(report.investment->uses).in(unit::euro);
    outcome.financing = f;
    for (const TenantResult& tenant : report.investment->tenants) {
      outcome.sme_chip_hours += tenant.sme ? tenant.chip_hours : 0;
    }
  }
  return outcome;
}

const std::vector<std::string>& outcome_pointers() {
  static const std::vector<std::string> all = {"/finance/capex_eur",
                                               "/energy/co2_t_per_year",
                                               "/energy/facility_mwh_per_year",
                                               "/energy/design_peak_mw",
                                               "/investment/sme_chip_hours",
                                               "/investment/agreed/eu_grant_eur",
                                               "/investment/agreed/member_state_grant_eur",
                                               "/investment/agreed/cohesion_grant_eur",
                                               "/investment/agreed/eib_loan_eur",
                                               "/investment/agreed/commercial_loan_eur",
                                               "/investment/uses_eur",
                                               "/investment/indicators/guarantee_called_eur",
                                               "/investment/indicators/minimum_dscr",
                                               "/investment/indicators/equity_irr"};
  return all;
}

std::optional<Outcome> outcome_of(std::span<const std::optional<double>> values) {
  if (values.size() != outcome_pointers().size() || !values[0] || !values[1] || !values[2] || !values[3]) {
    return std::nullopt;
  }
  Outcome outcome{.capex_eur = *values[0],
                  .carbon_t = *values[1],
                  .energy_mwh = *values[2],
                  .design_peak_mw = *values[3],
                  .sme_chip_hours = values[4].value_or(0),
                  .financing = {}};
  if (values[5]) {
    const auto eur = [&](std::size_t i) { return values[i].value_or(0); };
    outcome.financing = Financing{.grants_eur = {eur(5), eur(6), eur(7)},
                                  .eib_eur = eur(8),
                                  .commercial_eur = eur(9),
                                  .uses_eur = eur(10),
                                  .guarantee_called_eur = eur(11),
                                  .viability = {.minimum_dscr = values[12], .equity_irr = values[13]}};
  }
  return outcome;
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
  c.asked_eur = asked(scenario, outcome);
  c.least_eur = portfolio::total(c.asked_eur) * (fact != nullptr ? fact->least_public_share.value_or(1) : 1);
  c.capex_eur = c.investment_eur = capex;
  c.chips = static_cast<double>(scenario.cluster.chips());
  c.carbon_t = outcome.carbon_t;
  c.energy_mwh = outcome.energy_mwh;
  const double years = scenario.finance.horizon_years;
  c.sme_chip_hours = years > 0 ? outcome.sme_chip_hours / years : 0;
  const auto& limit = scenario.facility.grid_limit;
  c.grid_mw = limit ? limit->in(unit::megawatt) : outcome.design_peak_mw;
  if (outcome.financing) {
    add_financing(c, scenario, *outcome.financing);
  }
  return c;
}

void add_futures(portfolio::Candidate& candidate, const std::vector<Outcome>& futures, portfolio::Aim aim) {
  if (futures.empty()) {
    return;
  }
  double calls = 0;
  for (const Outcome& outcome : futures) {
    candidate.carbon_in_t.push_back(outcome.carbon_t);
    candidate.energy_in_mwh.push_back(outcome.energy_mwh);
    if (outcome.financing) {
      candidate.viability_in.push_back(outcome.financing->viability);
      calls += outcome.financing->guarantee_called_eur;
    }
  }
  if (aim == portfolio::Aim::mean && !candidate.viability_in.empty()) {
    candidate.guarantee_calls_eur = calls / static_cast<double>(candidate.viability_in.size());
  }
}

std::optional<futures::Summary> over_futures(const portfolio::Candidate& candidate,
                                             std::optional<double> portfolio::Viability::*figure) {
  std::vector<std::optional<double>> values;
  values.reserve(candidate.viability_in.size());
  for (const auto& viability : candidate.viability_in) {
    values.push_back(viability.*figure);
  }
  return futures::summarise(values);
}

}  // namespace gigaplan::programme
