// Which parts does the page of a comparison have?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/compare_page.hpp"
#include "cli/compared_figures.hpp"
#include "report/page.hpp"

namespace gigaplan::cli {

/// What the parts are made of. Refers to what it is made from.
struct ComparedParts {
  const std::vector<Contender>& contenders;
  const futures::Comparison& comparison;
  const futures::Asked& asked;
  Scale scale;  ///< of the figure that decides

  ComparedParts(const std::vector<Contender>& all, const futures::Comparison& compared, const futures::Asked& what);
  [[nodiscard]] const std::string& by() const { return asked.figures[asked.options.by].pointer; }
  [[nodiscard]] const std::string& label(std::size_t scenario) const { return contenders[scenario].label; }
};

/// More bars than these nobody reads; tables have all.
inline constexpr std::size_t most_scenarios = 30, most_influences = 10, most_tornados = 15;

/// The figure that decides with its intervals, how often each is best, the same by country.
[[nodiscard]] report::Section ranking_section(const ComparedParts& parts);
/// Every figure of every scenario.
[[nodiscard]] report::Section figures_section(const ComparedParts& parts);
/// A tornado a scenario, the best first.
[[nodiscard]] report::Section influences_section(const ComparedParts& parts);
/// None where there is one scenario.
[[nodiscard]] std::optional<report::Section> differences_section(const ComparedParts& parts);
/// None where none was sought.
[[nodiscard]] std::optional<report::Section> break_even_section(const ComparedParts& parts);
/// Sobol indices; none where none were asked for.
[[nodiscard]] std::optional<report::Section> variance_section(const ComparedParts& parts);
/// What is drawn, what the step's interval covers, what is a choice.
[[nodiscard]] report::Section uncertain_section(const ComparedParts& parts);
/// What the words mean.
[[nodiscard]] report::Section compare_terms_section();

/// "In million tokens/€."; empty for a ratio.
[[nodiscard]] std::string in_unit(const Scale& scale);

/// "85 %"; "less than 1 %" and "more than 99 %" where rounding would say never or always.
[[nodiscard]] std::string chance(double share);

}  // namespace gigaplan::cli
