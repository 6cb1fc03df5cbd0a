// How does it stand on a page whether funded proposals serve their debt and content their owners?
#include <fmt/format.h>

#include <algorithm>

#include "cli/choice_parts.hpp"
#include "cli/portfolio_sections.hpp"
#include "cli/portfolio_text.hpp"
#include "portfolio/viability.hpp"

namespace gigaplan::cli {
namespace {

using portfolio::Candidate;
using portfolio::Viability;
using report::Cell;
using report::Section;
using report::Table;

Cell ratio_cell(const std::optional<double>& ratio) {
  return ratio ? Cell{fmt::format("{:.2f}", *ratio), ratio} : number_cell(std::nullopt);
}

Cell rate_cell(const std::optional<double>& yearly) {
  return yearly ? Cell{fmt::format("{:.1f}", 100 * *yearly), 100 * *yearly} : number_cell(std::nullopt);
}

}  // namespace

std::optional<Section> viability_section(const ChoiceParts& parts) {
  Table table{.id = "viability-table",
              .title = "Debt service, owners, guarantees and loans",
              .text =
                  "As each stands with the grants that it asks; then the median and the lowest twentieth of its "
                  "futures. A minimum DSCR below 1: in its worst quarter a project cannot pay its lenders out of "
                  "what it earns. An equity IRR of -100 %: owners lose all that they paid.",
              .columns = {{"Proposal"},
                          {"Minimum DSCR", "", true},
                          {"median", "", true},
                          {"5 %", "", true},
                          {"Equity IRR", "% a year", true},
                          {"median", "% a year", true},
                          {"5 %", "% a year", true},
                          {"EIB loan", "€ million", true},
                          {"Guarantee: cover", "€ million", true},
                          {"expected calls", "€ million", true}},
              .sortable = true};
  for (const std::size_t i : parts.choice().chosen) {
    const Candidate& c = parts.candidate(i);
    if (!c.viability) continue;
    const auto dscr = programme::over_futures(c, &Viability::minimum_dscr);
    const auto irr = programme::over_futures(c, &Viability::equity_irr);
    const auto quantile = [](const auto& summary, double futures::Summary::*which) {
      return summary ? std::optional((*summary).*which) : std::nullopt;
    };
    table.rows.push_back({{{c.id},
                           ratio_cell(c.viability->minimum_dscr),
                           ratio_cell(quantile(dscr, &futures::Summary::median)),
                           ratio_cell(quantile(dscr, &futures::Summary::low)),
                           rate_cell(c.viability->equity_irr),
                           rate_cell(quantile(irr, &futures::Summary::median)),
                           rate_cell(quantile(irr, &futures::Summary::low)),
                           millions_cell(c.eib_loan_eur),
                           millions_cell(c.guarantee_cover_eur),
                           millions_cell(c.guarantee_calls_eur)}});
  }
  if (table.rows.empty()) return std::nullopt;
  table.text += carbon_kept(parts.study, parts.choice().chosen);
  return Section{"viability", "Do they serve their debt?", {std::move(table)}};
}

}  // namespace gigaplan::cli
