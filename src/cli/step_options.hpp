// Which options has a command that simulates a training step?
#pragma once

#include <CLI/CLI.hpp>

#include "sim/training_step.hpp"

namespace gigaplan::cli {

/// --max-minutes, --approximate; a step that takes long is noted on stderr.
void add_limit(CLI::App& command, sim::StepOptions& options);

}  // namespace gigaplan::cli
