// What does an engineer read about a fabric?
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "model/network_result.hpp"
#include "model/scenario.hpp"

namespace gigaplan::cli {

/// Facts, collectives by size, the fullest links of the step, what holds the job back, what jobs do to each other.
[[nodiscard]] std::string summarise_network(const Scenario& scenario, const NetworkResult& result, const Style& style);

}  // namespace gigaplan::cli
