// Which figures of a report become columns?
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/issue.hpp"

namespace gigaplan::sweep {

struct Figure {
  std::string pointer;  ///< into report.json: "/finance/tokens_per_eur"
  std::string name;     ///< of its column: "finance_tokens_per_eur"
  bool operator==(const Figure&) const = default;
};

/// What a decision looks at, where a sweep names no figures of its own.
[[nodiscard]] const std::vector<std::string>& headline_pointers();

/// "/finance/tokens_per_eur" → "finance_tokens_per_eur".
[[nodiscard]] std::string column_of(const std::string& pointer);

/// The columns; headline_pointers() if `pointers` is empty. What no report has, and what is no single value there, is
/// an issue, and so are two columns of one name. \param axes whose names are taken
[[nodiscard]] std::vector<Figure> figure_columns(const std::vector<std::string>& pointers,
                                                 const std::vector<std::string>& axes, Issues& issues);

/// Whether a figure can decide which of several is best: false if every report has a word, or a yes or no, there.
[[nodiscard]] bool may_be_a_number(const std::string& pointer);

/// The values at the pointers as JSON texts; "null" where there is none.
[[nodiscard]] std::vector<std::string> extract_figures(const nlohmann::json& report,
                                                       const std::vector<Figure>& figures);

}  // namespace gigaplan::sweep
