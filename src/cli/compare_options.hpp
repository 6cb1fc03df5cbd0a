// What can be asked of a comparison on the command line?
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.hpp"

namespace gigaplan::cli {

/// Adds the command compare. \param run called when it was asked for, with the arguments filled in
void add_compare(CLI::App& app, CompareArguments& compare, const std::function<void()>& run);

}  // namespace gigaplan::cli
