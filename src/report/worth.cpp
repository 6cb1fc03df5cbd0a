#include "report/worth.hpp"

#include <fmt/format.h>

#include "base/readable.hpp"

namespace gigaplan::report {

Worth worth_of(const Report& report) {
  if (report.investment) {
    const Indicators& i = report.investment->indicators;
    Worth worth{true, i.lifetime_cost};
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
  Worth worth{false, f.lifetime_cost};
  if (f.tokens_per_eur > 0) {
    worth.tokens_per_eur = f.tokens_per_eur;
    worth.model_pflop_per_eur = f.model_pflop_per_eur;
    worth.kwh_per_eur = f.kwh_per_eur;
    worth.eur_per_million_tokens = f.eur_per_million_tokens;
    worth.eur_per_chip_hour = f.eur_per_chip_hour;
  }
  return worth;
}

std::string lifetime_phrase(const Worth& worth, const FinanceSpec& terms) {
  return fmt::format("over {} {} at {:.1f} % (present value{}, less what is left of it)", plain(terms.horizon_years),
                     terms.horizon_years == 1 ? "year" : "years", 100 * terms.discount_rate,
                     worth.of_project ? " at financial close, with the time of building" : "");
}

}  // namespace gigaplan::report
