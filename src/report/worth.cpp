#include "report/worth.hpp"

#include <fmt/format.h>

#include "base/readable.hpp"

namespace gigaplan::report {

Worth worth_of(const Report& report, const FinanceSpec& terms) {
  if (report.investment) {
    const Indicators& i = report.investment->indicators;
    Worth worth{true, total(report.investment->capex), total(report.investment->opex) / terms.horizon_years,
                i.lifetime_cost};
    if (i.tokens_per_eur.value_or(0) > 0) {
      worth.tokens_per_eur = i.tokens_per_eur;
      worth.model_pflop_per_eur = 1000 * i.model_eflop_per_eur.value_or(0);
      worth.kwh_per_eur = i.kwh_per_eur;
      worth.eur_per_million_tokens = i.eur_per_million_tokens;
      worth.eur_per_chip_hour = i.eur_per_chip_hour;
    }
    return worth;
  }
  const FinanceResult& f = report.finance;
  Worth worth{false, f.capex_total, f.opex_per_year, f.lifetime_cost};
  if (f.tokens_per_eur > 0) {
    worth.tokens_per_eur = f.tokens_per_eur;
    worth.model_pflop_per_eur = f.model_pflop_per_eur;
    worth.kwh_per_eur = f.kwh_per_eur;
    worth.eur_per_million_tokens = f.eur_per_million_tokens;
    worth.eur_per_chip_hour = f.eur_per_chip_hour;
  }
  return worth;
}

std::string outlay_phrase(const Worth& worth) {
  return fmt::format("{} to build, {} a year to run{}", euros(worth.capex), euros(worth.opex),
                     worth.of_project ? ", in the money of the time" : "");
}

std::string no_debt_service(const InvestmentResult& result) {
  return result.plan.senior() > Money(0) ? "hardly any of the loans is drawn" : "no senior debt is carried";
}

std::string no_public_money(const FinanceSpec& terms) {
  return terms.project && terms.project->programme.guarantee
             ? "no grants; a public guarantee stands behind the loans, and is not called as stated"
             : "no public money in this scenario";
}

std::string lifetime_phrase(const Worth& worth, const FinanceSpec& terms) {
  return fmt::format("over {} {} at {:.1f} % (present value{}, less what is left of it)", plain(terms.horizon_years),
                     terms.horizon_years == 1 ? "year" : "years", 100 * terms.discount_rate,
                     worth.of_project ? " at financial close, with the time of building" : "");
}

}  // namespace gigaplan::report
