// Which figures of compared scenarios are kept, and which of them decides?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "futures/subject.hpp"

namespace gigaplan::cli {

/// What people look at first: the figures of report.json that a comparison keeps, and a run gives ranges for.
[[nodiscard]] std::vector<std::string> usual_pointers(std::size_t with_project, std::size_t all);

/// What is kept of each: what is asked for, and what people look at first. Where all have a project, what a euro and a
/// public euro buy is that of /investment alone: the same of /finance knows neither cap nor limit of aid.
/// \param with_project scenarios with a project, of `all` \returns none after telling what no report has
[[nodiscard]] std::optional<std::vector<sweep::Figure>> kept_figures(const CompareArguments& arguments,
                                                                     std::size_t with_project, std::size_t all);

/// Place of the figure that decides: --by; else tokens per public euro if every scenario has grants, else per euro.
/// Guarantee calls alone do not make money public: what is divided by them says nothing of what was meant to be paid.
[[nodiscard]] std::size_t deciding_figure(const CompareArguments& arguments, const std::vector<sweep::Figure>& figures,
                                          const std::vector<futures::Subject>& subjects);

}  // namespace gigaplan::cli
