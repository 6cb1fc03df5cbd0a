// Which parts does the page of a programme's choice have?
#pragma once

#include <optional>
#include <string>

#include "cli/compared_figures.hpp"
#include "cli/portfolio_page.hpp"
#include "programme/study.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// What the parts are made of. Refers to what it is made from: a study that is solved.
struct ChoiceParts {
  const programme::Study& study;
  const programme::Asked& asked;
  Scale scale;  ///< of the figure that decides

  ChoiceParts(const programme::Study& solved, const programme::Asked& what);
  [[nodiscard]] const std::string& by() const { return asked.by; }
  [[nodiscard]] const portfolio::Portfolio& choice() const { return study.sets.front(); }
  [[nodiscard]] const portfolio::Candidate& candidate(std::size_t i) const { return study.problem.candidates[i]; }
  [[nodiscard]] std::size_t futures() const { return study.problem.candidates.front().futures.size(); }
  /// "mean of 100 futures", "as they stand".
  [[nodiscard]] std::string aim() const;
};

/// The chosen with their money by instrument, and what each country gets.
[[nodiscard]] report::Section funded_section(const ChoiceParts& parts);
/// Debt service, owners' return, guarantees and EIB loans of the chosen. None where none of them has a project.
[[nodiscard]] std::optional<report::Section> viability_section(const ChoiceParts& parts);
/// The sets that are nearly as good.
[[nodiscard]] report::Section alternatives_section(const ChoiceParts& parts);
/// How the choice and its rivals fare in every future. Precondition: study.robust
[[nodiscard]] report::Section regret_section(const ChoiceParts& parts);
/// What had to be kept, and what more of it would bring.
[[nodiscard]] report::Section limits_section(const ChoiceParts& parts);
/// A row a proposal.
[[nodiscard]] report::Section proposals_section(const ChoiceParts& parts);
/// The scenario of each, and how its assumptions and their sources are seen.
[[nodiscard]] report::Section sources_section(const ChoiceParts& parts, const ProposalFiles& files);

}  // namespace gigaplan::cli
