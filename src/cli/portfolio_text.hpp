// What does a person read of a programme's choice?
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "programme/study.hpp"

namespace gigaplan::cli {

/// The funded proposals with their money, what comes close, how the choice fares in other futures, what wider limits
/// would bring.
[[nodiscard]] std::string summarise_study(const programme::Study& study, const programme::Asked& asked,
                                          const Style& style);

/// "with fi-01a, without pl-02a": what another set has instead.
[[nodiscard]] std::string exchange(const programme::Study& study, const portfolio::Chosen& from,
                                   const portfolio::Chosen& to);

/// Which limits cannot be kept together.
[[nodiscard]] std::string describe_conflict(const portfolio::Conflict& conflict);

}  // namespace gigaplan::cli
