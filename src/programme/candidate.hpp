// What of a scenario and its report does a programme weigh?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "portfolio/problem.hpp"
#include "programme/facts.hpp"

namespace gigaplan::programme {

/// Why a figure of report.json cannot be what a programme adds up and maximises; empty if it can. Ratios and shares
/// cannot be added up, and of a cost less is better.
[[nodiscard]] std::string why_no_aim(const std::string& pointer);

/// What of a report a programme weighs.
struct Outcome {
  double capex_eur = 0;
  double carbon_t = 0, energy_mwh = 0;  ///< a year
  double design_peak_mw = 0;
  double sme_chip_hours = 0;              ///< over the horizon
  std::optional<double> funding_gap_eur;  ///< none without a project
};
[[nodiscard]] Outcome outcome_of(const Report& report);

/// Where they stand in report.json, and the same from the values there, in that order; none where one is missing that
/// every report has.
[[nodiscard]] const std::vector<std::string>& outcome_pointers();
[[nodiscard]] std::optional<Outcome> outcome_of(std::span<const std::optional<double>> values);

/// The proposal without its value and futures. Asked: its funding shares of the capex, the EU's no more than its
/// project's programme gives. Least: the share that the programme knows of; else the project's funding gap; else all
/// that it asks. \param fact null: none is known
[[nodiscard]] portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario, const Outcome& outcome,
                                                const Fact* fact);
[[nodiscard]] inline portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario,
                                                       const Report& report, const Fact* fact) {
  return candidate_of(id, scenario, outcome_of(report), fact);
}

}  // namespace gigaplan::programme
