// What of a scenario and its report does a programme weigh?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "futures/statistics.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "portfolio/problem.hpp"
#include "programme/facts.hpp"

namespace gigaplan::programme {

/// Why a figure of report.json cannot be what a programme adds up and maximises; empty if it can. Ratios and shares
/// cannot be added up, and of a cost less is better.
[[nodiscard]] std::string why_no_aim(const std::string& pointer);

/// What a project's investment says: who gives what at financial close, and how that ends.
struct Financing {
  portfolio::Money3 grants_eur{};  ///< agreed: within the EU's cap and, where the programme says so, the funding gap
  double eib_eur = 0, commercial_eur = 0;
  double uses_eur = 0;  ///< of its money, until the last hall is open
  double guarantee_called_eur = 0;
  portfolio::Viability viability;
};

/// What of a report a programme weighs.
struct Outcome {
  double capex_eur = 0;
  double carbon_t = 0, energy_mwh = 0;  ///< a year
  double design_peak_mw = 0;
  double sme_chip_hours = 0;           ///< over the horizon
  std::optional<Financing> financing;  ///< none without a project
};
[[nodiscard]] Outcome outcome_of(const Report& report);

/// Where they stand in report.json, and the same from the values there, in that order; none where one is missing that
/// every report has.
[[nodiscard]] const std::vector<std::string>& outcome_pointers();
[[nodiscard]] std::optional<Outcome> outcome_of(std::span<const std::optional<double>> values);

/// The proposal without its value and futures. Asked: the grants of its investment; without a project its funding
/// shares of the capex. Least: the share of that which the programme knows of; else all of it. Its guarantor is
/// expected to pay what he pays as it stands. \param fact null: none is known
[[nodiscard]] portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario, const Outcome& outcome,
                                                const Fact* fact);
[[nodiscard]] inline portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario,
                                                       const Report& report, const Fact* fact) {
  return candidate_of(id, scenario, outcome_of(report), fact);
}

/// A figure of viability over the futures; none where none has it.
[[nodiscard]] std::optional<futures::Summary> over_futures(const portfolio::Candidate& candidate,
                                                           std::optional<double> portfolio::Viability::*figure);

/// What its futures say of its debt, owners and carbon. If their mean decides, its guarantor is expected to pay what he
/// pays in their mean. \param futures those that count, in order; empty: nothing changes
void add_futures(portfolio::Candidate& candidate, const std::vector<Outcome>& futures, portfolio::Aim aim);

}  // namespace gigaplan::programme
