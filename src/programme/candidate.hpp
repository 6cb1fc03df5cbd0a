// What of a scenario and its report does a programme weigh?
#pragma once

#include <optional>
#include <string>

#include "model/result.hpp"
#include "model/scenario.hpp"
#include "portfolio/problem.hpp"
#include "programme/facts.hpp"

namespace gigaplan::programme {

/// Why a figure of report.json cannot be what a programme adds up and maximises; empty if it can. Ratios and shares
/// cannot be added up, and of a cost less is better.
[[nodiscard]] std::string why_no_aim(const std::string& pointer);

/// The proposal without its value and futures. Asked: its funding shares of the capex, the EU's no more than its
/// project's programme gives. Least: the share that the programme knows of; else the project's funding gap; else all
/// that it asks. \param fact null: none is known
[[nodiscard]] portfolio::Candidate candidate_of(const std::string& id, const Scenario& scenario, const Report& report,
                                                const Fact* fact);

}  // namespace gigaplan::programme
