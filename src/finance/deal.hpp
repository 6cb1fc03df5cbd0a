// Which terms, prices and write-offs hold, whatever is borrowed?
#pragma once

#include <array>
#include <vector>

#include "finance/debt.hpp"
#include "finance/outlook.hpp"
#include "finance/tax.hpp"

namespace gigaplan::finance {

/// Money that is no grant, in the order of ties; names of `draw_order`.
enum class Instrument { equity, quasi_equity, eib, debt };
inline constexpr std::size_t instrument_count = 4;

/// Write-offs by date: of first-generation assets before grants, and of renewals.
struct WriteOffs {
  std::vector<Money> first, later;
  [[nodiscard]] Money at(int date, double granted) const {
    const auto k = static_cast<std::size_t>(date);
    return (1 - granted) * first[k] + later[k];
  }
};

/// Tax by date: of running, and on the sale at the horizon, which is due then and out of its proceeds.
struct DatedTax {
  std::vector<Money> running;
  Money on_sale;
};

/// Taxable profits by date, those of construction 0; that of the sale at the horizon apart.
struct Profits {
  std::vector<Money> running;
  Money sale;
};

/// Shares of the grants asked for that are paid.
struct GrantsPass {
  double eu = 1, member_state = 1, cohesion = 1;
};

/// Everything about a project that does not depend on how much is borrowed. Holds references: the input must outlive
/// it.
struct Deal {
  const FinanceInput& input;
  const ProjectSpec& project;
  const Programme& programme;
  Outlook outlook;
  std::array<LoanCost, senior_count> costs;
  std::array<Repayment, senior_count> repayments;
  std::vector<Instrument> order;  ///< empty: pro rata
  std::vector<double> released;   ///< share of the grants that is paid at each date
  WriteOffs book, fiscal;         ///< for the balance sheet, and for tax
  TaxTerms tax;
  DatedTax unlevered_tax;  ///< of a project without debt and grants
  GrantsPass grants_pass;  ///< what of the grants the funding-gap test lets pass
  [[nodiscard]] const Calendar& calendar() const { return outlook.calendar; }
  [[nodiscard]] const Prospect& at(int date) const { return outlook.dates[static_cast<std::size_t>(date)]; }
};

[[nodiscard]] Deal make_deal(const FinanceInput& input);

enum class Aid { fitting, agreed, none };  ///< what the funding-gap test lets pass, what it let pass before, nothing

/// The same deal with all prices of computing times `factor`.
[[nodiscard]] Deal with_price(const Deal& deal, double factor, Aid aid = Aid::fitting);

/// Chip-hours that public and small tenants take ÷ all that tenants take, over the horizon; none if nobody takes any.
[[nodiscard]] std::optional<double> public_use(const Outlook& outlook);

/// Each year's tax on its profits, in equal parts at the year's quarters; on_sale is what the sale's profit adds to the
/// last year's, negative where it lowers it.
[[nodiscard]] DatedTax tax_by_date(const Deal& deal, const Profits& profits);

/// What the project pays and earns before financing and aid, tax as without them.
[[nodiscard]] std::vector<Money> project_flows(const Deal& deal);

}  // namespace gigaplan::finance
