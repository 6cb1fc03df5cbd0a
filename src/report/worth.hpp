// What does a site cost over its life, and what does a euro of that buy?
#pragma once

#include <optional>
#include <string>

#include "model/result.hpp"
#include "model/scenario.hpp"

namespace gigaplan::report {

/// Where there is a project, its own figures: with the time that building and the grid take, and halls that open one
/// after the other. Else those of a site that is all open from its first day. Constant euros, formulas: docs/finance.md
/// and docs/report.md. Nothing is shown of one kind beside the other under one name.
struct Worth {
  bool of_project = false;
  Money capex, opex;    ///< to build; to run it for a year. Of a project as paid, in the money of the time, on average
  Money lifetime_cost;  ///< present value
  std::optional<double> tokens_per_eur, model_pflop_per_eur, kwh_per_eur;  ///< none: nothing was delivered
  std::optional<double> eur_per_million_tokens, eur_per_chip_hour;         ///< none: nothing was delivered
};

[[nodiscard]] Worth worth_of(const Report& report, const FinanceSpec& terms);

/// "€7.38 billion to build, €355 million a year to run"; of a project with when that is paid.
[[nodiscard]] std::string outlay_phrase(const Worth& worth);

/// Why no quarter's cover ratio is tested.
[[nodiscard]] std::string no_debt_service(const InvestmentResult& result);

/// Where no euro comes from the public as stated: a guarantee can still cost it some.
[[nodiscard]] std::string no_public_money(const FinanceSpec& terms);

/// "over 5 years at 5.0 % (present value at financial close, with the time of building, less what is left of it)"
[[nodiscard]] std::string lifetime_phrase(const Worth& worth, const FinanceSpec& terms);

}  // namespace gigaplan::report
