// What does the analyst read in ten seconds, and the engineer about one step?
#pragma once

#include <string>

#include "cli/terminal.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"

namespace gigaplan::cli {

/// A run: what it delivers, what holds it back, what it costs, what a euro buys, and how sure its figures are.
[[nodiscard]] std::string summarise(const Scenario& scenario, const Report& report, const Style& style);

/// A training step: where its time goes, which links are the fullest, how it was simulated.
[[nodiscard]] std::string summarise_step(const Scenario& scenario, const StepResult& step, const FabricResult& fabric,
                                         const Style& style);

}  // namespace gigaplan::cli
