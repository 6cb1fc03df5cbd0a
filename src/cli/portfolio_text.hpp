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

/// What has to be said before all else: how many call themselves synthetic. That is the word in a proposal's name, in
/// any case: "DE-01a: 103,680 GB200 (synthetic)". Empty if none does.
[[nodiscard]] std::string synthetic_proposals(const programme::Study& study);

/// "with fi-01a, without pl-02a": what another set has instead.
[[nodiscard]] std::string exchange(const programme::Study& study, const portfolio::Chosen& from,
                                   const portfolio::Chosen& to);

/// " The limit of carbon is kept as ..., and in 93 of 100 futures." Nothing without such a limit, or futures.
[[nodiscard]] std::string carbon_kept(const programme::Study& study, const portfolio::Chosen& chosen);

/// Which limits cannot be kept together.
[[nodiscard]] std::string describe_conflict(const portfolio::Conflict& conflict);

}  // namespace gigaplan::cli
