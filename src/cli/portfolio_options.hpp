// What can be asked of a programme's choice on the command line?
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "cli/commands.hpp"

namespace gigaplan::cli {

/// Adds the command portfolio. \param run called when it was asked for, with the arguments filled in
void add_portfolio(CLI::App& app, PortfolioArguments& portfolio, const std::function<void()>& run);

}  // namespace gigaplan::cli
